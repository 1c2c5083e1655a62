using System.Net;
using System.Net.Http.Json;
using Backlot.Tests.Support;

namespace Backlot.Tests.Accounts;

/// <summary>The cookie over https and over plain http, and who is believed when they say which of them it is.</summary>
public sealed class SessionCookieTests(TestCluster cluster)
{
    private static readonly Uri Public = new("https://backlot.example.org");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Over_plain_http_the_cookie_has_another_name_and_works()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);

        using var reply = await SetUpAsync(server);

        var cookie = Assert.Single(reply.Headers.GetValues("Set-Cookie"));
        Assert.Matches($"^backlot-http-{server.Http.BaseAddress!.Port}=[-_0-9A-Za-z]{{43}}; expires=[^;]+; path=/; samesite=lax; httponly$", cookie);
        Assert.Equal(HttpStatusCode.OK, await KnockAsync(server, cookie));
    }

    [Fact(Timeout = 60_000)]
    public async Task Over_https_the_cookie_is_bound_to_the_host_and_works()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: s => s with { PublicUrl = Public, TrustedProxies = [IPNetwork.Parse("127.0.0.0/8")] });

        using var reply = await SetUpAsync(server, ("X-Forwarded-Proto", "https"));

        var cookie = Assert.Single(reply.Headers.GetValues("Set-Cookie"));
        Assert.Matches("^__Host-backlot=[-_0-9A-Za-z]{43}; expires=[^;]+; path=/; secure; samesite=lax; httponly$", cookie);
        Assert.Equal(HttpStatusCode.OK, await KnockAsync(server, cookie, ("X-Forwarded-Proto", "https")));
        // What plain http could have put there does not count over https, nor the other way round.
        var renamed = cookie.Replace("__Host-backlot", $"backlot-http-{server.Http.BaseAddress!.Port}", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await KnockAsync(server, renamed, ("X-Forwarded-Proto", "https")));
        Assert.Equal(HttpStatusCode.Unauthorized, await KnockAsync(server, cookie));
    }

    [Fact(Timeout = 60_000)]
    public async Task Whoever_is_no_proxy_of_ours_is_not_believed_the_scheme_or_the_address()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: s => s with { PublicUrl = Public, TrustedProxies = [IPNetwork.Parse("10.0.0.0/8")] });

        using var reply = await SetUpAsync(server, ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "203.0.113.7"));

        Assert.StartsWith("backlot-http-", Assert.Single(reply.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
        Assert.Equal("127.0.0.1", await server.Database.ValueAsync<string>("select host(address) from sessions"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_proxy_of_ours_is_believed_but_not_what_it_was_told_by_strangers()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: s => s with { TrustedProxies = [IPNetwork.Parse("127.0.0.0/8")] });

        using var reply = await SetUpAsync(server, ("X-Forwarded-For", "198.51.100.1, 203.0.113.7"));

        Assert.Equal("203.0.113.7", await server.Database.ValueAsync<string>("select host(address) from sessions"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Links_begin_with_the_public_address_whatever_the_request_calls_us()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: s => s with { PublicUrl = Public });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/invitations") { Content = JsonContent.Create(new { email = "anna@example.org" }) };
        request.Headers.Host = "backlot.example.org";
        request.Headers.Add("X-Forwarded-Host", "evil.example");

        using var reply = await server.Http.SendAsync(request, Ct);

        var text = await reply.Content.ReadAsStringAsync(Ct);
        Assert.Contains("\"link\":\"https://backlot.example.org/#invite=", text, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", text, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Signing_out_takes_the_cookie_away()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var browser = await TestBrowser.SetUpAsync(server);

        using var reply = await browser.DeleteAsync("/api/session");

        Assert.Contains("expires=Thu, 01 Jan 1970", Assert.Single(reply.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
        Assert.Null(browser.Cookie);
    }

    private static async Task<HttpResponseMessage> SetUpAsync(TestServer server, params (string Name, string Value)[] headers)
    {
        using var http = Raw(server, headers);
        var reply = await http.PostAsJsonAsync("/api/setup",
            new { code = await server.SetupCodeAsync(), email = "owner@example.org", displayName = "Olivia", password = TestBrowser.Password }, Ct);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync(Ct));
        return reply;
    }

    private static async Task<HttpStatusCode> KnockAsync(TestServer server, string setCookie, params (string Name, string Value)[] headers)
    {
        using var http = Raw(server, [.. headers, ("Cookie", setCookie.Split(';')[0])]);
        using var reply = await http.GetAsync(new Uri("/api/me", UriKind.Relative), Ct);
        return reply.StatusCode;
    }

    private static HttpClient Raw(TestServer server, (string Name, string Value)[] headers)
    {
        var http = server.NewClient();
        foreach (var (name, value) in headers)
            http.DefaultRequestHeaders.Add(name, value);
        return http;
    }
}
