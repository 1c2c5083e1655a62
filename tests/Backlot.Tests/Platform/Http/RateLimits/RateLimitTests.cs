using System.Net;
using System.Net.Http.Json;
using Backlot.Platform;
using Backlot.Platform.Http.RateLimits;
using Backlot.Studio.Storyboards;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Platform.Http.RateLimits;

/// <summary>Who asks too much is told so, and when to go on.</summary>
public sealed class RateLimitTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Over_the_limit_is_429_with_all_that_one_needs_to_know_and_after_that_time_it_passes()
    {
        var time = new ShiftedTime();
        await using var server = await StartAsync("read=3/3600", time);

        for (var left = 2; left >= 0; left--)
        {
            using var granted = await GetAsync(server.Http);
            Assert.Equal(HttpStatusCode.OK, granted.StatusCode);
            Assert.Equal("\"read\";q=3;w=3600", Header(granted, RateHeaders.Policy));
            Assert.StartsWith($"\"read\";r={left};t=", Header(granted, RateHeaders.Limit), StringComparison.Ordinal);
        }
        using var refused = await GetAsync(server.Http);
        var problem = await ProblemDocument.ReadAsync(refused);
        Assert.Equal((429, "too-many-requests"), (problem.Status, problem.Code));
        Assert.Equal("\"read\";q=3;w=3600", Header(refused, RateHeaders.Policy));
        Assert.StartsWith("\"read\";r=0;t=", Header(refused, RateHeaders.Limit), StringComparison.Ordinal);
        var wait = refused.Headers.RetryAfter!.Delta!.Value;
        Assert.InRange(wait, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

        time.Advance(wait);

        using var again = await GetAsync(server.Http);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_servers_of_one_database_grant_together_what_the_policy_allows()
    {
        await using var one = await StartAsync("read=250/86400");
        await using var two = await TestServer.StartAsync(cluster, settings: given => given with { RateLimits = RateLimitSettings.Parse("read=250/86400") }, database: one.Database);

        var replies = await Task.WhenAll(Enumerable.Range(0, 400).Select(async n =>
        {
            using var reply = await GetAsync(n % 2 == 0 ? one.Http : two.Http);
            return reply.StatusCode;
        }));

        Assert.Equal(250, replies.Count(status => status == HttpStatusCode.OK));
        Assert.Equal(150, replies.Count(status => status == HttpStatusCode.TooManyRequests));
    }

    [Fact(Timeout = 60_000)]
    public async Task Reading_writing_and_generating_are_counted_apart_and_so_are_users_and_strangers()
    {
        await using var server = await StartAsync("read=1/86400 write=1/86400 generate=1/86400");
        using var bob = await TestUser.AddAsync(server, "bob");
        using var stranger = KeyedHttp.New(server.Http.BaseAddress!, null);

        foreach (var http in (HttpClient[])[server.Http, bob.Http, stranger])
        {
            var expected = http == stranger ? HttpStatusCode.Unauthorized : HttpStatusCode.OK;
            using var read = await GetAsync(http);
            using var readAgain = await GetAsync(http);
            Assert.Equal((expected, HttpStatusCode.TooManyRequests), (read.StatusCode, readAgain.StatusCode));
            using var write = await http.PostAsJsonAsync("/api/storyboards", new NewStoryboard("One"), Ct);
            using var writeAgain = await http.PostAsJsonAsync("/api/storyboards", new NewStoryboard("Two"), Ct);
            Assert.Equal(HttpStatusCode.TooManyRequests, writeAgain.StatusCode);
            using var generate = await http.PostAsJsonAsync($"/api/channels/{Guid.CreateVersion7()}/video-jobs", new { targetDurationMinutes = 60 }, Ct);
            using var generateAgain = await http.PostAsJsonAsync($"/api/channels/{Guid.CreateVersion7()}/video-jobs", new { targetDurationMinutes = 60 }, Ct);
            Assert.Equal((http == stranger ? HttpStatusCode.Unauthorized : HttpStatusCode.NotFound, HttpStatusCode.TooManyRequests), (generate.StatusCode, generateAgain.StatusCode));
            Assert.StartsWith("\"generate\"", Header(generate, RateHeaders.Policy), StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_forwarded_address_that_no_proxy_of_ours_told_changes_nothing()
    {
        await using var server = await StartAsync("read=2/86400");
        using var stranger = KeyedHttp.New(server.Http.BaseAddress!, null);

        var statuses = new List<HttpStatusCode>();
        for (var n = 0; n < 3; n++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/jobs") { Headers = { { "X-Forwarded-For", $"203.0.113.{n}" }, { "Forwarded", $"for=203.0.113.{n}" } } };
            using var reply = await stranger.SendAsync(request, Ct);
            statuses.Add(reply.StatusCode);
        }

        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests], statuses);
    }

    [Fact(Timeout = 60_000)]
    public async Task Ten_failed_sign_ins_from_one_address_keep_only_that_address_waiting()
    {
        var time = new ShiftedTime();
        time.Advance(UntilNextWindow());
        await using var server = await TestServer.StartAsync(cluster, services => services.AddSingleton<TimeProvider>(time),
            settings: given => given with { TrustedProxies = [IPNetwork.Parse("127.0.0.0/8")] });
        using var owner = await TestBrowser.SetUpAsync(server);

        for (var n = 0; n < 10; n++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await SignInAsync(server, "wrong password 123", "203.0.113.1")).StatusCode);
        using var refused = await SignInAsync(server, TestBrowser.Password, "203.0.113.1");
        using var elsewhere = await SignInAsync(server, TestBrowser.Password, "203.0.113.2");

        var problem = await ProblemDocument.ReadAsync(refused);
        Assert.Equal((429, "too-many-requests"), (problem.Status, problem.Code));
        Assert.Equal("\"sign-in\";q=10;w=900", Header(refused, RateHeaders.Policy));
        Assert.Equal(HttpStatusCode.OK, elsewhere.StatusCode);
        time.Advance(refused.Headers.RetryAfter!.Delta!.Value);
        using var later = await SignInAsync(server, TestBrowser.Password, "203.0.113.1");
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
        Assert.DoesNotContain("owner", string.Join(' ', await server.Database.ColumnAsync<string>("select subject from rate_counters")), StringComparison.Ordinal);
    }

    /// <summary>Windows are quarters of an hour by the clock: a test that ran into the next one would count from 0.</summary>
    private static TimeSpan UntilNextWindow() => TimeSpan.FromSeconds(900 - TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() % 900);

    [Fact(Timeout = 60_000)]
    public async Task Who_signs_in_at_last_begins_anew_and_one_address_cannot_try_all_accounts()
    {
        await using var server = await StartAsync("sign-in=3/900 sign-in-address=12/900");
        using var owner = await TestBrowser.SetUpAsync(server);       // the first of the address's twelve

        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await SignInAsync(server, "wrong password 123")).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await SignInAsync(server, "wrong password 123")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await SignInAsync(server, TestBrowser.Password)).StatusCode);
        }
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignInAsync(server, "wrong password 123", email: "a@example.org")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignInAsync(server, "wrong password 123", email: "b@example.org")).StatusCode);
        using var thirteenth = await SignInAsync(server, "wrong password 123", email: "c@example.org");
        Assert.Equal(HttpStatusCode.TooManyRequests, thirteenth.StatusCode);
        Assert.StartsWith("\"sign-in-address\"", Header(thirteenth, RateHeaders.Policy), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("203.0.113.9", "address:203.0.113.9")]
    [InlineData("::ffff:203.0.113.9", "address:203.0.113.9")]
    [InlineData("2001:db8:1:2:aaaa::1", "address:2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:bbbb::2", "address:2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:3::1", "address:2001:db8:1:3::/64")]
    [InlineData(null, "address:none")]
    public void An_address_is_counted_by_its_network(string? address, string subject) =>
        Assert.Equal(subject, RateSubject.Of(address is null ? null : IPAddress.Parse(address)));

    [Theory]
    [InlineData("read")]
    [InlineData("read=10")]
    [InlineData("read=0/60")]
    [InlineData("read=10/0")]
    [InlineData("read=10/90000")]
    [InlineData("reading=10/60")]
    public void A_setting_that_is_none_is_a_sentence(string text) =>
        Assert.Contains("BACKLOT_RATE_LIMITS", Assert.Throws<StartFailed>(() => RateLimitSettings.Parse(text)).Message, StringComparison.Ordinal);

    private Task<TestServer> StartAsync(string limits, TimeProvider? time = null) => TestServer.StartAsync(cluster,
        services => services.AddSingleton(time ?? TimeProvider.System), settings: given => given with { RateLimits = RateLimitSettings.Parse(limits) });

    private static Task<HttpResponseMessage> GetAsync(HttpClient http) => http.GetAsync(new Uri("/api/jobs", UriKind.Relative), Ct);

    private static string Header(HttpResponseMessage reply, string name) => Assert.Single(reply.Headers.GetValues(name));

    private static async Task<HttpResponseMessage> SignInAsync(TestServer server, string password, string? from = null, string email = "owner@example.org")
    {
        using var browser = new TestBrowser(server);
        if (from is not null)
            browser.Http.DefaultRequestHeaders.Add("X-Forwarded-For", from);
        return await browser.SignInAsync(email, password);
    }
}
