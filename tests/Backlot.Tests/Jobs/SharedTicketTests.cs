using Backlot.Jobs;
using Backlot.Platform.Database;
using Backlot.Tests.Support;
using Npgsql;

namespace Backlot.Tests.Jobs;

/// <summary>Short jobs that were enqueued together share tickets: what becomes of one must not become of the others.</summary>
public sealed class SharedTicketTests(TestCluster cluster)
{
    private static readonly DateTimeOffset Later = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_ticket_is_for_at_most_a_hundred_jobs_of_one_lane_and_kind_in_their_order()
    {
        await using var server = await WithoutWorkerAsync();
        var jobs = await server.EnqueueShortAsync(Enumerable.Range(1, 250).Select(n => $"{n}"));

        Assert.Equal([100, 100, 50], await server.Database.ColumnAsync<int>("select cardinality(job_ids) from job_queue order by run_at, job_id"));
        Assert.Equal(jobs.Values, await server.Database.ColumnAsync<Guid>("select unnest(job_ids) from (select job_ids from job_queue order by run_at, job_id) as t"));
        Assert.Equal(0, await server.Database.ValueAsync<long>("select count(*) from job_queue where job_id in (select id from jobs)"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_waits_for_its_time_or_holds_a_key_has_a_ticket_of_its_own()
    {
        await using var server = await WithoutWorkerAsync();
        await using (var db = server.Server.OpenDb())
            await db.EnqueueManyAsync(
            [
                NewJob.Of(new ShortScripted("keyed"), server.Owner, uniqueKey: "one"), NewJob.Of(new ShortScripted("plain"), server.Owner),
                NewJob.Of(new ShortScripted("urgent"), server.Owner, priority: 9), NewJob.Of(new ShortScripted("later"), server.Owner, runAt: Later),
            ], Ct);

        Assert.Equal(["keyed own ready", "later own waiting", "plain 1 ready", "urgent 1 ready"], await server.Database.ColumnAsync<string>(
            """
            select concat_ws(' ', j.payload ->> 'name', coalesce(cardinality(q.job_ids)::text, 'own'), case when q.is_ready then 'ready' else 'waiting' end) as line
            from job_queue as q join jobs as j on j.id = q.job_id or j.id = any (q.job_ids) order by line
            """));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_depth_of_a_queue_counts_jobs()
    {
        await using var server = await WithoutWorkerAsync();
        await server.EnqueueShortAsync(Enumerable.Range(1, 250).Select(n => $"{n}"));

        var queue = (await server.GetAsync("/api/queues")).GetProperty("items").EnumerateArray().Single(q => q.GetProperty("name").GetString() == ShortScripted.Queue);

        Assert.Equal(250, queue.GetProperty("ready").GetInt32());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_takes_no_more_than_it_wants_of_one()
    {
        var (release, database) = (new TaskCompletionSource(), await cluster.NewStartedDatabaseAsync());
        await using (var before = await WithoutWorkerAsync(database))
            await before.EnqueueShortAsync(Enumerable.Range(1, 100).Select(n => $"{n}"));

        var server = await JobServer.StartAsync(cluster, new Script(async _ =>
        {
            await release.Task;
            return new Outcome.Done();
        }), database: database);
        // Four run, and at most as many are fetched.
        await database.UntilAsync("select sum(cardinality(job_ids)) between 92 and 95 from job_queue");
        release.SetResult();
        await server.UntilIdleAsync();

        Assert.Equal(100, server.Script.Started.Distinct().Count());
        Assert.Equal(["completed 1"], await database.ColumnAsync<string>("select distinct concat_ws(' ', status, attempt) from jobs"));
        await server.DisposeAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_job_that_was_cancelled_and_wanted_again_runs_once_and_the_cancelled_never()
    {
        var database = await cluster.NewStartedDatabaseAsync();
        await using (var before = await WithoutWorkerAsync(database))
        {
            var jobs = await before.EnqueueShortAsync("first", "again", "never", "last");
            foreach (var name in (string[])["first", "again", "never"])
                (await before.PostAsync(jobs[name], "cancel")).EnsureSuccessStatusCode().Dispose();
            (await before.PostAsync(jobs["again"], "retry")).EnsureSuccessStatusCode().Dispose();
        }

        await using var server = await JobServer.StartAsync(cluster, Script.Done, database: database);
        await server.UntilIdleAsync();

        Assert.Equal(["again", "last"], server.Script.Started.Order());
    }

    /// <summary>The worker must not take the lane for empty when it finds nothing to run on its first tickets.</summary>
    [Fact(Timeout = 60_000)]
    public async Task Behind_tickets_whose_jobs_were_all_cancelled_the_others_run()
    {
        var database = await cluster.NewStartedDatabaseAsync();
        await using (var before = await WithoutWorkerAsync(database))
        {
            await before.EnqueueShortAsync(Enumerable.Range(1, 2000).Select(n => $"{n}"));
            await database.RunAsync("update jobs set status = 'cancelled', lease_no = 1, completed_at = now() where (payload ->> 'name')::int <= 1990");
        }

        await using var server = await JobServer.StartAsync(cluster, Script.Done, database: database);
        await server.UntilIdleAsync();

        Assert.Equal(Enumerable.Range(1991, 10).Select(n => $"{n}"), server.Script.Started.Order());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_job_that_is_made_to_wait_for_another_leaves_its_ticket_until_then()
    {
        var database = await cluster.NewStartedDatabaseAsync();
        await using (var before = await WithoutWorkerAsync(database))
        {
            var jobs = await before.EnqueueShortAsync("child", "parent");
            await database.RunAsync("insert into job_dependencies values ($1, $2)", jobs["child"], jobs["parent"]);
        }

        await using var server = await JobServer.StartAsync(cluster, Script.Done, database: database);
        await server.UntilIdleAsync();

        Assert.Equal(["parent", "child"], server.Script.Started);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_user_who_goes_takes_the_tickets_along()
    {
        await using var server = await WithoutWorkerAsync();
        var other = await server.Database.AddUserAsync();
        await using (var connection = await server.Database.OpenAsync())
            await BulkEnqueue.EnqueueManyAsync(connection, [NewJob.Of(new ShortScripted("theirs"), other), NewJob.Of(new ShortScripted("mine"), server.Owner)], Ct);

        await server.Database.RunAsync("delete from users where id = $1", other);

        Assert.Equal([server.Owner], await server.Database.ColumnAsync<Guid>("select user_id from job_queue"));
    }

    [Fact(Timeout = 60_000)]
    public async Task However_many_claim_at_once_and_take_parts_of_tickets_each_job_is_given_once()
    {
        await using var server = await WithoutWorkerAsync();
        var jobs = await server.EnqueueShortAsync(Enumerable.Range(1, 6000).Select(n => $"{n}"));
        var worker = await server.Database.ValueAsync<Guid>(
            "insert into workers (id, host, process_id, queues, slots, lease_seconds) values (gen_random_uuid(), 'here', 1, '{}', 1, 3600) returning id");
        using var db = NpgsqlDataSource.Create(server.Database.ConnectionString);

        var given = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ClaimAllAsync(db, server.Owner, worker)));

        Assert.Equal(jobs.Values.Order(), given.SelectMany(ids => ids).Order());
        Assert.Equal(0, await server.Database.ValueAsync<long>("select count(*) from job_queue"));
    }

    /// <summary>The claim has looked for tickets, and another one cuts the ticket before it is locked: what is left is nobody's then. Nobody looks
    /// at the whole queue meanwhile.</summary>
    [Fact(Timeout = 60_000)]
    public async Task What_another_claim_leaves_of_a_ticket_while_it_is_looked_at_is_claimed_next()
    {
        const string claims = "7", looks = "8";
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        await using var connection = await server.Database.OpenAsync();
        await server.Database.RunAsync($"""
            alter table queues rename to kept_queues;
            create function slow_queues() returns setof kept_queues language plpgsql as $$
            begin
                perform pg_advisory_xact_lock(case when current_query() like '%job_batches%' then {claims} else {looks} end);
                return query select * from kept_queues;
            end $$
            """);
        await using (var hold = new NpgsqlCommand($"select pg_advisory_lock({claims}), pg_advisory_lock({looks})", connection))
            await hold.ExecuteNonQueryAsync(Ct);
        await server.Database.RunAsync("create view queues as select * from slow_queues()");
        await server.Database.UntilAsync($"select exists (select from pg_locks where locktype = 'advisory' and objid = {looks} and not granted)");

        var jobs = await server.EnqueueShortAsync("theirs", "left");
        await server.Database.UntilAsync($"select exists (select from pg_locks where locktype = 'advisory' and objid = {claims} and not granted)");
        await server.Database.RunAsync("update job_queue set job_ids = job_ids[2:]");
        await using (var go = new NpgsqlCommand($"select pg_advisory_unlock({claims})", connection))
            await go.ExecuteNonQueryAsync(Ct);
        await server.UntilAsync(jobs["left"], JobStatus.Completed);

        Assert.Equal(["left"], server.Script.Started);
        await connection.CloseAsync();
        await server.Database.RunAsync("drop view queues; alter table kept_queues rename to queues");
    }

    /// <summary>Seven at a time, until there is no ticket.</summary>
    private static async Task<List<Guid>> ClaimAllAsync(NpgsqlDataSource db, Guid user, Guid worker)
    {
        var ids = new List<Guid>();
        await using var connection = await db.OpenConnectionAsync(Ct);
        await using var left = new NpgsqlCommand("select exists (select from job_queue)", connection);
        while (await left.ExecuteScalarAsync(Ct) is true)
        {
            await using var claim = SqlFile.Command(connection, "Jobs/Sql/claim_short.sql", ShortScripted.Queue, new[] { user }, new[] { "" }, new short[] { 5 },
                new[] { DateTime.UnixEpoch }, new[] { 7 }, new[] { ShortScripted.Kind }, worker, "here:1", new[] { 3 });
            await using var rows = await claim.ExecuteReaderAsync(Ct);
            while (await rows.ReadAsync(Ct))
                if (!await rows.IsDBNullAsync(0, Ct))
                    ids.Add(rows.GetGuid(0));
        }
        return ids;
    }

    private Task<JobServer> WithoutWorkerAsync(Npgsql.NpgsqlConnectionStringBuilder? database = null) =>
        JobServer.StartAsync(cluster, Script.Done, database: database, settings: given => given with { RunsJobs = false });
}
