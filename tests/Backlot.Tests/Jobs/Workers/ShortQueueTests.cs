using Backlot.Tests.Support;
using Npgsql;

namespace Backlot.Tests.Jobs.Workers;

public sealed class ShortQueueTests(TestCluster cluster)
{
    private const int Jobs = 8000, Slots = 4;

    /// <summary>Of three fetches of two thousand jobs each.</summary>
    private const int MostInHand = 3 * 2000 + Slots;

    private const string InHand = "select coalesce(sum(cardinality(job_ids)), 0) from job_batches";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_database_that_stores_no_ends_stops_the_claim_until_it_does()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done, slots: Slots);
        var database = server.Database;
        await database.RunAsync("insert into queues (name, paused_at) values ('short', now())");
        await server.EnqueueShortAsync(Enumerable.Range(1, Jobs).Select(n => $"{n}"));
        await using var connection = await database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        await using (var hold = new NpgsqlCommand("lock table jobs in share mode", connection))
            await hold.ExecuteNonQueryAsync(Ct);
        await database.RunAsync("update queues set paused_at = null where name = 'short'");

        var inHand = await UntilItStopsAsync(server);

        Assert.InRange(inHand, Slots, MostInHand);
        await transaction.RollbackAsync(Ct);
        await server.UntilIdleAsync();
        Assert.Equal(["completed 1 1"], await database.ColumnAsync<string>("select distinct concat_ws(' ', status, attempt, lease_no) from jobs"));
        Assert.Equal(Jobs, server.Script.Started.Count);
    }

    /// <returns>How many jobs were in hand when all of these had run, and for two seconds no more were taken.</returns>
    private static async Task<long> UntilItStopsAsync(JobServer server)
    {
        for (var (before, still) = (0L, 0); ;)
        {
            await Task.Delay(100, Ct);
            var now = await server.Database.ValueAsync<long>(InHand);
            still = now > 0 && now == before && now == server.Script.Started.Count ? still + 1 : 0;
            before = now;
            if (still == 20)
                return now;
        }
    }
}
