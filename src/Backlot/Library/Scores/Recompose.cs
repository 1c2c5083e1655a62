using Backlot.Jobs;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Scores;

/// <summary>Makes all composite scores of its owner anew, after the weights were changed.</summary>
public sealed record Recompose : IJobArgs
{
    public static string Kind => "library.recompose-scores";
    public static string Queue => "analyze";
    private const int Batch = 2000;

    internal static Task<Guid> EnqueueAsync(BacklotDb db, CancellationToken ct) =>
        db.EnqueueUniqueAsync(NewJob.Of(new Recompose(), db.Owner, uniqueKey: "library.recompose-scores"), IfThere.Replace, ct);

    internal sealed class Handler(BacklotDb db) : IJobHandler<Recompose>
    {
        public async Task<Outcome> RunAsync(Recompose args, JobRun run, CancellationToken ct)
        {
            for (var after = run.Checkpoint<Place>()?.After; ;)
            {
                Guid? last = null;
                await run.WriteAsync(db, async token => last = await db.RecomposeAsync(null, after, Batch, token), ct);
                if (last is not { } reached)
                    return new Outcome.Done();
                await run.SaveCheckpointAsync(db, new Place(reached), ct);
                after = reached;
            }
        }

        private sealed record Place(Guid After);
    }
}

internal static class Composites
{
    /// <summary>Sets the composite score of clips that have the scores it is made of, by the owner's weights as they are now.</summary>
    /// <param name="assetId">Only those of this film.</param>
    /// <param name="after">Only those with a greater id.</param>
    /// <param name="most">How many at a time, by their ids.</param>
    /// <returns>The greatest id that was looked at; null when there was none.</returns>
    public static async Task<Guid?> RecomposeAsync(this BacklotDb db, Guid? assetId, Guid? after, int most, CancellationToken ct)
    {
        var usual = new ScoreWeights { UserId = db.Owner };
        var looked = await db.Database.SqlQueryRaw<Guid?>(SqlFile.Read("Library/Scores/Sql/recompose.sql"), db.Owner, (object?)assetId ?? Null, (object?)after ?? Null, most,
            usual.Hook, usual.Novelty, usual.Psychology, usual.Scene).ToListAsync(ct);
        return looked.Single();
    }

    private static Npgsql.NpgsqlParameter Null => new() { Value = DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid };
}
