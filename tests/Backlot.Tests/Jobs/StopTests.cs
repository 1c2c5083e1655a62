using Backlot.Jobs;
using Backlot.Platform.Database;
using Backlot.Tests.Support;

namespace Backlot.Tests.Jobs;

/// <summary>As <see cref="Scripted"/>, with a deadline that every run misses that waits.</summary>
internal sealed record Hasty(string Name) : IJobArgs
{
    public static string Kind => "test.hasty";
    public static string Queue => "test";
    public static TimeSpan Deadline => TimeSpan.FromMilliseconds(10);
}

/// <summary>As <see cref="Scripted"/>; its runs have to report something all the time.</summary>
internal sealed record Restless(string Name) : IJobArgs
{
    public static string Kind => "test.restless";
    public static string Queue => "test";
    public static TimeSpan? StallLimit => TimeSpan.FromMilliseconds(10);
}

internal sealed class HastyHandler(Script script, BacklotDb db) : IJobHandler<Hasty>
{
    public Task<Outcome> RunAsync(Hasty args, JobRun run, CancellationToken ct) => script.RunAsync(new(args.Name, run, db, ct));

    public Task GivenUpAsync(Hasty args, string reason, BacklotDb db, CancellationToken ct) => throw new InvalidOperationException("This product is broken.");
}

internal sealed class RestlessHandler(Script script, BacklotDb db) : IJobHandler<Restless>
{
    public Task<Outcome> RunAsync(Restless args, JobRun run, CancellationToken ct) => script.RunAsync(new(args.Name, run, db, ct));
}

public sealed class StopTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task The_log_tells_a_passed_deadline_from_standing_still_from_a_worker_that_is_gone()
    {
        await using var server = await StartAsync(new(async run =>
        {
            if (run.Job.Attempt == 1)
                await Task.Delay(Timeout.Infinite, run.Stop);
            return new Outcome.Done();
        }));
        await EnqueueAsync(server, new Hasty("hasty"));
        await EnqueueAsync(server, new Restless("restless"));
        var gone = await EnqueueAsync(server, new Scripted("gone"));
        await server.UntilAsync(gone, JobStatus.Running);

        await server.Database.RunAsync("update jobs set worker_id = gen_random_uuid(), last_worker = 'other:1' where id = $1", gone);
        await server.UntilIdleAsync();

        Assert.Equal(
        [
            "gone worker gone 1 1 Its worker other:1 is gone.", "hasty deadline passed 1 1 Its deadline of 0:00:00.01 had passed.",
            "restless no progress 1 1 It made no progress for 0:00:00.01.",
        ], await server.LinesAsync("payload ->> 'name', a.outcome, a.attempt, a.lease_no, a.reason", attempts: true));
        Assert.Equal(["completed 2 2"], (await server.LinesAsync("status, attempt, lease_no")).Distinct());
    }

    /// <summary>And a product that fails when it is told that its job is taken from it stops no worker.</summary>
    [Fact(Timeout = 60_000)]
    public async Task A_handler_that_does_not_stop_loses_its_job_and_can_write_nothing_more()
    {
        TaskCompletionSource release = new(), refused = new();
        await using var server = await StartAsync(new(async run =>
        {
            if (run.Name == "next")
                return new Outcome.Done();
            if (run.Job.Attempt > 1)
                return new Outcome.Done(Result: "second run");
            await release.Task;
            if (run.Name == "given up")
                return new Outcome.Done();
            await Assert.ThrowsAsync<LeaseLost>(() => run.Job.SaveCheckpointAsync(run.Db, new Place(1), Ct));
            refused.SetResult();
            return new Outcome.Done(Result: "first run");
        }));

        var deaf = await EnqueueAsync(server, new Hasty("deaf"));
        var givenUp = await server.Database.ValueAsync<Guid>(
            "insert into jobs (user_id, kind, queue, payload, max_attempts) values ($1, 'test.hasty', 'test', '{\"name\": \"given up\"}', 1) returning id",
            server.Owner);
        await server.UntilAsync(givenUp, JobStatus.Running);
        // For longer than the grace they have.
        var beats = new HashSet<DateTime>();
        while (beats.Count < 5)
        {
            beats.Add(await server.Database.ValueAsync<DateTime>("select seen_at from workers"));
            await Task.Delay(20, Ct);
        }
        await server.UntilAsync(deaf, JobStatus.Completed);
        release.SetResult();
        await refused.Task.WaitAsync(Ct);
        await server.UntilAsync(givenUp, JobStatus.Completed);
        await server.UntilAsync(await EnqueueAsync(server, new Scripted("next")), JobStatus.Completed);

        var job = await server.JobAsync(deaf);
        Assert.Equal(("\"second run\"", null, 2), (job.Result, job.Checkpoint, job.Attempt));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_checkpoint_is_there_for_the_next_run_on_another_server()
    {
        var database = await cluster.NewStartedDatabaseAsync();
        Guid id;
        await using (var first = await JobServer.StartAsync(cluster, new(async run =>
        {
            await run.Job.SaveCheckpointAsync(run.Db, new Place(3), run.Stop);
            await Task.Delay(Timeout.Infinite, run.Stop);
            throw new InvalidOperationException();
        }), database: database))
        {
            id = (await first.EnqueueAsync("long")).Id;
            await database.UntilAsync("select checkpoint is not null from jobs");
        }
        await using var second = await JobServer.StartAsync(cluster,
            Script.Of(run => new Outcome.Done(Result: run.Job.Checkpoint<Place>()?.Scene)), database: database);

        var job = await second.UntilAsync(id, JobStatus.Completed);

        Assert.Equal(("3", 1), (job.Result, job.Attempt));
        Assert.Equal(["handed back 1"], await second.LinesAsync("a.outcome, a.attempt", attempts: true));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_job_of_a_handler_that_does_not_heed_the_stop_of_its_server_is_handed_back()
    {
        var (release, database) = (new TaskCompletionSource(), await cluster.NewStartedDatabaseAsync());
        var server = await JobServer.StartAsync(cluster, new(async _ =>
        {
            await release.Task;
            return new Outcome.Done();
        }), database: database);
        var id = (await server.EnqueueAsync("deaf")).Id;
        await server.UntilAsync(id, JobStatus.Running);

        var stop = server.DisposeAsync();
        await database.UntilAsync("select status = 'queued' from jobs");
        release.SetResult();
        await stop;

        Assert.Equal("queued 0 handed back", await database.ValueAsync<string>(
            "select concat_ws(' ', status, j.attempt, outcome) from jobs as j join job_attempts as a on a.job_id = j.id"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_job_that_finds_that_nobody_wants_it_ends_as_cancelled()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Of(_ => new Outcome.Cancel("The album is gone.")));

        var id = (await server.EnqueueAsync("unwanted")).Id;
        var job = await server.UntilAsync(id, JobStatus.Cancelled);

        Assert.Equal((1, "The album is gone."), (job.Attempt, job.ErrorMessage));
        Assert.Equal([new GivenUp("unwanted", "The album is gone.", job.ChangedIn)], server.Script.GivenUp);
    }

    private sealed record Place(int Scene);

    private Task<JobServer> StartAsync(Script script) => JobServer.StartAsync(cluster, script, leaseSeconds: 6,
        services: services => services.AddJob<Hasty, HastyHandler>().AddJob<Restless, RestlessHandler>());

    private static async Task<Guid> EnqueueAsync<TArgs>(JobServer server, TArgs args) where TArgs : IJobArgs
    {
        await using var db = server.Server.OpenDb();
        var job = db.Enqueue(args, server.Owner);
        await db.SaveChangesAsync(Ct);
        return job.Id;
    }
}
