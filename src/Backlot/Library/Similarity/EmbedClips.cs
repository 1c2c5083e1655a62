using Backlot.Jobs;
using Backlot.Library.Clips;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Similarity;

/// <summary>Gives all clips of its owner vectors by the embedder that the settings name; when they name none any more, our own ones, which
/// were kept. Cut off, it goes on where it was.</summary>
public sealed record EmbedClips : IJobArgs
{
    public static string Kind => "library.embed-clips";
    public static string Queue => "embed";
    public static int MaxAttempts => 100;
    public static TimeSpan Deadline => TimeSpan.FromDays(30);
    public static TimeSpan? StallLimit => TimeSpan.FromMinutes(10);

    /// <summary>For the context's owner, unless one is under way.</summary>
    internal static Task EnqueueAsync(BacklotDb db, CancellationToken ct) =>
        db.EnqueueUniqueAsync(NewJob.Of(new EmbedClips(), db.Owner, uniqueKey: Kind), IfThere.Keep, ct);

    internal sealed class Handler(BacklotDb db, BetterVectors better, Embedder embedder) : IJobHandler<EmbedClips>
    {
        private const int PageClips = 10, PageRows = 500;

        public Task<Outcome> RunAsync(EmbedClips args, JobRun run, CancellationToken ct) => embedder.IsSet ? AnewAsync(run, ct) : OwnAgainAsync(run, ct);

        private async Task<Outcome> AnewAsync(JobRun run, CancellationToken ct)
        {
            var name = embedder.Name;
            var place = run.Checkpoint<Place>() is { } kept && kept.Embedder == name ? kept : new(name, Guid.Empty, 0);
            var lacking = db.Clips.AsNoTracking().Where(c => c.EmbeddedBy != name && c.ThumbnailAssetId != null);
            var all = place.Done + await lacking.CountAsync(c => c.Id > place.After, ct);
            while (await lacking.Where(c => c.Id > place.After).OrderBy(c => c.Id).Take(PageClips).ToListAsync(ct) is { Count: > 0 } page)
            {
                if (await better.MakeAsync(page, run, ct) is { } fault)
                    return new Outcome.Retry(fault);
                place = new(name, page[^1].Id, place.Done + page.Count);
                await run.SaveCheckpointAsync(db, place, ct);
                run.Report((double)place.Done / Math.Max(all, place.Done), $"{place.Done} of {Math.Max(all, place.Done)} clips");
            }
            return new Outcome.Done(Result: new { clips = place.Done, embeddedBy = name });
        }

        private async Task<Outcome> OwnAgainAsync(JobRun run, CancellationToken ct)
        {
            for (var (done, rows) = (0, 1); rows > 0;)
            {
                await run.WriteAsync(db, async token =>
                    rows = await db.Database.ExecuteSqlRawAsync(SqlFile.Read("Library/Similarity/Sql/own_again.sql"), [db.Owner, PageRows], token), ct);
                run.Report(0, $"{done += rows} clips");
            }
            return new Outcome.Done();
        }

        /// <param name="After">The last clip that was looked at.</param>
        private sealed record Place(string Embedder, Guid After, int Done);
    }
}
