using Backlot.Accounts;
using Backlot.Jobs;
using Backlot.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Tests.Jobs;

public sealed class LeaseTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_worker_that_lost_its_lease_can_write_nothing_however_it_ends()
    {
        JobServer? server = null;
        var refused = 0;
        var script = new Script(async run =>
        {
            if (run.Job.Attempt > 1)
                return new Outcome.Done(Result: "second run");
            // As when another worker has claimed the job meanwhile.
            await server!.Database.RunAsync("update jobs set lease_no = lease_no + 1, worker_id = gen_random_uuid() where id = $1", run.Job.Id);
            await Assert.ThrowsAsync<LeaseLost>(() => run.Job.WriteAsync(run.Db, _ => AddUserAsync(run), Ct));
            Interlocked.Increment(ref refused);
            run.Db.ChangeTracker.Clear();
            return run.Name switch
            {
                "done" => new Outcome.Done(_ => AddUserAsync(run), "first run"),
                "retry" => new Outcome.Retry("first run", TimeSpan.FromHours(1)),
                "park" => new Outcome.Park(TimeSpan.FromHours(1), "first run"),
                "discard" => new Outcome.Discard("first run"),
                _ => throw new InvalidOperationException("first run"),
            };
        });
        await using var running = server = await JobServer.StartAsync(cluster, script, slots: 5);

        foreach (var name in (string[])["done", "retry", "park", "discard", "exception"])
            await server.EnqueueAsync(name);
        await server.Database.UntilAsync("select count(*) = 5 from jobs where status = 'completed' and attempt = 2");

        Assert.Equal(5, refused);
        Assert.Equal(["\"second run\""], await server.Database.ColumnAsync<string>("select distinct result::text from jobs"));
        Assert.Empty(script.GivenUp);
        Assert.Equal(["owner@localhost"], await server.Database.ColumnAsync<string>("select email from users"));

        static Task AddUserAsync(ScriptedRun run)
        {
            run.Db.Users.Add(new() { Email = $"{run.Name}@stale", DisplayName = "Stale" });
            return Task.CompletedTask;
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_whose_lease_is_gone_is_told_to_stop()
    {
        var stopped = new TaskCompletionSource();
        var script = new Script(async run =>
        {
            if (run.Job.Attempt > 1)
                return new Outcome.Done();
            run.Stop.Register(stopped.SetResult);
            await Task.Delay(Timeout.Infinite, run.Stop);
            throw new InvalidOperationException();
        });
        await using var server = await JobServer.StartAsync(cluster, script);
        var job = await server.EnqueueAsync("long");
        await server.UntilAsync(job.Id, JobStatus.Running);

        await server.Database.RunAsync("update jobs set lease_no = lease_no + 1, worker_id = gen_random_uuid()");

        await stopped.Task.WaitAsync(Ct);
        await server.UntilAsync(job.Id, JobStatus.Completed);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_job_of_a_silent_worker_runs_again_and_says_why()
    {
        string? said = null;
        var script = new Script(async run =>
        {
            said = (await run.Db.Jobs.AsNoTracking().SingleAsync(j => j.Id == run.Job.Id, run.Stop)).ErrorMessage;
            return new Outcome.Done();
        });
        await using var server = await JobServer.StartAsync(cluster, script);

        var id = await server.InsertAsync("orphan", ", status, attempt, lease_no, last_worker, worker_id", ", 'running', 1, 7, 'dead:1', gen_random_uuid()");
        var job = await server.UntilAsync(id, JobStatus.Completed);

        Assert.Equal((2, 8L), (job.Attempt, job.LeaseNo));
        Assert.Equal("Its worker dead:1 is gone.", said);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_job_that_silences_every_worker_is_given_up()
    {
        var script = Script.Of(_ => new Outcome.Done());
        await using var server = await JobServer.StartAsync(cluster, script);

        var id = await server.InsertAsync("killer", ", status, attempt, last_worker, worker_id", ", 'running', 3, 'dead:1', gen_random_uuid()");
        var job = await server.UntilAsync(id, JobStatus.Failed);

        Assert.Equal("Its worker died in each of 3 attempts.", job.ErrorMessage);
        Assert.Empty(script.Started);
        Assert.Equal("killer", Assert.Single(script.GivenUp).Name);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_heartbeat_keeps_the_lease_of_a_run_that_is_longer_than_it()
    {
        JobServer? server = null;
        var script = new Script(async run =>
        {
            var seen = new HashSet<DateTime>();
            while (seen.Count < 4)
            {
                seen.Add(await server!.Database.ValueAsync<DateTime>("select w.seen_at from workers as w join jobs as j on j.worker_id = w.id where j.id = $1", run.Job.Id));
                await Task.Delay(50, run.Stop);
            }
            return new Outcome.Done();
        });
        await using var running = server = await JobServer.StartAsync(cluster, script, leaseSeconds: 4);

        var id = (await server.EnqueueAsync("long")).Id;
        var job = await server.UntilAsync(id, JobStatus.Completed);

        Assert.Equal((1, 1L), (job.Attempt, job.LeaseNo));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_stops_puts_its_jobs_back_and_uses_no_attempt()
    {
        var database = await cluster.NewStartedDatabaseAsync();
        Guid job;
        await using (var first = await JobServer.StartAsync(cluster, new(async run =>
        {
            await Task.Delay(Timeout.Infinite, run.Stop);
            throw new InvalidOperationException();
        }), leaseSeconds: 3600, database: database))
        {
            job = (await first.EnqueueAsync("moved")).Id;
            await first.UntilAsync(job, JobStatus.Running);
        }
        Assert.Equal("queued 0 ", await database.ValueAsync<string>(
            "select concat_ws(' ', status, attempt, coalesce(worker_id::text, '')) from jobs"));

        await using var second = await JobServer.StartAsync(cluster, Script.Done, database: database);

        Assert.Equal(1, (await second.UntilAsync(job, JobStatus.Completed)).Attempt);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_finished_while_the_server_stops_is_kept()
    {
        var database = await cluster.NewStartedDatabaseAsync();
        var script = new Script(async run =>
        {
            await Task.Delay(Timeout.Infinite, run.Stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return new Outcome.Done(Result: "made");
        });
        await using (var server = await JobServer.StartAsync(cluster, script, database: database))
            await server.UntilAsync((await server.EnqueueAsync("nearly done")).Id, JobStatus.Running);

        Assert.Equal("completed", await database.ValueAsync<string>("select status from jobs"));
    }
}
