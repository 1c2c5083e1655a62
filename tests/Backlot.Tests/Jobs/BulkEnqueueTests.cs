using System.Collections.Concurrent;
using Backlot.Jobs;
using Backlot.Platform.Database;
using Backlot.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Backlot.Tests.Jobs;

public sealed class BulkEnqueueTests(TestCluster cluster)
{
    private static readonly DateTimeOffset Later = TimeProvider.System.GetUtcNow().AddHours(1);
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task They_exist_only_if_the_callers_transaction_commits()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        foreach (var commits in (bool[])[false, true])
        {
            await using var db = server.Server.OpenDb();
            await using var transaction = await db.Database.BeginTransactionAsync(Ct);
            await db.EnqueueManyAsync([Named($"{commits} 1"), Named($"{commits} 2")], Ct);
            if (commits)
                await transaction.CommitAsync(Ct);
        }

        await server.UntilIdleAsync();

        Assert.Equal(["True 1", "True 2"], server.Script.Started.Order());
        Assert.Equal(2, await server.Database.ValueAsync<long>("select count(*) from jobs"));

        NewJob Named(string name) => NewJob.Of(new Scripted(name), server.Owner);
    }

    [Fact(Timeout = 60_000)]
    public async Task They_are_as_an_enqueue_one_by_one_makes_them()
    {
        await using var server = await WithoutWorkerAsync();
        var subject = Guid.CreateVersion7();
        await using (var db = server.Server.OpenDb())
        {
            db.Enqueue(new Scripted("plain"), server.Owner);
            db.Enqueue(new ShortScripted("short"), server.Owner);
            db.Enqueue(new Scripted("full"), server.Owner, subject, 9, uniqueKey: "one", runAt: Later, account: "openai");
            await db.SaveChangesAsync(Ct);
        }
        var singly = await RowsAsync();
        await server.Database.RunAsync("delete from jobs");

        await using (var db = server.Server.OpenDb())
        {
            await db.EnqueueManyAsync([NewJob.Of(new Scripted("plain"), server.Owner), NewJob.Of(new ShortScripted("short"), server.Owner)], Ct);
            await db.EnqueueManyAsync([NewJob.Of(new Scripted("full"), server.Owner, subject, 9, "one", Later, "openai")], Ct);
        }

        Assert.Equal(3, singly.Count);
        Assert.Equal(singly, await RowsAsync());

        Task<List<string>> RowsAsync() => server.Database.ColumnAsync<string>(
            """
            select concat(to_jsonb(j) - '{id,created_at,changed_in,run_at,brings_ticket}'::text[], to_jsonb(q) - '{job_id,run_at,job_ids}'::text[], q.run_at = j.run_at,
                          case when j.run_at = j.created_at then 'now' else j.run_at::text end) as line
            from jobs as j join job_queue as q on q.job_id = j.id or j.id = any (q.job_ids) order by line
            """);
    }

    [Fact(Timeout = 60_000)]
    public async Task Those_with_a_time_wait_for_it_and_the_others_do_not()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        await using (var db = server.Server.OpenDb())
            await db.EnqueueManyAsync([NewJob.Of(new Scripted("later"), server.Owner, runAt: Later), NewJob.Of(new Scripted("now"), server.Owner)], Ct);

        await server.Database.UntilAsync("select count(*) = 1 from jobs where status = 'completed'");

        Assert.Equal(["now"], server.Script.Started);
        await server.Database.RunAsync("update job_queue set run_at = now()");
        await server.UntilIdleAsync();
        Assert.Equal(["now", "later"], server.Script.Started);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_user_whom_nobody_knows_is_refused()
    {
        await using var server = await WithoutWorkerAsync();
        await using var connection = await server.Database.OpenAsync();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => BulkEnqueue.EnqueueManyAsync(connection,
            [NewJob.Of(new Scripted("mine"), server.Owner), NewJob.Of(new Scripted("nobody's"), Guid.CreateVersion7())], Ct));

        Assert.Equal((PostgresErrorCodes.ForeignKeyViolation, "jobs_user_id_fkey"), (refused.SqlState, refused.ConstraintName));
        Assert.Equal(0, await server.Database.ValueAsync<long>("select count(*) from jobs"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_job_of_another_owner_is_refused_before_anything_is_written()
    {
        await using var server = await WithoutWorkerAsync();
        var other = await server.Database.AddUserAsync();
        await using var db = server.Server.OpenDb();

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            db.EnqueueManyAsync([NewJob.Of(new Scripted("mine"), server.Owner), NewJob.Of(new Scripted("theirs"), other)], Ct));

        Assert.Equal(0, await server.Database.ValueAsync<long>("select count(*) from jobs"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_key_that_is_held_refuses_all_of_them()
    {
        await using var server = await WithoutWorkerAsync();
        await using var db = server.Server.OpenDb();
        await db.EnqueueManyAsync([NewJob.Of(new Scripted("first"), server.Owner, uniqueKey: "one")], Ct);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => db.EnqueueManyAsync(
            [NewJob.Of(new Scripted("any"), server.Owner), NewJob.Of(new Scripted("second"), server.Owner, uniqueKey: "one")], Ct));

        Assert.Equal("jobs_unique_key_key", refused.ConstraintName);
        Assert.Equal(["first"], await server.LinesAsync("payload ->> 'name'"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(1, 1, 1)]
    [InlineData(4, 10, 4)]
    [InlineData(16, 2, 16)]
    [InlineData(17, 2, 1)]
    public async Task Each_lane_is_told_once_and_many_lanes_all_together(int lanes, int jobsEach, int messages)
    {
        await using var server = await WithoutWorkerAsync();
        var heard = new ConcurrentQueue<string>();
        await using var listener = await server.Database.OpenAsync();
        listener.Notification += (_, message) => heard.Enqueue(message.Payload);
        await using (var listen = new NpgsqlCommand("listen backlot", listener))
            await listen.ExecuteNonQueryAsync(Ct);

        await using (var db = server.Server.OpenDb())
            await db.EnqueueManyAsync([.. Enumerable.Range(0, lanes * jobsEach).Select(n =>
                NewJob.Of(new Scripted("any"), server.Owner, account: $"account-{n % lanes}"))], Ct);
        await server.Database.RunAsync("select pg_notify('backlot', 'that was all')");
        while (!heard.Contains("that was all"))
            await listener.WaitAsync(Ct);

        Assert.Equal(messages, heard.Count(message => message.StartsWith("ready", StringComparison.Ordinal)));
        Assert.Equal(lanes > 16, heard.Contains("ready"));
    }

    private Task<JobServer> WithoutWorkerAsync() => JobServer.StartAsync(cluster, Script.Done, settings: given => given with { RunsJobs = false });
}
