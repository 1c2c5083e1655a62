using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Backlot.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Accounts;

/// <summary>What a page of another site can make a signed-in browser do: nothing.</summary>
public sealed class CrossSiteTests(TestCluster cluster, CrossSiteTests.Signed signed) : IClassFixture<CrossSiteTests.Signed>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("cross-site", null, 403)]
    [InlineData("same-site", null, 403)]
    [InlineData("cross-site", "own", 403)]
    [InlineData(null, "https://evil.example", 403)]
    [InlineData(null, "http://127.0.0.1:1", 403)]
    [InlineData(null, "null", 403)]
    [InlineData(null, null, 403)]
    [InlineData("same-origin", null, 201)]
    [InlineData("none", null, 201)]
    [InlineData(null, "own", 201)]
    public async Task A_change_by_cookie_comes_from_our_own_page_or_is_refused(string? site, string? origin, int status)
    {
        var before = await ChannelsAsync();

        using var reply = await PostAsync(site, origin, ("Cookie", signed.Browser.Cookie!));

        Assert.Equal(status, (int)reply.StatusCode);
        if (status == 403)
            await reply.ProblemAsync(403, "cross-site");
        Assert.Equal(before + (status == 201 ? 1 : 0), await ChannelsAsync());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("cross-site", "https://evil.example")]
    [InlineData("cross-site", null)]
    [InlineData(null, "null")]
    [InlineData(null, null)]
    public async Task The_same_request_with_a_token_and_no_cookie_passes(string? site, string? origin)
    {
        using var reply = await PostAsync(site, origin, ("Authorization", "Bearer " + signed.Server.Token));

        Assert.Equal(HttpStatusCode.Created, reply.StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_token_beside_a_cookie_does_not_open_the_door_to_other_sites()
    {
        using var reply = await PostAsync("cross-site", null, ("Authorization", "Bearer " + signed.Server.Token), ("Cookie", signed.Browser.Cookie!));

        await reply.ProblemAsync(403, "cross-site");
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/api/session", """{"email": "owner@example.org", "password": "correct horse battery staple"}""")]
    [InlineData("/api/setup", "{}")]
    [InlineData("/api/invitations/accept", "{}")]
    [InlineData("/api/password-reset", "{}")]
    public async Task Nobody_is_signed_in_by_another_sites_page(string path, string body)
    {
        using var stranger = signed.Server.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Origin", "https://evil.example");

        using var reply = await stranger.SendAsync(request, Ct);

        await reply.ProblemAsync(403, "cross-site");
        Assert.False(reply.Headers.Contains("Set-Cookie"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Reading_is_no_matter_of_where_a_request_comes_from()
    {
        using var http = signed.Raw();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/channels");
        request.Headers.Add("Cookie", signed.Browser.Cookie);
        request.Headers.Add("Sec-Fetch-Site", "cross-site");

        using var reply = await http.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.False(reply.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=b")]
    public async Task What_a_form_can_send_is_no_body_for_any_route_that_takes_json(string type)
    {
        var tried = 0;
        foreach (var endpoint in signed.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is not { ContentTypes: ["application/json"], IsOptional: false })
                continue;
            tried++;
            var method = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0];
            var path = System.Text.RegularExpressions.Regex.Replace(endpoint.RoutePattern.RawText!, @"\{[^}]*\}",
                p => p.Value.Contains("guid", StringComparison.Ordinal) ? Guid.Empty.ToString() : "1");
            using var content = new StringContent("""{"a": 1}""");
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            using var request = new HttpRequestMessage(new(method), path) { Content = content };
            using var reply = await signed.Browser.Http.SendAsync(request, Ct);
            Assert.True(reply.StatusCode == HttpStatusCode.UnsupportedMediaType, $"{method} {path} answered {reply.StatusCode} to {type}.");
        }
        Assert.True(tried >= 8);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("https://backlot.example.org", 201)]
    [InlineData("https://backlot.example.org.evil.example", 403)]
    [InlineData("http://backlot.example.org", 403)]
    public async Task Behind_a_proxy_that_calls_us_otherwise_the_public_address_is_ours(string origin, int status)
    {
        await using var server = await TestServer.StartAsync(cluster, settings: s => s with { PublicUrl = new("https://backlot.example.org") });
        using var browser = await TestBrowser.SetUpAsync(server);
        using var http = server.NewClient();
        using var request = NewChannel();
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Cookie", browser.Cookie);

        using var reply = await http.SendAsync(request, Ct);

        Assert.Equal(status, (int)reply.StatusCode);
    }

    private async Task<HttpResponseMessage> PostAsync(string? site, string? origin, params (string Name, string Value)[] headers)
    {
        using var http = signed.Raw();
        using var request = NewChannel();
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        if (site is not null)
            request.Headers.Add("Sec-Fetch-Site", site);
        if (origin is not null)
            request.Headers.Add("Origin", origin == "own" ? http.BaseAddress!.ToString().TrimEnd('/') : origin);
        return await http.SendAsync(request, Ct);
    }

    private static HttpRequestMessage NewChannel() =>
        new(HttpMethod.Post, "/api/channels") { Content = JsonContent.Create(new { name = "C" + Guid.CreateVersion7(), brandNiche = "court" }) };

    private Task<long> ChannelsAsync() => signed.Server.Database.ValueAsync<long>("select count(*) from channels");

    /// <summary>A server that somebody is signed in to.</summary>
    public sealed class Signed(TestCluster cluster) : IAsyncLifetime
    {
        public TestServer Server { get; private set; } = null!;
        internal TestBrowser Browser { get; private set; } = null!;

        /// <summary>Sends nothing by itself.</summary>
        public HttpClient Raw() => new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = Server.Http.BaseAddress };

        public async ValueTask InitializeAsync()
        {
            Server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
            Browser = await TestBrowser.SetUpAsync(Server);
        }

        public async ValueTask DisposeAsync()
        {
            Browser.Dispose();
            await Server.DisposeAsync();
        }
    }
}
