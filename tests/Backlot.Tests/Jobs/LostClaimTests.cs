using Backlot.Accounts;
using Backlot.Jobs;
using Backlot.Tests.Support;
using Npgsql;

namespace Backlot.Tests.Jobs;

/// <summary>What a worker has, by the database, and does not know of; and what it cannot have, for now.</summary>
public sealed class LostClaimTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_job_whose_claim_was_never_heard_of_runs_again()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done, leaseSeconds: 3600);
        await server.Database.UntilAsync("select count(*) = 1 from workers");
        var worker = await server.Database.ValueAsync<Guid>("select id from workers");

        var id = await server.InsertAsync("unheard", ", status, attempt, lease_no, last_worker, started_at, worker_id",
            $", 'running', 1, 1, 'me:1', now() - interval '1 minute', '{worker}'");
        var job = await server.UntilAsync(id, JobStatus.Completed);

        Assert.Equal((2, 2L), (job.Attempt, job.LeaseNo));
        Assert.Equal(["worker gone 1 Its worker me:1 lost it."], await server.LinesAsync("a.outcome, a.attempt, a.reason", attempts: true));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_runs_here_is_not_taken_for_lost()
    {
        var release = new TaskCompletionSource();
        await using var server = await JobServer.StartAsync(cluster, new(async _ =>
        {
            await release.Task;
            return new Outcome.Done();
        }), slots: 2);
        var id = (await server.EnqueueAsync("long")).Id;
        await server.EnqueueShortAsync("short");
        await server.Database.UntilAsync("select count(*) = 0 from job_queue");
        await server.Database.RunAsync("update jobs set started_at = now() - interval '1 minute' where worker_id is not null");
        await server.Database.RunAsync("update job_batches set leased_at = now() - interval '1 minute'");
        var worker = await server.Database.ValueAsync<Guid>("select id from workers");

        // Another one is found after it was looked at.
        await server.UntilAsync(await server.InsertAsync("lost", ", status, attempt, lease_no, last_worker, started_at, worker_id",
            $", 'running', 1, 1, 'me:1', now() - interval '1 minute', '{worker}'"), JobStatus.Running);
        await server.Database.UntilAsync("select count(*) = 1 from job_attempts");
        release.SetResult();
        await server.UntilIdleAsync();

        Assert.Equal((1, 1L), ((await server.JobAsync(id)).Attempt, (await server.JobAsync(id)).LeaseNo));
        Assert.Equal(["long 1", "lost 2", "short 1"], await server.LinesAsync("payload ->> 'name', attempt"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_job_that_somebody_has_locked_holds_up_no_claim_and_runs_when_it_is_free()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        var other = await server.Database.AddUserAsync();
        var locked = await server.InsertAsync("locked", ", run_at", ", now() + interval '1 hour'");
        await using (var connection = await server.Database.OpenAsync())
        await using (var transaction = await connection.BeginTransactionAsync(Ct))
        {
            await using (var look = new NpgsqlCommand("select 1 from jobs where id = $1 for update", connection) { Parameters = { new() { Value = locked } } })
                await look.ExecuteNonQueryAsync(Ct);
            await server.Database.RunAsync("update job_queue set run_at = now()");
            await server.Database.UntilAsync("select is_ready from job_queue where job_id = $1", locked);
            for (var n = 0; n < 5; n++)
                await server.UntilAsync(await server.InsertAsync("free", user: n % 2 == 0 ? other : server.Owner), JobStatus.Completed);
            // As whoever cancels it: after the job's row its ticket.
            await using (var ticket = new NpgsqlCommand("update job_queue set priority = priority where job_id = $1", connection) { Parameters = { new() { Value = locked } } })
                Assert.Equal(1, await ticket.ExecuteNonQueryAsync(Ct));
            Assert.DoesNotContain("locked", server.Script.Started);
            await transaction.CommitAsync(Ct);
        }

        await server.UntilAsync(locked, JobStatus.Completed);
    }

    /// <summary>Its row can be seen, and taken away, only once its claim is kept; here the disk takes longer than the jobs do.</summary>
    [Fact(Timeout = 60_000)]
    public async Task A_batch_whose_jobs_end_before_its_claim_is_kept_leaves_nothing_behind()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        await server.Database.RunAsync("""
            create function linger() returns trigger language plpgsql as $$ begin perform pg_sleep(0.5); return null; end $$;
            create constraint trigger linger after insert on job_batches deferrable initially deferred for each row execute function linger();
            create table gone (by_query text);
            create function note() returns trigger language plpgsql as $$ begin insert into gone values (current_query()); return null; end $$;
            create trigger note after delete on job_batches for each row execute function note()
            """);

        await server.EnqueueShortAsync("quick");
        await server.Database.UntilAsync("select count(*) = 1 from gone");

        Assert.Equal(["quick completed 1 1"], await server.LinesAsync("payload ->> 'name', status, j.attempt, j.lease_no"));
        // By its own worker, not by the caretaker, who takes up what was forgotten.
        Assert.DoesNotContain("lost as", await server.Database.ValueAsync<string>("select by_query from gone"), StringComparison.Ordinal);
    }

    /// <summary>Two statements store ends at the same time; were the server gone between them, only the row would tell who runs the rest.</summary>
    [Fact(Timeout = 60_000)]
    public async Task A_batch_stays_while_a_part_of_it_is_still_being_stored()
    {
        var releases = new Dictionary<string, TaskCompletionSource> { ["slow"] = new(), ["quick"] = new() };
        await using var server = await JobServer.StartAsync(cluster, new(async run =>
        {
            await releases[run.Name].Task;
            return new Outcome.Done();
        }));
        var ids = await server.EnqueueShortAsync("slow", "quick");
        await server.Database.UntilAsync("select count(*) = 1 and (select count(*) from job_queue) = 0 from job_batches");
        Assert.Equal(2, await server.Database.ValueAsync<int>("select cardinality(job_ids) from job_batches"));

        await using (var connection = await server.Database.OpenAsync())
        await using (var transaction = await connection.BeginTransactionAsync(Ct))
        {
            await using (var hold = new NpgsqlCommand("select 1 from jobs where id = $1 for update", connection) { Parameters = { new() { Value = ids["slow"] } } })
                await hold.ExecuteNonQueryAsync(Ct);
            releases["slow"].SetResult();
            await server.Database.UntilAsync("select count(*) > 0 from pg_stat_activity where wait_event_type = 'Lock' and query like '%Ends many short jobs%'");
            releases["quick"].SetResult();
            await server.UntilAsync(ids["quick"], JobStatus.Completed);

            Assert.Equal(1, await server.Database.ValueAsync<long>("select count(*) from job_batches"));
            await transaction.CommitAsync(Ct);
        }

        await server.UntilAsync(ids["slow"], JobStatus.Completed);
        await server.Database.UntilAsync("select count(*) = 0 from job_batches");
    }

    /// <summary>They begin while the disk keeps their claim; here it is refused in the end.</summary>
    [Fact(Timeout = 60_000)]
    public async Task Short_jobs_whose_claim_is_not_kept_are_stopped_can_write_nothing_and_run_again()
    {
        var (release, refused) = (new TaskCompletionSource(), new TaskCompletionSource<Exception?>());
        await using var server = await JobServer.StartAsync(cluster, new(async run =>
        {
            await Task.WhenAny(release.Task, Task.Delay(Timeout.Infinite, run.Stop));
            if (run.Stop.IsCancellationRequested)
                refused.TrySetResult(await Record.ExceptionAsync(() => run.Job.WriteAsync(run.Db, _ =>
                {
                    run.Db.Users.Add(new() { Email = "stale@short", DisplayName = "Stale" });
                    return Task.CompletedTask;
                }, CancellationToken.None)));
            run.Stop.ThrowIfCancellationRequested();
            return new Outcome.Done();
        }));
        await server.Database.RunAsync("""
            create function refuse() returns trigger language plpgsql as $$ begin raise exception 'There is no room.'; end $$;
            create constraint trigger refuse after insert on job_batches deferrable initially deferred for each row execute function refuse()
            """);

        await server.EnqueueShortAsync("first", "second");
        var failure = await refused.Task.WaitAsync(Ct);
        await server.Database.RunAsync("drop trigger refuse on job_batches");
        release.SetResult();
        await server.UntilIdleAsync();

        Assert.IsType<LeaseLost>(failure);
        Assert.Equal(0, await server.Database.ValueAsync<long>("select count(*) from users where email = 'stale@short'"));
        Assert.Equal(["first completed 1 1", "second completed 1 1"], await server.LinesAsync("payload ->> 'name', status, j.attempt, j.lease_no"));
        Assert.True(server.Script.Started.Count > 2);
    }
}
