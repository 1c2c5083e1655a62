using Backlot.Tests.Support;

namespace Backlot.Tests.Jobs.Workers;

/// <summary>What the others do when a worker process dies, freezes or is told to go.</summary>
public sealed class WorkerProcessTests(TestCluster cluster)
{
    [Fact(Timeout = 60_000)]
    public async Task What_a_killed_worker_had_in_hand_runs_again_elsewhere()
    {
        await using var world = await PropertyWorld.StartAsync(cluster);
        var doomed = await world.AddWorkerAsync(leaseSeconds: 1);
        var job = await world.EnqueueAsync(1, "hw");
        await world.UntilAsync(job, "running");
        await doomed.KillAsync();

        await world.AddWorkerAsync(leaseSeconds: 30);
        await world.UntilAsync(job, "completed");

        Assert.Equal(["worker gone"], await world.OutcomesAsync(job));
        Assert.Equal($"Its worker {Environment.MachineName}:{doomed.Id} is gone.",
            await world.Database.ValueAsync<string>("select reason from job_attempts"));
        Assert.Equal(["1 2"], await world.Database.ColumnAsync<string>("select concat_ws(' ', n, lease_no) from effects"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_frozen_worker_that_wakes_can_write_nothing_and_works_on_as_another()
    {
        await using var world = await PropertyWorld.StartAsync(cluster);
        var frozen = await world.AddWorkerAsync(leaseSeconds: 1);
        var job = await world.EnqueueAsync(1, "gw");
        await world.UntilAsync(job, "running");
        frozen.Freeze();
        await world.AddWorkerAsync(leaseSeconds: 30);
        await world.UntilAsync(job, "completed");

        await world.Database.RunAsync("insert into go values ('now')");
        frozen.Thaw();
        await world.Database.UntilAsync("select exists (select from refused)");
        await world.Database.UntilAsync("select exists (select from workers where process_id = $1)", frozen.Id);

        Assert.Equal(["1 2"], await world.Database.ColumnAsync<string>("select concat_ws(' ', n, lease_no) from effects"));
        Assert.Equal("completed 2", await world.Database.ValueAsync<string>("select concat_ws(' ', status, lease_no) from jobs"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_that_is_told_to_go_hands_its_jobs_back_with_their_checkpoints_and_exits_with_zero()
    {
        await using var world = await PropertyWorld.StartAsync(cluster);
        var going = await world.AddWorkerAsync(leaseSeconds: 3600);
        var job = await world.EnqueueAsync(1, "hw");
        await world.Database.UntilAsync("select checkpoint is not null from jobs");

        var code = await going.TerminateAsync();

        Assert.Equal(0, code);
        Assert.Equal("queued 0 {\"n\": 1}", await world.Database.ValueAsync<string>("select concat_ws(' ', status, attempt, checkpoint) from jobs"));
        Assert.Equal(["handed back"], await world.OutcomesAsync(job));
        Assert.Empty(await world.Database.ColumnAsync<Guid>("select id from workers"));
        await world.AddWorkerAsync(leaseSeconds: 3600);
        await world.UntilAsync(job, "completed");
        Assert.Equal(1, await world.Database.ValueAsync<int>("select attempt from jobs"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Short_jobs_of_a_killed_worker_end_once_each()
    {
        await using var world = await PropertyWorld.StartAsync(cluster);
        var doomed = await world.AddWorkerAsync(leaseSeconds: 1);
        for (var n = 0; n < 40; n++)
            await world.EnqueueAsync(n, "sw", isShort: true);
        await world.Database.UntilAsync("select exists (select from job_batches)");
        await doomed.KillAsync();

        await world.AddWorkerAsync(leaseSeconds: 30);
        await world.Database.UntilAsync("select not exists (select from jobs where status <> 'completed')");

        Assert.Equal(40L, await world.Database.ValueAsync<long>("select count(*) from effects"));
        Assert.Equal(40L, await world.Database.ValueAsync<long>("select count(distinct n) from effects"));
        await world.Database.UntilAsync("select not exists (select from job_batches) and not exists (select from job_queue)");
    }
}
