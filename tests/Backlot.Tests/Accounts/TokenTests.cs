using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Backlot.Accounts;
using Backlot.Accounts.Tokens;
using Backlot.Platform.Http;
using Backlot.Tests.Api;
using Backlot.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Accounts;

/// <summary>API tokens: how they look, what each is good for, and what nobody gets by them.</summary>
public sealed partial class TokenTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal static async Task<MadeToken> MakeAsync(TestBrowser browser, string[] scopes, DateTimeOffset? expiresAt = null)
    {
        using var reply = await browser.PostAsync("/api/tokens", new { name = "Nightly run", scopes, expiresAt });
        Assert.True(reply.StatusCode == HttpStatusCode.Created, await reply.Content.ReadAsStringAsync(Ct));
        return (await reply.Content.ReadFromJsonAsync<MadeToken>(Ct))!;
    }

    [Fact(Timeout = 60_000)]
    public async Task A_token_is_shown_once_and_later_only_its_end_and_its_last_use()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var browser = await TestBrowser.SetUpAsync(server);

        var made = await MakeAsync(browser, ["read"]);
        var before = await ListedAsync(browser, made);
        using var program = Program(server, made.Token);
        using var used = await program.GetAsync(new Uri("/api/jobs", UriKind.Relative), Ct);
        var after = await ListedAsync(browser, made);

        Assert.Matches("^blt_[-_0-9A-Za-z]{49}$", made.Token);
        Assert.True(TokenText.IsWellFormed(made.Token));
        Assert.Equal(HttpStatusCode.OK, used.StatusCode);
        Assert.Equal((made.Token[^4..], null), (before.GetProperty("last4").GetString(), before.GetProperty("lastUsedAt").GetString()));
        Assert.NotNull(after.GetProperty("lastUsedAt").GetString());
        Assert.DoesNotContain(made.Token[4..47], after.ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_revoked_token_leaves_the_list_and_cannot_be_revoked_twice()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var browser = await TestBrowser.SetUpAsync(server);
        var made = await MakeAsync(browser, ["*"]);

        using var first = await browser.DeleteAsync($"/api/tokens/{made.Details.Id}");
        using var second = await browser.DeleteAsync($"/api/tokens/{made.Details.Id}");

        Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
        await second.ProblemAsync(404, "not-found");
        Assert.DoesNotContain(made.Details.Id.ToString(), (await browser.JsonAsync("/api/tokens")).ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Nobody_sees_or_revokes_anothers_token()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var owner = await TestBrowser.SetUpAsync(server);
        using var anna = await TestBrowser.JoinAsync(server, "anna");
        var made = await MakeAsync(anna, ["*"]);

        using var reply = await owner.DeleteAsync($"/api/tokens/{made.Details.Id}");

        await reply.ProblemAsync(404, "not-found");
        Assert.DoesNotContain(made.Details.Id.ToString(), (await owner.JsonAsync("/api/tokens")).ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_token_that_may_only_read_is_refused_by_every_unsafe_method_and_changes_nothing()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var browser = await TestBrowser.SetUpAsync(server);
        var made = await MakeAsync(browser, ["read"]);
        using var reader = Program(server, made.Token);
        using var _ = await reader.GetAsync(new Uri("/api/jobs", UriKind.Relative), Ct);
        var before = await SchemaRowsAsync(server);

        var tried = 0;
        foreach (var endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
            {
                if (EndpointAccess.IsSafe(method) || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
                    continue;
                if (endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName is { } name && ApiExamples.All[name].OnlyReads)
                    continue;
                tried++;
                var path = Parameter().Replace(endpoint.RoutePattern.RawText!, p => p.Value.Contains("guid", StringComparison.Ordinal) ? Guid.Empty.ToString() : "1");
                using var reply = await reader.SendAsync(new(new(method), path) { Content = JsonContent.Create(new { }) }, Ct);
                await reply.ProblemAsync(403, "scope.missing");
            }

        Assert.True(tried > 20);
        Assert.Equal(before, await SchemaRowsAsync(server));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("read", "GET", "/api/jobs", 200)]
    [InlineData("write", "GET", "/api/jobs", 403)]
    [InlineData("write", "POST", "/api/channels", 201)]
    [InlineData("generate", "POST", "/api/channels", 403)]
    [InlineData("write", "POST", "/api/renders", 403)]
    [InlineData("generate", "POST", "/api/renders", 422)]
    [InlineData("write", "GET", "/api/users", 403)]
    [InlineData("admin", "GET", "/api/users", 200)]
    [InlineData("admin", "GET", "/api/me", 200)]
    [InlineData("*", "POST", "/api/channels", 201)]
    [InlineData("*", "GET", "/api/users", 200)]
    public async Task A_token_is_good_for_its_scopes_alone(string scope, string method, string path, int status)
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var browser = await TestBrowser.SetUpAsync(server);
        using var program = Program(server, (await MakeAsync(browser, [scope])).Token);

        using var reply = await program.SendAsync(new(new(method), path)
        {
            Content = method == "GET" ? null : JsonContent.Create<object>(path == "/api/channels" ? new { name = "Court", brandNiche = "court" } : new { }),
        }, Ct);

        Assert.Equal(status, (int)reply.StatusCode);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("read", "write")]
    [InlineData("read,write,generate,admin", "*")]
    [InlineData("write", "generate")]
    public async Task Nobody_gives_a_token_more_than_they_have(string own, string wanted)
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var browser = await TestBrowser.SetUpAsync(server);
        using var program = Program(server, (await MakeAsync(browser, [.. own.Split(','), "write"])).Token);
        var before = await server.Database.ValueAsync<long>("select count(*) from api_tokens");

        using var reply = await program.PostAsJsonAsync("/api/tokens", new { name = "More", scopes = wanted == "write" ? ["admin"] : new[] { wanted } }, Ct);

        await reply.ProblemAsync(403, "scope.beyond-own");
        Assert.Equal(before, await server.Database.ValueAsync<long>("select count(*) from api_tokens"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_member_gets_no_token_for_what_only_admins_may()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var anna = await TestBrowser.JoinAsync(server, "anna");

        using var reply = await anna.PostAsync("/api/tokens", new { name = "More", scopes = new[] { "read", "admin" } });

        await reply.ProblemAsync(403, "scope.beyond-own");
        using var everything = Program(server, (await MakeAsync(anna, ["*"])).Token);
        using var users = await everything.GetAsync(new Uri("/api/users", UriKind.Relative), Ct);
        await users.ProblemAsync(403, "admin.only");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_token_made_by_one_that_expires_does_not_outlive_it()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var browser = await TestBrowser.SetUpAsync(server);
        var end = DateTimeOffset.UnixEpoch.AddYears(100);
        using var program = Program(server, (await MakeAsync(browser, ["*"], end)).Token);

        using var longer = await program.PostAsJsonAsync("/api/tokens", new { name = "More", scopes = new[] { "read" } }, Ct);
        using var asLong = await program.PostAsJsonAsync("/api/tokens", new { name = "As long", scopes = new[] { "read" }, expiresAt = end }, Ct);

        await longer.ProblemAsync(403, "token.outlives-own");
        Assert.Equal(HttpStatusCode.Created, asLong.StatusCode);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"name": "", "scopes": ["read"]}""", "/name")]
    [InlineData("""{"name": "x", "scopes": []}""", "/scopes")]
    [InlineData("""{"name": "x", "scopes": ["root"]}""", "/scopes/0")]
    [InlineData("""{"name": "x", "scopes": [null]}""", "/scopes/0")]
    [InlineData("""{"name": "x", "scopes": ["read"], "expiresAt": "2001-01-01T00:00:00Z"}""", "/expiresAt")]
    public async Task What_is_wrong_with_a_new_token_is_told_by_field(string body, string pointer)
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);

        using var reply = await server.Http.PostAsync(new Uri("/api/tokens", UriKind.Relative),
            new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Ct);

        Assert.Equal(pointer, (await reply.ProblemAsync(422, "invalid")).GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    private static HttpClient Program(TestServer server, string token)
    {
        var http = server.NewClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    private static async Task<JsonElement> ListedAsync(TestBrowser browser, MadeToken made) =>
        (await browser.JsonAsync("/api/tokens")).GetProperty("items").EnumerateArray().Single(token => token.GetProperty("id").GetGuid() == made.Details.Id);

    /// <summary>All rows but those that count requests, refused ones too.</summary>
    /// <summary>All but what being asked, and time alone, changes.</summary>
    private static async Task<string> SchemaRowsAsync(TestServer server) => string.Join('\n',
        (await Platform.Database.SchemaText.RowsAsync(server.Database)).Where(table => table.Key is not ("rate_counters" or "workers")).Select(table => $"{table.Key}: {string.Join(',', table.Value)}"));

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
