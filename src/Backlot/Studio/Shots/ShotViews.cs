using Backlot.Generation;
using Backlot.Jobs;
using Backlot.Library;
using Backlot.Platform.Database;
using Backlot.Platform.Http.Limits;

namespace Backlot.Studio.Shots;

/// <summary>Where a shot stands.</summary>
public enum ShotStatus
{
    /// <summary>It waits for its turn.</summary>
    Pending,

    /// <summary>It is being made here, or somebody else works on it.</summary>
    Processing,
    Completed,
    Failed,
    Cancelled,
}

/// <summary>A shot that was ordered.</summary>
/// <param name="JobId">Ask <c>/api/video/status/{jobId}</c> how far it is, or follow <c>/api/events</c>.</param>
/// <param name="Prompt">What the model is told.</param>
/// <param name="EstimatedCost">US dollars that it is taken to cost; so much is set aside. A cache may make it cheaper.</param>
public sealed record OrderedShotView(Guid JobId, string Prompt, decimal EstimatedCost, [StateOf<ShotStatus>] string Status);

/// <summary>Where a shot stands.</summary>
/// <param name="VideoUrl">A signed link, once it is made.</param>
/// <param name="ThumbnailUrl">A signed link to a picture of it.</param>
/// <param name="Progress">0..1: as the provider says, or as it is made here.</param>
/// <param name="ProgressNote">What is being done.</param>
/// <param name="Cost">US dollars that it took; null until it is made, 0 from a cache.</param>
/// <param name="ServedBy">Who gave it: its provider, or one of the caches; null until somebody did.</param>
/// <param name="Provider">Who makes it, or made it.</param>
/// <param name="GenerationId">What was ordered, once it is.</param>
public sealed record ShotStatusView(
    Guid JobId, [StateOf<ShotStatus>] string Status, string? VideoUrl, string? ThumbnailUrl, float Progress, string? ProgressNote, decimal? Cost,
    [StateOf<ServedBy>] string? ServedBy, string? Provider, string? Model, Guid? GenerationId, string? Error, DateTimeOffset CreatedAt, DateTimeOffset? CompletedAt)
{
    internal static ShotStatusView Of(Job job, GenerationRecord? made, MediaLinks links)
    {
        var film = made is { Status: GenerationStatus.Completed } ? made.AssetId : null;
        var status = job.Status switch
        {
            JobStatus.Queued when made is null => ShotStatus.Pending,
            JobStatus.Queued or JobStatus.Running or JobStatus.Parked => ShotStatus.Processing,
            JobStatus.Completed => ShotStatus.Completed,
            JobStatus.Cancelled => ShotStatus.Cancelled,
            _ => ShotStatus.Failed,
        };
        var isMade = made is { Status: GenerationStatus.Completed };
        return new(job.Id, TextEnum.Name(status), film is { } video ? links.Of(video) : null, film is { } shown ? links.Of(shown, MediaVariant.Thumbnail) : null,
            status == ShotStatus.Completed ? 1 : job.Progress, status == ShotStatus.Processing ? job.ProgressNote : null,
            !isMade ? null : made?.ServedBy == Generation.ServedBy.Provider ? made.Cost : 0, isMade && made is not null ? TextEnum.Name(made.ServedBy) : null,
            made?.Provider, made?.Model, made?.Id, status is ShotStatus.Failed or ShotStatus.Cancelled ? job.ErrorMessage : null, job.CreatedAt, job.CompletedAt);
    }
}
