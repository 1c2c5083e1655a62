namespace Backlot.Platform.Database;

/// <summary>A row that belongs to one user or, with no user, comes with Backlot: everybody sees that one. <see cref="BacklotDb"/> saves it
/// only while its user is the <see cref="BacklotDb.Owner"/>, so what is shipped is saved by nobody.</summary>
public interface IOwnedOrShipped
{
    Guid? UserId { get; }
}
