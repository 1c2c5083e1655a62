using Backlot.Accounts;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Backlot.Library.Ingest;

/// <summary>Looks through the folder of an ingest and adds a job for each file that is new or changed. Run again, it adds none twice.</summary>
public sealed record ScanFolder(Guid IngestId) : IJobArgs
{
    public static string Kind => "library.scan-folder";
    public static string Queue => "ingest";

    internal string UniqueKey => $"scan-folder:{IngestId:N}";

    /// <summary>One that looks already goes on, and another comes after it: it may have passed what changed since.</summary>
    /// <param name="db">Of the ingest's owner.</param>
    internal static Task EnqueueAsync(BacklotDb db, Guid ingestId, CancellationToken ct)
    {
        var scan = new ScanFolder(ingestId);
        return db.EnqueueUniqueAsync(NewJob.Of(scan, db.Owner, ingestId, uniqueKey: scan.UniqueKey), IfThere.Replace, ct);
    }
}

internal sealed class ScanFolderHandler(BacklotDb db, IngestRoots roots, QueueRoom room, TimeProvider time) : IJobHandler<ScanFolder>
{
    private const int PageFiles = 500;
    private const int LongestPath = 4096;
    private static readonly TimeSpan QueueFull = TimeSpan.FromSeconds(10);

    public async Task<Outcome> RunAsync(ScanFolder args, JobRun run, CancellationToken ct)
    {
        if (await db.Ingests.AsNoTracking().SingleOrDefaultAsync(i => i.Id == args.IngestId, ct) is not { } ingest)
            return new Outcome.Cancel("The ingest was deleted.");
        // It may have been allowed when the ingest was ordered, and be no longer.
        var (users, owner) = (db.Users, ingest.UserId);
        roots.DemandStill(ingest.Location, await users.AnyAsync(u => u.Id == owner && u.Role == UserRole.Admin, ct));
        var files = 0;
        try
        {
            foreach (var page in FolderWalk.Files(ingest.Location, ingest.IsRecursive, roots.IsOwn).Where(f => f.Path.Length <= LongestPath).Chunk(PageFiles))
            {
                ct.ThrowIfCancellationRequested();
                await room.DemandAsync(ct);
                // Names that are no text may look the same.
                await run.WriteAsync(db, token => AddAsync(ingest, [.. page.DistinctBy(f => f.Path)], token), ct);
                run.Report(0, $"{files += page.Length} files seen");
            }
        }
        catch (Refusal full) when (full.Code == "queue.full")
        {
            return new Outcome.Park(QueueFull, full.Message);
        }
        return new Outcome.Done(token => db.Ingests.Where(i => i.Id == ingest.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.ScannedAt, i => i.ScannedAt ?? time.GetUtcNow()).SetProperty(i => i.ErrorMessage, (string?)null), token), new { files });
    }

    public Task GivenUpAsync(ScanFolder args, string reason, BacklotDb transaction, CancellationToken ct) => transaction.Ingests
        .Where(i => i.Id == args.IngestId).ExecuteUpdateAsync(set => set.SetProperty(i => i.ErrorMessage, reason), ct);

    private async Task AddAsync(FileIngest ingest, FoundFile[] page, CancellationToken ct)
    {
        var jobs = new List<NewJob>();
        await using (var see = SqlFile.Command((NpgsqlConnection)db.Database.GetDbConnection(), "Library/Ingest/Sql/see.sql", ingest.UserId, ingest.Id,
            Array.ConvertAll(page, _ => Guid.CreateVersion7()), Array.ConvertAll(page, f => f.Path), Array.ConvertAll(page, f => f.SizeBytes),
            Array.ConvertAll(page, f => f.ModifiedAt.UtcDateTime), Array.ConvertAll(page, f => f.Fault)))
        await using (var rows = await see.ExecuteReaderAsync(ct))
            while (await rows.ReadAsync(ct))
                jobs.Add(NewJob.Of(new BringIn(rows.GetGuid(0)), ingest.UserId, ingest.Id));
        await db.EnqueueManyAsync(jobs, ct);
    }
}
