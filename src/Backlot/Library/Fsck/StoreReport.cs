using Backlot.Platform;

namespace Backlot.Library.Fsck;

/// <summary>What rows and files do not agree about.</summary>
/// <param name="Kind">One of <see cref="StoreFaults"/>.</param>
/// <param name="What">A file's path below the data folder, or an id.</param>
/// <param name="Repair">What repairs it.</param>
public sealed record StoreFault(string Kind, string What, string Repair);

/// <summary>The kinds of faults.</summary>
public static class StoreFaults
{
    public const string Missing = "missing", WrongSize = "wrong size", WrongBytes = "wrong bytes", Unneeded = "unneeded", Stray = "stray",
        UploadLost = "upload lost", UploadLeft = "upload left over";
}

/// <summary>How thorough a check is.</summary>
/// <param name="Repair">Whether faults are repaired, not only told.</param>
/// <param name="HashShare">0..1: how many of the blobs are read and hashed; sizes are always compared.</param>
public sealed record StoreCheckWish(bool Repair, double HashShare);

/// <summary>What a check of rows against files found.</summary>
/// <param name="Blobs">Different contents that assets name.</param>
/// <param name="Hashed">How many of those were read whole.</param>
/// <param name="Files">In the blob store.</param>
/// <param name="Faults">All that is wrong.</param>
public sealed record StoreReport(long Blobs, long Hashed, long Files, IReadOnlyList<StoreFault> Faults)
{
    /// <summary>Checks rows against files both ways. A server may run meanwhile: what is younger than
    /// <see cref="Settings.DeletedBlobHours"/> is nobody's fault yet.</summary>
    /// <param name="house">The services of a server, started or not, whose database has the schema of this program.</param>
    /// <param name="wish">How thorough.</param>
    /// <param name="ct">Ends it after the fault at hand.</param>
    public static Task<StoreReport> ReadAsync(IServiceProvider house, StoreCheckWish wish, CancellationToken ct) =>
        ActivatorUtilities.CreateInstance<StoreCheck>(house, wish).RunAsync(ct);
}
