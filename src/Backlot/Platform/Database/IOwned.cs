namespace Backlot.Platform.Database;

/// <summary>A row that belongs to one user. <see cref="BacklotDb"/> shows and saves it only while that user is the
/// <see cref="BacklotDb.Owner"/>.</summary>
public interface IOwned
{
    Guid UserId { get; }
}
