using Backlot.Platform.Database;
using Backlot.Platform.Http.Limits;

namespace Backlot.Library.Ingest;

/// <summary>An ingest and how far it is.</summary>
/// <param name="Location">The folder, the address, or the file's name.</param>
/// <param name="Status">running, watching, completed, or failed when it can go no further.</param>
/// <param name="Found">Files seen until now.</param>
/// <param name="Taken">New assets.</param>
/// <param name="Known">Their bytes were an asset already.</param>
/// <param name="Refused">Cannot be used; GET …/files?status=refused tells why.</param>
/// <param name="Waiting">Not looked at yet, or still growing.</param>
/// <param name="Error">Why it can go no further.</param>
/// <param name="ScannedAt">When all its files were known.</param>
public sealed record IngestView(
    Guid Id, [StateOf<IngestSource>] string Source, string Location, bool Recursive, bool Watch,
    [OneOf(IngestView.Running, IngestView.Watching, IngestView.Completed, IngestView.Failed)] string Status,
    int Found, int Taken, int Known, int Refused, int Waiting, string? Error, DateTimeOffset CreatedAt, DateTimeOffset? ScannedAt)
{
    internal const string Running = "running", Watching = "watching", Completed = "completed", Failed = "failed";

    internal static IngestView Of(FileIngest ingest, IReadOnlyDictionary<string, int> counts)
    {
        int Count(IngestFileStatus status) => counts.GetValueOrDefault(TextEnum.Name(status));
        var waiting = Count(IngestFileStatus.Waiting);
        return new(ingest.Id, TextEnum.Name(ingest.Source), ingest.Location, ingest.IsRecursive, ingest.IsWatched,
            ingest.ErrorMessage is not null ? Failed : ingest.ScannedAt is null || waiting > 0 ? Running : ingest.IsWatched ? Watching : Completed,
            counts.Values.Sum(), Count(IngestFileStatus.Taken), Count(IngestFileStatus.Known), Count(IngestFileStatus.Refused), waiting,
            ingest.ErrorMessage, ingest.CreatedAt, ingest.ScannedAt);
    }
}

/// <summary>What became of a file.</summary>
/// <param name="Reason">Why it was refused, as the rest of a sentence that begins with the file.</param>
/// <param name="AssetId">What it is now; null until then, when it was refused, and when that asset was deleted.</param>
public sealed record IngestFileView(
    Guid Id, string Path, [StateOf<IngestFileStatus>] string Status, string? Reason, Guid? AssetId, long? SizeBytes, DateTimeOffset UpdatedAt)
{
    internal static IngestFileView Of(IngestFile file) =>
        new(file.Id, file.Path, TextEnum.Name(file.Status), file.Reason, file.AssetId, file.SizeBytes, file.UpdatedAt);
}
