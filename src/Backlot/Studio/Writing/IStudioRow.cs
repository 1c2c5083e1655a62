namespace Backlot.Studio.Writing;

/// <summary>A row that is written through <see cref="StudioWrites"/> alone.</summary>
internal interface IStudioRow
{
    /// <summary>What it is written under: its project, or, for what stands on a user's shelf, that user.</summary>
    Guid ScopeId { get; }
}
