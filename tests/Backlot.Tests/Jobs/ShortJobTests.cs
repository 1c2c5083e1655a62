using System.Collections.Concurrent;
using Backlot.Accounts;
using Backlot.Jobs;
using Backlot.Jobs.Polls;
using Backlot.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Jobs;

public sealed class ShortJobTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Short_jobs_are_claimed_in_batches_and_each_ends_with_its_own_result()
    {
        var batches = new ConcurrentBag<long?>();
        await using var server = await JobServer.StartAsync(cluster, Script.Of(run =>
        {
            batches.Add(run.Job.Job.BatchId);
            return new Outcome.Done(Result: run.Name);
        }));
        var names = Enumerable.Range(1, 500).Select(n => $"{n}").ToList();

        await server.EnqueueShortAsync(names);
        await server.UntilIdleAsync();

        Assert.Equal(500, await server.Database.ValueAsync<long>("select count(*) from jobs where result = payload -> 'name'"));
        Assert.Equal(["completed 1 1 1"], await server.Database.ColumnAsync<string>(
            "select distinct concat_ws(' ', status, attempt, lease_no, progress) from jobs where started_at <= completed_at and last_worker is not null"));
        Assert.Equal(500, batches.Count);
        Assert.DoesNotContain(null, batches);
        Assert.True(batches.Distinct().Count() < 500);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_waits_for_a_thousand_short_jobs_runs_after_the_last()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        var script = server.Script;
        await using (var db = server.Server.OpenDb())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Ct);
            await db.EnqueueManyAsync([.. Enumerable.Range(1, 1000).Select(n => NewJob.Of(new ShortScripted($"part {n}"), server.Owner))], Ct);
            var whole = db.Enqueue(new ShortScripted("whole"), server.Owner, priority: 9);
            await db.SaveChangesAsync(Ct);
            await db.Database.ExecuteSqlAsync($"insert into job_dependencies select {whole.Id}, id from jobs where id <> {whole.Id}", Ct);
            await transaction.CommitAsync(Ct);
        }

        await server.UntilIdleAsync();

        Assert.Equal("whole", script.Started.Last());
        Assert.Equal(["completed 1 1"], await server.Database.ColumnAsync<string>("select distinct concat_ws(' ', status, attempt, lease_no) from jobs"));
    }

    [Fact(Timeout = 60_000)]
    public async Task One_of_a_batch_may_end_as_any_job_may()
    {
        var script = Script.Of(run => (run.Name, run.Job.Attempt) switch
        {
            ("discard", _) => new Outcome.Discard("No such colour."),
            ("cancel", _) => new Outcome.Cancel("Nobody wants it."),
            ("hopeless", var attempt) => new Outcome.Retry($"Failure {attempt}.", TimeSpan.Zero),
            ("retry", 1) => new Outcome.Retry("Busy.", TimeSpan.Zero),
            ("exception", 1) => throw new IOException("The disk hiccupped."),
            ("park", _) when run.Job.Job.LeaseNo < 3 => new Outcome.Park(TimeSpan.Zero, "The provider is at work."),
            ("save", _) => new Outcome.Done(_ => AddUserAsync(run), "saved"),
            _ => new Outcome.Done(),
        });
        await using var server = await JobServer.StartAsync(cluster, script);

        await server.EnqueueShortAsync("done", "discard", "cancel", "hopeless", "retry", "exception", "park", "save");
        await server.UntilIdleAsync();

        Assert.Equal(
        [
            "cancel cancelled 1 1 Nobody wants it.", "discard failed 1 1 No such colour.", "done completed 1 1 -", "exception completed 2 2 -",
            "hopeless failed 3 3 Failure 3.", "park completed 1 4 -", "retry completed 2 2 -", "save completed 1 1 -",
        ], await server.LinesAsync("payload ->> 'name', status, j.attempt, j.lease_no, coalesce(error_message, '-')"));
        Assert.Equal(["exception retry 1", "hopeless retry 1", "hopeless retry 2", "park parked 1", "park parked 1", "park parked 1", "retry retry 1"],
            await server.LinesAsync("payload ->> 'name', a.outcome, a.attempt", attempts: true));
        Assert.Equal(["cancel", "discard", "hopeless"], script.GivenUp.Select(up => up.Name).Order());
        Assert.Equal(1, await server.Database.ValueAsync<long>("select count(*) from users where email = 'save@short'"));

        static Task AddUserAsync(ScriptedRun run)
        {
            run.Db.Users.Add(new() { Email = $"{run.Name}@short", DisplayName = "Short" });
            return Task.CompletedTask;
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_result_that_the_database_cannot_take_fails_its_own_job_alone()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Of(run =>
            new Outcome.Done(Result: run is { Name: "bad", Job.Attempt: 1 } ? "\0" : run.Name)), slots: 8);

        await server.EnqueueShortAsync("first", "bad", "last");
        await server.UntilIdleAsync();

        Assert.Equal(["bad completed 2", "first completed 1", "last completed 1"], await server.LinesAsync("payload ->> 'name', status, attempt"));
        Assert.Contains("Unicode", await server.Database.ValueAsync<string>("select reason from job_attempts"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_short_job_may_wait_for_a_provider()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Of(run => run.Job.Answer<string>() is { } answer
            ? new Outcome.Done(Result: answer)
            : new Outcome.Await("nobody", "account", "order 7")));
        var id = (await server.EnqueueShortAsync("waits"))["waits"];
        await server.UntilAsync(id, JobStatus.Parked);

        Assert.True(await server.Server.Services.GetRequiredService<ParkedJobs>().WakeAsync("nobody", "account", "order 7", "\"made\"", Ct));

        await server.UntilIdleAsync();
        var job = await server.JobAsync(id);
        Assert.Equal((JobStatus.Completed, "\"made\"", 1), (job.Status, job.Result, job.Attempt));
    }

    [Fact(Timeout = 60_000)]
    public async Task One_that_is_cancelled_while_it_was_fetched_stays_cancelled()
    {
        var release = new TaskCompletionSource();
        await using var server = await JobServer.StartAsync(cluster, BlockedBy(release), slots: 1);
        var jobs = await server.EnqueueShortAsync("blocker", "victim");
        await UntilFetchedAsync(server);

        using var reply = await server.PostAsync(jobs["victim"], "cancel");
        release.SetResult();
        await server.EnqueueShortAsync("next");
        await server.UntilIdleAsync();

        Assert.True(reply.IsSuccessStatusCode);
        Assert.Equal(["blocker completed", "next completed", "victim cancelled"], await server.LinesAsync("payload ->> 'name', status, result"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_worker_that_was_taken_for_gone_completes_later_is_refused()
    {
        var release = new TaskCompletionSource();
        var blocked = BlockedBy(release);
        await using var server = await JobServer.StartAsync(cluster, new(async run =>
            run.Job.Attempt == 1 ? await blocked.Act(run) : new Outcome.Done(Result: "second run")));
        var id = (await server.EnqueueShortAsync("zombie"))["zombie"];
        await UntilFetchedAsync(server);

        await server.Database.RunAsync("delete from workers");
        await server.UntilAsync(id, JobStatus.Completed);
        release.SetResult();
        await server.EnqueueShortAsync("next");
        await server.UntilIdleAsync();

        var job = await server.JobAsync(id);
        Assert.Equal(("\"second run\"", 2, 2L), (job.Result, job.Attempt, job.LeaseNo));
        Assert.Equal("worker gone 1 0", await server.Database.ValueAsync<string>("select concat_ws(' ', outcome, attempt, lease_no) from job_attempts"));
    }

    /// <summary>It hears of it, and stops them, before anybody has taken them up.</summary>
    [Fact(Timeout = 60_000)]
    public async Task What_a_worker_that_was_taken_for_gone_stops_runs_again()
    {
        await using var server = await JobServer.StartAsync(cluster, new(async run =>
        {
            if (run.Job.Attempt == 1)
                await Task.Delay(Timeout.Infinite, run.Stop);
            return new Outcome.Done();
        }));
        await server.EnqueueShortAsync("stopped");
        await UntilFetchedAsync(server);

        await server.Database.RunAsync("delete from workers");
        await server.UntilIdleAsync();

        Assert.Equal(["stopped completed 2 2"], await server.LinesAsync("payload ->> 'name', status, j.attempt, j.lease_no"));
        Assert.Equal("worker gone", await server.Database.ValueAsync<string>("select outcome from job_attempts"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_stops_ends_what_it_began_and_gives_back_what_it_had_fetched()
    {
        // A ticket may stand for several jobs.
        const string waiting = "coalesce(sum(coalesce(cardinality(job_ids), 1)), 0)";
        var release = new TaskCompletionSource();
        var database = await cluster.NewStartedDatabaseAsync();
        var first = await JobServer.StartAsync(cluster, BlockedBy(release), database: database);
        await first.EnqueueShortAsync(Enumerable.Range(1, 8).Select(n => $"{n}"));
        // Four run; three or four more are fetched: for one alone nobody goes.
        await database.UntilAsync($"select {waiting} <= 1 from job_queue");
        while (first.Script.Started.Count < 4)
            await Task.Delay(20, Ct);
        var stop = first.DisposeAsync();
        await database.UntilAsync($"select {waiting} = 4 from job_queue");
        release.SetResult();
        await stop;

        Assert.Equal(["completed 1", "completed 1", "completed 1", "completed 1", "queued 0", "queued 0", "queued 0", "queued 0"],
            await database.ColumnAsync<string>("select concat_ws(' ', status, attempt) as line from jobs order by line"));
        Assert.InRange(await database.ValueAsync<long>("select count(*) from jobs where status = 'queued' and lease_no = 1"), 3, 4);
        Assert.Equal(0, await database.ValueAsync<long>("select (select count(*) from job_batches) + (select count(*) from workers) + (select count(*) from job_attempts)"));
        await using var second = await JobServer.StartAsync(cluster, Script.Done, database: database);
        await second.UntilIdleAsync();
        Assert.Equal([1], await database.ColumnAsync<int>("select distinct attempt from jobs"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_batch_whose_claim_was_never_heard_of_runs_again()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        var id = await server.Database.ValueAsync<Guid>(
            "insert into jobs (user_id, kind, queue, payload, is_short, run_at) values ($1, 'test.short', 'short', '{\"name\": \"unheard\"}', true, now() + interval '1 hour') returning id",
            server.Owner);

        await server.Database.RunAsync("delete from job_queue");
        await server.Database.RunAsync(
            "insert into job_batches (worker_id, job_ids, lease_nos, leased_at) select id, array[$1], '{0}', now() - interval '1 minute' from workers", id);
        await server.UntilIdleAsync();

        Assert.Equal(["unheard"], server.Script.Started);
        Assert.Equal("worker gone", await server.Database.ValueAsync<string>("select outcome from job_attempts"));
    }

    /// <summary>Runs that end when they are released, whatever they are told.</summary>
    private static Script BlockedBy(TaskCompletionSource release) => new(async run =>
    {
        await release.Task;
        return new Outcome.Done(Result: run.Name == "victim" ? "made" : null);
    });

    private static Task UntilFetchedAsync(JobServer server) => server.Database.UntilAsync("select not exists (select from job_queue)");
}
