using Backlot.Jobs;
using Backlot.Jobs.Limits;
using Backlot.Platform;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Jobs;

public sealed class LimitTests(TestCluster cluster)
{
    private const string Account = "openai:a";
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task An_account_has_as_many_running_on_all_servers_together_as_it_allows()
    {
        var most = new MostAtOnce(2);
        await using var one = await JobServer.StartAsync(cluster, most.Script);
        await LimitsOf(one).SetAsync(Account, mostRunning: 2, perSecond: null, burst: 1, Ct);
        await using var two = await JobServer.StartAsync(cluster, most.Script, database: one.Database);

        await EnqueueAsync(one, 20);
        await one.UntilIdleAsync();

        Assert.Equal((20, 2), (most.Script.Started.Count, most.Seen));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_account_starts_no_more_than_it_has_tokens_for()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        await LimitsOf(server).SetAsync(Account, mostRunning: null, perSecond: 0.0001, burst: 3, Ct);

        await EnqueueAsync(server, 10);

        await UntilStartedAsync(server, 3);
        await server.Database.RunAsync("update job_accounts set tokens = 2, refilled_at = now()");
        await UntilStartedAsync(server, 5);
        // An hour's tokens are no more than the burst.
        await server.Database.RunAsync("update job_accounts set tokens = 0, per_second = 1, refilled_at = now() - interval '1 hour'");
        await server.Database.UntilAsync("select count(*) >= 8 from jobs where account <> '' and status = 'completed'");
        Assert.InRange(await server.Database.ValueAsync<double>("select tokens from job_accounts"), 0, 1);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_account_that_asked_to_be_left_alone_is()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        await LimitsOf(server).CoolAsync(Account, TimeSpan.FromHours(1), Ct);
        await LimitsOf(server).CoolAsync(Account, TimeSpan.Zero, Ct);

        await EnqueueAsync(server, 2);

        await UntilStartedAsync(server, 0);
        await server.Database.RunAsync("update job_accounts set cooled_until = now()");
        await UntilStartedAsync(server, 2);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_that_dies_gives_its_places_back()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        await LimitsOf(server).SetAsync(Account, mostRunning: 1, perSecond: null, burst: 1, Ct);
        var other = await server.Database.ValueAsync<Guid>(
            "insert into workers (id, host, process_id, queues, slots, lease_seconds) values (gen_random_uuid(), 'other', 1, '{test}', 1, 3600) returning id");
        await server.InsertAsync("theirs", ", account, status, attempt, last_worker, worker_id", $", '{Account}', 'running', 1, 'other:1', '{other}'");

        await EnqueueAsync(server, 1);

        await UntilStartedAsync(server, 0);
        await server.Database.RunAsync("delete from workers where id = $1", other);
        await UntilStartedAsync(server, 2);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_queue_has_as_many_running_on_all_servers_together_as_it_may()
    {
        var database = await cluster.NewStartedDatabaseAsync();
        await database.RunAsync("insert into queues (name, most_running) values ('test', 1)");
        var most = new MostAtOnce(1);
        await using var one = await JobServer.StartAsync(cluster, most.Script, database: database);
        await using var two = await JobServer.StartAsync(cluster, most.Script, database: database);

        await EnqueueAsync(one, 10);
        await one.UntilIdleAsync();

        Assert.Equal((10, 1), (most.Script.Started.Count, most.Seen));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_paused_queue_gives_nothing_out_until_it_is_resumed()
    {
        var database = await cluster.NewStartedDatabaseAsync();
        await database.RunAsync("insert into queues (name, paused_at) values ('test', now())");
        await using var server = await JobServer.StartAsync(cluster, Script.Done, database: database);

        await server.EnqueueAsync("paused");
        await server.UntilAsync((await server.EnqueueShortAsync("of another queue"))["of another queue"], JobStatus.Completed);
        Assert.Equal(["of another queue"], server.Script.Started);
        await database.RunAsync("update queues set paused_at = null");

        await server.UntilIdleAsync();
        Assert.Equal(["of another queue", "paused"], server.Script.Started);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_paused_queue_of_short_jobs_gives_nothing_out_until_it_is_resumed()
    {
        var database = await cluster.NewStartedDatabaseAsync();
        await database.RunAsync("insert into queues (name, paused_at) values ('short', now())");
        await using var server = await JobServer.StartAsync(cluster, Script.Done, database: database);

        await server.EnqueueShortAsync("paused");
        await server.UntilAsync((await server.EnqueueAsync("of another queue")).Id, JobStatus.Completed);
        Assert.Equal(["of another queue"], server.Script.Started);
        await database.RunAsync("delete from queues");

        await server.UntilIdleAsync();
        Assert.Equal(["of another queue", "paused"], server.Script.Started);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_user_has_as_many_running_on_all_servers_together_as_their_tier_allows()
    {
        var most = new MostAtOnce(2);
        Settings Two(Settings given) => given with { Tiers = new(new(JobsAtOnce: 2), new(), new(), new()) };
        await using var one = await JobServer.StartAsync(cluster, most.Script, settings: Two);
        await using var two = await JobServer.StartAsync(cluster, most.Script, settings: Two, database: one.Database);
        var user = await one.Database.AddUserAsync();
        await one.Database.RunAsync("update users set subscription_tier = 'free' where id = $1", user);

        await EnqueueAsync(one, 20, user, "");
        await one.UntilIdleAsync();

        Assert.Equal((20, 2), (most.Script.Started.Count, most.Seen));
    }

    private static AccountLimits LimitsOf(JobServer server) => server.Server.Services.GetRequiredService<AccountLimits>();

    private static async Task EnqueueAsync(JobServer server, int count, Guid? user = null, string account = Account)
    {
        var owner = user ?? server.Owner;
        await using var db = server.Server.OpenDb(owner);
        await db.EnqueueManyAsync([.. Enumerable.Range(0, count).Select(_ => NewJob.Of(new Scripted("limited"), owner, account: account))], Ct);
    }

    /// <summary>So many of the account, and no more while others of the queue go on.</summary>
    private static async Task UntilStartedAsync(JobServer server, int count)
    {
        await server.Database.UntilAsync("select count(*) >= $1 from jobs where account <> '' and status = 'completed'", count);
        for (var n = 0; n < 3; n++)
            await server.UntilAsync((await server.EnqueueAsync("witness")).Id, JobStatus.Completed);
        Assert.Equal(count, server.Script.Started.Count(name => name != "witness"));
    }

    /// <summary>Counts who runs at the same time; the first ones wait for each other, so that it is not by chance that few do.</summary>
    private sealed class MostAtOnce
    {
        private int _running, _seen;

        public MostAtOnce(int expected)
        {
            var met = new TaskCompletionSource();
            Script = new(async run =>
            {
                var now = Interlocked.Increment(ref _running);
                for (var seen = _seen; now > seen; seen = _seen)
                    Interlocked.CompareExchange(ref _seen, now, seen);
                if (now >= expected)
                    met.TrySetResult();
                await met.Task.WaitAsync(run.Stop);
                await Task.Delay(5, run.Stop);
                Interlocked.Decrement(ref _running);
                return new Outcome.Done();
            });
        }

        public Script Script { get; }
        public int Seen => _seen;
    }
}
