using System.Text.Json;
using Backlot.Generation;
using Backlot.Generation.Caches;
using Backlot.Generation.Caches.Prompts;
using Backlot.Jobs;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Shots;

/// <summary>What is being made already: nobody pays twice for the same shot because it was ordered again before it was there.</summary>
internal sealed class ShotsUnderWay(BacklotDb db)
{
    /// <summary>Whether another job is at the same: one that was ordered earlier, or one that foresaw it.</summary>
    /// <remarks>A prompt that asks for something new each time is the same as no other.</remarks>
    public async Task<bool> AnyAsync(MakeShot args, JobRun run, CancellationToken ct) =>
        !Variety.IsAskedFor(args.Shot.Prompt) && (await IsOrderedAsync(args, run, ct) || await IsMadeAheadAsync(args, run, ct));

    /// <summary>Of two that are the same the later one waits for the earlier, and each for one that has begun, which waits for nobody.</summary>
    private async Task<bool> IsOrderedAsync(MakeShot args, JobRun run, CancellationToken ct)
    {
        var earlier = await db.Database.SqlQueryRaw<string>(SqlFile.Read("Studio/Shots/Sql/earlier_shots.sql"), run.UserId, run.Id, args.Shot.Prompt).ToListAsync(ct);
        var keys = KeysOf(args, run).ToHashSet();
        return earlier.Any(payload => JsonSerializer.Deserialize<MakeShot>(payload, JsonSerializerOptions.Web) is { } other && keys.Overlaps(KeysOf(other, run)));
    }

    private async Task<bool> IsMadeAheadAsync(MakeShot args, JobRun run, CancellationToken ct)
    {
        if (args.Context.ProjectId is not { } project)
            return false;
        var jobs = db.Jobs;
        var ahead = await db.Generations
            .Where(g => g.ProjectId == project && g.Status == GenerationStatus.Processing && g.IntentKey.StartsWith(MakeAhead.Intents)
                && jobs.Any(j => j.Id == g.JobId && j.CompletedAt == null))
            .Select(g => g.IntentKey).ToListAsync(ct);
        return KeysOf(args, run).Any(exact => ahead.Exists(key => key.EndsWith($"{exact:N}", StringComparison.Ordinal)));
    }

    /// <summary>What the caches would keep it under, whoever makes it.</summary>
    private static IEnumerable<Guid> KeysOf(MakeShot shot, JobRun run) => shot.Makers.Select(maker => CacheKeys.Of(run.UserId, shot.QuestionFor(maker)).Exact);
}
