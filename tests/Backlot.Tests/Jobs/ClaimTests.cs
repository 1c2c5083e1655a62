using Backlot.Jobs;
using Backlot.Tests.Support;

namespace Backlot.Tests.Jobs;

public sealed class ClaimTests(TestCluster cluster)
{
    [Fact(Timeout = 60_000)]
    public async Task Two_servers_on_one_database_run_each_job_once()
    {
        const int count = 400;
        var script = Script.Of(_ => new Outcome.Done());
        await using var one = await JobServer.StartAsync(cluster, script);
        await using var two = await JobServer.StartAsync(cluster, script, database: one.Database);

        await one.Database.RunAsync(
            "insert into jobs (user_id, kind, queue, payload) " +
            "select $1, 'test.scripted', 'test', jsonb_build_object('name', n::text) from generate_series(1, $2) as n", one.Owner, count);
        await one.Database.UntilAsync("select not exists (select from jobs where status <> 'completed')");

        Assert.Equal(Enumerable.Range(1, count), script.Started.Select(int.Parse).Order());
        Assert.Equal([1], await one.Database.ColumnAsync<int>("select distinct attempt from jobs"));
    }

    [Fact(Timeout = 60_000)]
    public async Task More_urgent_jobs_run_first_and_equal_ones_in_the_order_of_their_time()
    {
        var release = new TaskCompletionSource();
        var script = new Script(async run =>
        {
            if (run.Name == "blocker")
                await release.Task;
            return new Outcome.Done();
        });
        await using var server = await JobServer.StartAsync(cluster, script, slots: 1);
        var blocker = await server.EnqueueAsync("blocker");
        await server.UntilAsync(blocker.Id, JobStatus.Running);

        await server.InsertAsync("last", ", priority", ", 0");
        await server.InsertAsync("third", ", run_at", ", now() - interval '10 seconds'");
        await server.InsertAsync("second", ", run_at", ", now() - interval '20 seconds'");
        await server.InsertAsync("first", ", priority", ", 9");
        var future = await server.InsertAsync("future", ", priority, run_at", ", 9, now() + interval '1 hour'");
        release.SetResult();
        await server.Database.UntilAsync("select not exists (select from jobs where status <> 'completed' and id <> $1)", future);

        Assert.Equal(["blocker", "first", "second", "third", "last"], script.Started);
        Assert.Equal(JobStatus.Queued, (await server.JobAsync(future)).Status);
    }

    [Fact(Timeout = 60_000)]
    public async Task No_more_jobs_run_at_once_than_there_are_slots()
    {
        int running = 0, most = 0;
        var script = new Script(async run =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            await Task.Delay(5, run.Stop);
            Interlocked.Decrement(ref running);
            return new Outcome.Done();
        });
        await using var server = await JobServer.StartAsync(cluster, script, slots: 3);

        await server.Database.RunAsync(
            "insert into jobs (user_id, kind, queue, payload) " +
            "select $1, 'test.scripted', 'test', '{\"name\": \"x\"}' from generate_series(1, 60)", server.Owner);
        await server.Database.UntilAsync("select not exists (select from jobs where status <> 'completed')");

        Assert.InRange(most, 1, 3);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = target; value > seen; seen = target)
            Interlocked.CompareExchange(ref target, value, seen);
    }
}
