using Backlot.Jobs;
using Backlot.Platform.Database;
using Backlot.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Backlot.Tests.Jobs;

public sealed class EnqueueTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_job_exists_only_if_the_callers_transaction_commits()
    {
        var script = Script.Of(_ => new Outcome.Done());
        await using var server = await JobServer.StartAsync(cluster, script);
        await using (var db = server.Server.OpenDb())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Ct);
            db.Enqueue(new Scripted("taken back"), server.Owner);
            await db.SaveChangesAsync(Ct);
            await transaction.RollbackAsync(Ct);
        }

        var kept = await server.EnqueueAsync("kept");
        await server.UntilAsync(kept.Id, JobStatus.Completed);

        Assert.Equal(["kept"], script.Started);
        Assert.Equal([kept.Id], await server.Database.ColumnAsync<Guid>("select id from jobs"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_job_without_anything_that_saves_is_not_there()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        await using (var db = server.Server.OpenDb())
            db.Enqueue(new Scripted("forgotten"), server.Owner);

        Assert.Equal(0, await server.Database.ValueAsync<long>("select count(*) from jobs"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Only_one_unfinished_job_has_a_unique_key()
    {
        var release = new TaskCompletionSource();
        await using var server = await JobServer.StartAsync(cluster, new(async _ =>
        {
            await release.Task;
            return new Outcome.Done();
        }));
        var first = await AddAsync();

        var refused = await Assert.ThrowsAsync<DbUpdateException>(AddAsync);
        release.SetResult();
        await server.UntilAsync(first.Id, JobStatus.Completed);
        var second = await AddAsync();

        Assert.Equal("jobs_unique_key_key", Assert.IsType<PostgresException>(refused.InnerException).ConstraintName);
        await server.UntilAsync(second.Id, JobStatus.Completed);

        async Task<Job> AddAsync()
        {
            await using var db = server.Server.OpenDb();
            var job = db.Enqueue(new Scripted("one"), server.Owner, uniqueKey: "one");
            await db.SaveChangesAsync(Ct);
            return job;
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_job_of_a_kind_that_nobody_here_knows_waits_and_holds_nothing_up()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done, slots: 1);
        var foreign = await server.Database.ValueAsync<Guid>(
            "insert into jobs (user_id, kind, queue, payload, priority) values ($1, 'test.foreign', 'test', '{}', 9) returning id", server.Owner);

        var own = await server.EnqueueAsync("own");
        await server.UntilAsync(own.Id, JobStatus.Completed);

        Assert.Equal(JobStatus.Queued, (await server.JobAsync(foreign)).Status);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_commit_wakes_who_listens()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        var notifications = server.Server.Services.GetRequiredService<Notifications>();
        await UntilListeningAsync(server);
        using var listener = notifications.Listen();

        var woken = listener.WaitAsync(TimeSpan.FromHours(1), Ct);
        await server.EnqueueAsync("any");

        await woken;
    }

    [Fact(Timeout = 60_000)]
    public async Task A_job_without_a_wake_up_is_found_by_the_poll()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        await server.Database.RunAsync("create or replace function jobs_wake_lanes(lanes text[]) returns void language sql as 'select'");

        var job = await server.EnqueueAsync("unheard");

        await server.UntilAsync(job.Id, JobStatus.Completed);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_lost_wake_up_connection_comes_back_and_loses_no_job()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        var lost = await UntilListeningAsync(server);
        await server.Database.RunAsync("select pg_terminate_backend($1, 10000)", lost);

        var meanwhile = await server.EnqueueAsync("meanwhile");
        await server.UntilAsync(meanwhile.Id, JobStatus.Completed);
        var again = await UntilListeningAsync(server);
        using var listener = server.Server.Services.GetRequiredService<Notifications>().Listen();
        var woken = listener.WaitAsync(TimeSpan.FromHours(1), Ct);
        await server.EnqueueAsync("after");

        await woken;
        Assert.NotEqual(lost, again);
    }

    /// <summary>The process of the database that serves the LISTEN connection.</summary>
    private static async Task<int> UntilListeningAsync(JobServer server)
    {
        while (true)
        {
            var listening = await server.Database.ColumnAsync<int>(
                "select pid from pg_stat_activity where datname = current_database() and query = 'listen backlot' and state = 'idle'");
            if (listening is [var only])
                return only;
            await Task.Delay(20, Ct);
        }
    }
}
