using Backlot.Platform;
using Backlot.Platform.Http.RateLimits;
using Backlot.Tests.Support;
using Npgsql;

namespace Backlot.Tests.Platform.Http.RateLimits;

/// <summary>The counters themselves, and what becomes of them when the database is away.</summary>
public sealed class RateLimiterTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData(RateLimitSettings.Read)]
    [InlineData(RateLimitSettings.Generate)]
    public async Task Many_at_once_on_many_servers_get_exactly_the_limit(string name)
    {
        await using var database = NpgsqlDataSource.Create(await cluster.NewDatabaseAsync());
        var servers = Enumerable.Range(0, 4).Select(_ => New(database, $"{name}=310/86400")).ToList();

        var permits = await Task.WhenAll(Enumerable.Range(0, 800).Select(n =>
            servers[n % 4].TakeAsync(servers[n % 4].Policy(name), "somebody", Ct).AsTask()));

        Assert.Equal(310, permits.Count(permit => permit.IsGranted));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_whose_clock_is_behind_counts_in_the_window_of_the_others()
    {
        await using var database = NpgsqlDataSource.Create(await cluster.NewDatabaseAsync());
        var ahead = new ShiftedTime();
        ahead.Advance(TimeSpan.FromSeconds(60));
        var (first, behind) = (New(database, "generate=2/60", ahead), New(database, "generate=2/60"));
        var policy = first.Policy(RateLimitSettings.Generate);

        bool[] granted =
        [
            (await first.TakeAsync(policy, "somebody", Ct)).IsGranted, (await behind.TakeAsync(policy, "somebody", Ct)).IsGranted,
            (await behind.TakeAsync(policy, "somebody", Ct)).IsGranted,
        ];

        Assert.Equal([true, true, false], granted);
    }

    [Fact(Timeout = 60_000)]
    public async Task While_the_database_is_away_reading_goes_on_within_the_limit_and_what_costs_or_can_be_guessed_does_not()
    {
        await using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Timeout=1");
        var limiter = New(nowhere, "read=5/86400");

        var reads = new List<bool>();
        for (var n = 0; n < 7; n++)
            reads.Add((await limiter.TakeAsync(limiter.Policy(RateLimitSettings.Read), "somebody", Ct)).IsGranted);
        Assert.Equal([true, true, true, true, true, false, false], reads);
        foreach (var strict in (string[])[RateLimitSettings.Generate, RateLimitSettings.SignIn, RateLimitSettings.SignInAddress])
        {
            var refused = await Assert.ThrowsAsync<Refusal>(() => limiter.TakeAsync(limiter.Policy(strict), "somebody", Ct).AsTask());
            Assert.Equal((503, "database.away"), (refused.Status, refused.Code));
            Assert.NotNull(refused.RetryAfter);
        }
    }

    private static RateLimiter New(NpgsqlDataSource database, string limits, TimeProvider? time = null) =>
        new(new(database, time ?? TimeProvider.System), new() { DataFolder = "/nowhere", RateLimits = RateLimitSettings.Parse(limits) });
}
