using System.Net;
using Backlot.Accounts.SignIn;
using Backlot.Tests.Platform.Outbound;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Accounts;

/// <summary>What no longer signs in, does so nowhere: here at once, and on a second server of the same database within a
/// second (whose clock is put forward by that second).</summary>
public sealed class RevocationTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("sign-out")]
    [InlineData("password change")]
    [InlineData("password reset")]
    [InlineData("disabled")]
    [InlineData("ended elsewhere")]
    [InlineData("others ended elsewhere")]
    public async Task The_next_request_with_the_old_cookie_is_refused_on_every_server(string how)
    {
        await using var pair = await Pair.StartAsync(cluster);
        using var owner = await TestBrowser.SetUpAsync(pair.One);
        using var anna = await TestBrowser.JoinAsync(pair.One, "anna");
        using var old = pair.OnTwo("Cookie", anna.Cookie!);
        Assert.Equal(HttpStatusCode.OK, await KnockAsync(old));

        using var reply = await EndAsync(how, pair.One, owner, anna);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync(Ct));
        using var oldHere = pair.OnOne("Cookie", old.DefaultRequestHeaders.GetValues("Cookie").Single());
        Assert.Equal(HttpStatusCode.Unauthorized, await KnockAsync(oldHere));
        pair.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await KnockAsync(old));

        Assert.Equal(HttpStatusCode.OK, await owner.KnocksAsync());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("revoked")]
    [InlineData("expired")]
    [InlineData("disabled")]
    public async Task The_next_request_with_the_old_token_is_refused_on_every_server(string how)
    {
        await using var pair = await Pair.StartAsync(cluster);
        using var owner = await TestBrowser.SetUpAsync(pair.One);
        using var anna = await TestBrowser.JoinAsync(pair.One, "anna");
        var made = await TokenTests.MakeAsync(anna, ["read"], expiresAt: how == "expired" ? DateTimeOffset.UnixEpoch.AddYears(100) : null);
        using var old = pair.OnTwo("Authorization", "Bearer " + made.Token);
        using var here = pair.OnOne("Authorization", "Bearer " + made.Token);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await KnockAsync(old), await KnockAsync(here)));

        if (how == "expired")
            pair.Time.Advance(TimeSpan.FromDays(200 * 365));
        using var reply = how switch
        {
            "revoked" => await anna.DeleteAsync($"/api/tokens/{made.Details.Id}"),
            "disabled" => await owner.PatchAsync($"/api/users/{await pair.One.UserIdAsync("anna@example.org")}", new { disabled = true }),
            _ => new HttpResponseMessage(),
        };
        Assert.True(reply.IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await KnockAsync(here));
        pair.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await KnockAsync(old));
    }

    /// <summary>The promise is a second; the test above puts the clock forward by that.</summary>
    [Fact]
    public void What_another_server_has_ended_is_believed_no_longer_than_half_a_second() =>
        Assert.True(RecentCredentials.Lifetime <= TimeSpan.FromSeconds(0.5));

    [Fact(Timeout = 60_000)]
    public async Task What_ends_while_it_is_looked_up_is_not_remembered()
    {
        var recent = new RecentCredentials(new ShiftedTime());
        var credential = new Credential("session", Guid.Empty, Guid.Empty, "member", ["*"]);

        var found = await recent.FindAsync([1], () =>
        {
            recent.Forget();        // committed by another request just after this one has read
            return Task.FromResult<Credential?>(credential);
        });

        Assert.Same(credential, found);
        Assert.Null(await recent.FindAsync([1], () => Task.FromResult<Credential?>(null)));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_busy_program_is_looked_up_twice_a_second_at_most()
    {
        var time = new SteppedTime();
        var recent = new RecentCredentials(time);
        var looks = 0;
        async Task LookAsync() => await recent.FindAsync([1], () =>
        {
            looks++;
            return Task.FromResult<Credential?>(new("token", Guid.Empty, Guid.Empty, "member", ["*"]));
        });

        await LookAsync();
        await LookAsync();
        Assert.Equal(1, looks);
        time.Advance(RecentCredentials.Lifetime);
        await LookAsync();
        Assert.Equal(2, looks);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_demoted_admin_is_none_at_once_and_everywhere()
    {
        await using var pair = await Pair.StartAsync(cluster);
        using var owner = await TestBrowser.SetUpAsync(pair.One);
        using var ada = await TestBrowser.JoinAsync(pair.One, "ada", "admin");
        using var elsewhere = pair.OnTwo("Cookie", ada.Cookie!);
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.GetAsync(new Uri("/api/users", UriKind.Relative), Ct)).StatusCode);

        using var reply = await owner.PatchAsync($"/api/users/{await pair.One.UserIdAsync("ada@example.org")}", new { role = "member" });

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ada.GetAsync("/api/users")).StatusCode);
        pair.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Forbidden, (await elsewhere.GetAsync(new Uri("/api/users", UriKind.Relative), Ct)).StatusCode);
    }

    private static async Task<HttpResponseMessage> EndAsync(string how, TestServer server, TestBrowser owner, TestBrowser anna)
    {
        var id = await server.UserIdAsync("anna@example.org");
        switch (how)
        {
            case "sign-out":
                return await anna.DeleteAsync("/api/session");
            case "password change":
                return await anna.PatchAsync("/api/me", new { currentPassword = TestBrowser.Password, newPassword = "a better sentence" });
            case "password reset":
                using (var elsewhere = new TestBrowser(server))
                    return await elsewhere.PostAsync("/api/password-reset", new { code = await server.ResetCodeAsync(id), password = "a better sentence" });
            case "disabled":
                return await owner.PatchAsync($"/api/users/{id}", new { disabled = true });
            case "ended elsewhere":
                using (var elsewhere = await SignedInAsync(server))
                    return await elsewhere.DeleteAsync($"/api/sessions/{(await anna.JsonAsync("/api/sessions")).GetProperty("items")[1].GetProperty("id")}");
            default:
                using (var elsewhere = await SignedInAsync(server))
                    return await elsewhere.DeleteAsync("/api/sessions");
        }
    }

    private static async Task<TestBrowser> SignedInAsync(TestServer server)
    {
        var browser = new TestBrowser(server);
        using var reply = await browser.SignInAsync("anna@example.org");
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        return browser;
    }

    private static async Task<HttpStatusCode> KnockAsync(HttpClient http)
    {
        using var reply = await http.GetAsync(new Uri("/api/me", UriKind.Relative), Ct);
        return reply.StatusCode;
    }

    /// <summary>Two servers of one Backlot.</summary>
    private sealed record Pair(TestServer One, TestServer Two, ShiftedTime Time) : IAsyncDisposable
    {
        public static async Task<Pair> StartAsync(TestCluster cluster)
        {
            var time = new ShiftedTime();
            void Share(IServiceCollection services) => services.AddSingleton<TimeProvider>(time);
            var one = await TestServer.StartAsync(cluster, Share, TestServer.WithoutJobs);
            return new(one, await TestServer.StartAsync(cluster, Share, TestServer.WithoutJobs, database: one.Database), time);
        }

        public HttpClient OnOne(string header, string value) => To(One, header, value);

        /// <summary>Cookies have the port in their name, so that two servers of one machine do not clash; here it is the same server.</summary>
        public HttpClient OnTwo(string header, string value) => To(Two, header, value.Replace($"-{Port(One)}=", $"-{Port(Two)}=", StringComparison.Ordinal));

        public async ValueTask DisposeAsync()
        {
            await Two.DisposeAsync();
            await One.DisposeAsync();
        }

        private static HttpClient To(TestServer server, string header, string value)
        {
            var http = server.NewClient();
            http.DefaultRequestHeaders.Add(header, value);
            return http;
        }

        private static int Port(TestServer server) => server.Http.BaseAddress!.Port;
    }
}
