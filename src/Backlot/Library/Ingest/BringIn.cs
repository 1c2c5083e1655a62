using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Platform.Files;
using Backlot.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Ingest;

/// <summary>Brings one file of an ingest in.</summary>
/// <param name="FileId">Its row among the files of the ingest.</param>
public sealed record BringIn(Guid FileId) : IJobArgs
{
    public static string Kind => "library.ingest-file";
    public static string Queue => "ingest";
}

/// <summary>A file that cannot be used is told in its row, and is no failure: others of its folder go on.</summary>
internal sealed class BringInHandler(BacklotDb db, StagedFiles files, Intake intake, IngestEnd end) : IJobHandler<BringIn>
{
    /// <summary>How long a file must stand still.</summary>
    private static readonly TimeSpan StandStill = TimeSpan.FromSeconds(2);

    public async Task<Outcome> RunAsync(BringIn args, JobRun run, CancellationToken ct)
    {
        if (await db.IngestFiles.SingleOrDefaultAsync(f => f.Id == args.FileId, ct) is not { } file)
            return new Outcome.Cancel("The ingest was deleted.");
        // One that was refused is tried again by whoever runs its job again.
        if (file.Status is IngestFileStatus.Taken or IngestFileStatus.Known)
            return new Outcome.Done();
        var ingest = await db.Ingests.AsNoTracking().SingleAsync(i => i.Id == file.IngestId, ct);
        try
        {
            using var staged = await files.StageAsync(ingest, file, run, ct);
            if (staged.Blob is { } blob)
                return await TakeAsync(file, staged, blob, ct);
            if (staged.Known is { } known)
                return Taken(file, staged, known);
            await run.SaveCheckpointAsync(db, staged.Look, ct);
            return new Outcome.Park(StandStill, "The file still grows.");
        }
        catch (Exception refused) when (ReasonOf(refused) is not null)
        {
            return Refuse(file, refused);
        }
    }

    private async Task<Outcome> TakeAsync(IngestFile file, StagedFile staged, StagedBlob blob, CancellationToken ct)
    {
        try
        {
            return Taken(file, staged, await intake.StagedAsync(file.UserId, blob, staged.Origin, ct));
        }
        catch (Exception refused) when (ReasonOf(refused) is not null)
        {
            staged.Discard();
            See(file, staged);
            return Refuse(file, refused);
        }
    }

    private Outcome.Done Taken(IngestFile file, StagedFile staged, Asset asset)
    {
        See(file, staged);
        return new(token => end.TakenAsync(file, asset, token));
    }

    /// <summary>As it was when it was copied, which is later than it was found.</summary>
    private static void See(IngestFile file, StagedFile staged) =>
        (file.SizeBytes, file.ModifiedAt) = (staged.Look.SizeBytes, staged.Look.ModifiedAt ?? file.ModifiedAt);

    private Outcome.Done Refuse(IngestFile file, Exception fault) =>
        new(token => end.RefusedAsync(file, ReasonOf(fault) ?? fault.Message, MayPass(fault), token), new { refused = ReasonOf(fault) });

    public async Task GivenUpAsync(BringIn args, string reason, BacklotDb transaction, CancellationToken ct)
    {
        if (await transaction.IngestFiles.SingleOrDefaultAsync(f => f.Id == args.FileId && f.Status == IngestFileStatus.Waiting, ct) is not { } file)
            return;
        (file.Status, file.Reason, file.ModifiedAt) = (IngestFileStatus.Refused, $"could not be brought in: {reason}", null);
    }

    /// <summary>The same file may be taken when something else has changed: permissions, room, settings.</summary>
    private static bool MayPass(Exception fault) => fault is NotPlain { MayPass: true } or TooManyBytes or Refusal { Status: 507 };

    /// <returns>Null for what may pass by itself, and is tried again.</returns>
    private static string? ReasonOf(Exception fault) => fault switch
    {
        MediaRefused refused => refused.Reason,
        NotPlain plain => plain.Reason,
        TooManyBytes => "is larger than BACKLOT_INGEST_MOST_BYTES allows",
        Refusal { Status: < 500 or 507 } refusal => "was refused: " + refusal.Message,
        _ => null,
    };
}
