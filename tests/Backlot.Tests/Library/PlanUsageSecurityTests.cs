using System.Net.Http.Json;
using Backlot.Jobs;
using Backlot.Library;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Tests.Jobs;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Library;

/// <summary>Users are held to what their tier allows.</summary>
public sealed class PlanUsageSecurityTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task The_last_allowed_byte_passes_and_the_next_is_refused()
    {
        await using var server = await StartAsync(new(StorageBytes: 1000));
        using var bob = await TestUser.AddAsync(server, "bob");
        await AddAssetAsync(server, bob.Id, "upload", 990, 0);
        await AddAssetAsync(server, server.OwnerId, "upload", 5000, 0);

        await WithAsync(server, bob.Id, plan => plan.DemandStorageAsync(bob.Id, 10, Ct));
        var refused = await Assert.ThrowsAsync<Refusal>(() => WithAsync(server, bob.Id, plan => plan.DemandStorageAsync(bob.Id, 11, Ct)));
        await Assert.ThrowsAsync<Refusal>(() => WithAsync(server, bob.Id, plan => plan.DemandStorageAsync(bob.Id, long.MaxValue, Ct)));

        Assert.Equal((507, "limit.storage"), (refused.Status, refused.Code));
        await WithAsync(server, server.OwnerId, plan => plan.DemandStorageAsync(server.OwnerId, long.MaxValue, Ct));
    }

    [Fact(Timeout = 60_000)]
    public async Task Minutes_count_what_was_made_this_month_and_what_is_ordered()
    {
        await using var server = await StartAsync(new(MediaMinutesPerMonth: 100));
        using var bob = await TestUser.AddAsync(server, "bob");
        await AddAssetAsync(server, bob.Id, "generated", 1, 60 * 60);
        await AddAssetAsync(server, bob.Id, "upload", 1, 6000 * 60);
        await AddAssetAsync(server, bob.Id, "generated", 1, 6000 * 60, "now() - interval '32 days'");

        await WithAsync(server, bob.Id, plan => plan.DemandMinutesAsync(bob.Id, 30, () => Task.FromResult(10.0), Ct));
        var refused = await Assert.ThrowsAsync<Refusal>(() => WithAsync(server, bob.Id, plan => plan.DemandMinutesAsync(bob.Id, 31, () => Task.FromResult(10.0), Ct)));

        Assert.Equal((403, "limit.minutes"), (refused.Status, refused.Code));
        Assert.Equal("Your plan makes 100 minutes of media a month; 70 are made or ordered, and this needs 31 more: wait for the next month, or ask an admin for a larger plan.", refused.Message);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(119, null, 403, "limit.minutes")]
    [InlineData(null, 100_000_000L, 507, "limit.storage")]
    public async Task An_album_beyond_the_plan_is_refused_when_it_is_ordered_and_leaves_nothing(int? minutes, long? bytes, int status, string code)
    {
        await using var server = await StartAsync(new(null, minutes, bytes));
        using var bob = await TestUser.AddAsync(server, "bob");
        var channel = await bob.Http.AddChannelAsync();

        using var reply = await bob.Http.PostAsJsonAsync($"/api/channels/{channel}/video-jobs", AlbumRequests.OneMinute with { TargetDurationMinutes = 60 }, Ct);

        await reply.ProblemAsync(status, code);
        Assert.Equal(0, await server.Database.ValueAsync<long>("select (select count(*) from jobs) + (select count(*) from video_jobs)"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_second_album_counts_the_first_that_is_still_to_be_made()
    {
        await using var server = await StartAsync(new(JobsAtOnce: 1, MediaMinutesPerMonth: 239));
        using var bob = await TestUser.AddAsync(server, "bob");
        var channel = await bob.Http.AddChannelAsync();
        // Held back, so that nothing of it is made meanwhile.
        await server.Database.RunAsync("alter table jobs alter run_at set default now() + interval '1 hour'");
        await bob.Http.PostAlbumAsync(channel, AlbumRequests.OneMinute with { TargetDurationMinutes = 60 });

        using var reply = await bob.Http.PostAsJsonAsync($"/api/channels/{channel}/video-jobs", AlbumRequests.OneMinute with { TargetDurationMinutes = 60 }, Ct);

        await reply.ProblemAsync(403, "limit.minutes");
    }

    [Fact(Timeout = 60_000)]
    public async Task Jobs_beyond_the_tiers_number_wait_and_hold_up_nobody()
    {
        int running = 0, most = 0;
        var release = new TaskCompletionSource();
        var script = new Script(async run =>
        {
            if (run.Name != "bob")
                return new Outcome.Done();
            var now = Interlocked.Increment(ref running);
            lock (release)
                most = Math.Max(most, now);
            await release.Task;
            Interlocked.Decrement(ref running);
            return new Outcome.Done();
        });
        await using var server = await JobServer.StartAsync(cluster, script, slots: 6);      // the usual limits: free has two
        using var bob = await TestUser.AddAsync(server.Server, "bob");
        for (var n = 0; n < 10; n++)
            await server.InsertAsync("bob", ", priority", ", 9", bob.Id);
        await server.Database.UntilAsync("select count(*) = 2 from jobs where status = 'running'");

        for (var n = 0; n < 5; n++)
            await server.EnqueueAsync("owner", priority: 0);
        await server.Database.UntilAsync("select count(*) = 5 from jobs where status = 'completed'");
        Assert.Equal(2, running);
        release.SetResult();
        await server.Database.UntilAsync("select not exists (select from jobs where status <> 'completed')");

        Assert.Equal(2, most);
    }

    [Fact(Timeout = 60_000)]
    public async Task Whoever_runs_Backlot_for_themselves_meets_no_limit()
    {
        await using var server = await TestServer.StartAsync(cluster);

        Assert.Equal("studio", await server.Database.ValueAsync<string>("select subscription_tier from users"));
        Assert.Equal(new TierLimits(), Tiers.Usual.Studio);
    }

    [Fact]
    public void Tiers_are_read_from_a_file_and_what_is_left_out_keeps_its_default()
    {
        var tiers = Read("""{"free": {"jobsAtOnce": 1}, "studio": {"storageBytes": 5}}""");

        Assert.Equal(new Tiers(new(1), Tiers.Usual.Creator, Tiers.Usual.Pro, new(null, null, 5)), tiers);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("""{"gold": {}}""")]
    [InlineData("""{"free": {"jobs": 1}}""")]
    [InlineData("""{"free": {"jobsAtOnce": 0}}""")]
    [InlineData("""{"free": {"storageBytes": -1}}""")]
    public void A_file_that_holds_no_tiers_is_a_sentence(string text) =>
        Assert.StartsWith("The tiers in ", Assert.Throws<StartFailed>(() => Read(text)).Message, StringComparison.Ordinal);

    private static Tiers Read(string text)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            return Settings.FromEnvironment("/", read: name => name == "BACKLOT_TIERS_FILE" ? path : null).Tiers;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private Task<TestServer> StartAsync(TierLimits free) =>
        TestServer.StartAsync(cluster, settings: given => given with { Tiers = Tiers.Usual with { Free = free } });

    private static async Task WithAsync(TestServer server, Guid user, Func<PlanUsage, Task> act)
    {
        await using var scope = server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<BacklotDb>().Owner = user;
        await act(scope.ServiceProvider.GetRequiredService<PlanUsage>());
    }

    private static Task<int> AddAssetAsync(TestServer server, Guid user, string source, long bytes, double seconds, string created = "now()") =>
        server.Database.RunAsync($"insert into assets (user_id, kind, source_type, filename, sha256, size_bytes, duration_seconds, status, created_at) "
            + $"values ($1, 'audio', $2, 'a', md5($3::text) || md5($4::text), $3, $4, 'ready', {created})", user, source, bytes, seconds);
}
