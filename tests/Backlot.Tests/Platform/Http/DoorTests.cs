using System.Net;
using System.Text.RegularExpressions;
using Backlot.Accounts;
using Backlot.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Platform.Http;

/// <summary>Who gets in.</summary>
public sealed partial class DoorTests(TestCluster cluster, SharedServer shared) : IClassFixture<SharedServer>
{
    /// <summary>What strangers may ask for. A line more here is a decision.</summary>
    private static readonly string[] OpenToAll =
    [
        "GET /livez", "GET /readyz",
        "GET /openapi.json", "GET /docs/problems.md",
        "GET /api/setup", "POST /api/setup", "POST /api/session",                           // nobody is signed in before
        "POST /api/invitations/accept", "POST /api/password-reset",                         // the code is the key
        "GET /media/{assetId:guid}/{variant}", "HEAD /media/{assetId:guid}/{variant}",      // the address itself is signed
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Every_endpoint_but_the_named_ones_answers_strangers_401_and_no_location()
    {
        await using var server = await TestServer.StartAsync(cluster);
        using var stranger = server.NewClient();
        var endpoints = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        Assert.Contains(endpoints, e => e.RoutePattern.RawText == "/api/events");

        var open = new List<string>();
        foreach (var endpoint in endpoints)
        {
            var method = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods[0] ?? "GET";
            var route = $"{method} {endpoint.RoutePattern.RawText?.TrimEnd('/')}";
            if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            {
                open.Add(route);
                continue;
            }
            using var reply = await stranger.SendAsync(new(new(method), Parameter().Replace(endpoint.RoutePattern.RawText ?? "", Fill)), Ct);
            Assert.True(reply.StatusCode == HttpStatusCode.Unauthorized, $"{route} answered {reply.StatusCode} to a stranger.");
            // A problem document, where there may be a body, and nobody is sent elsewhere.
            if (method != "HEAD")
                Assert.Equal("unauthenticated", (await ProblemDocument.ReadAsync(reply)).Code);
        }

        Assert.Equal(OpenToAll.Order(), open.Order());
    }

    [Theory(Timeout = 60_000)]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer blt_short")]
    [InlineData("Bearer blt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA000000")]
    [InlineData("Basic b3duZXI6b3duZXI=")]
    public async Task Without_a_good_token_the_answer_is_401_and_how_to_sign_in(string? authorization)
    {
        await IsUnauthenticatedAsync(shared.Server, authorization);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_well_made_but_unknown_or_revoked_token_is_none()
    {
        await using var server = await TestServer.StartAsync(cluster);
        await IsUnauthenticatedAsync(server, "Bearer " + TokenText.New());

        await server.Database.RunAsync("update api_tokens set revoked_at = now()");

        await IsUnauthenticatedAsync(server, "Bearer " + server.Token);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/livez", "alive")]
    [InlineData("/readyz", "ready")]
    public async Task Health_is_told_to_everybody(string path, string answer)
    {
        using var stranger = shared.Server.NewClient();

        Assert.Equal(answer, await stranger.GetStringAsync(new Uri(path, UriKind.Relative), Ct));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_whose_blobs_are_away_is_alive_but_not_ready()
    {
        await using var server = await TestServer.StartAsync(cluster);
        Directory.Move(server.Folder.Blobs, server.Folder.Blobs + ".away");

        using var ready = await server.Http.GetAsync(new Uri("/readyz", UriKind.Relative), Ct);
        using var alive = await server.Http.GetAsync(new Uri("/livez", UriKind.Relative), Ct);

        var problem = await ProblemDocument.ReadAsync(ready);
        Assert.Equal((503, "blobs.away"), (problem.Status, problem.Code));
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("evil.example", HttpStatusCode.BadRequest)]
    [InlineData("evil.example:7070", HttpStatusCode.BadRequest)]
    [InlineData("localhost.evil.example", HttpStatusCode.BadRequest)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:1234", HttpStatusCode.OK)]
    public async Task A_page_cannot_reach_the_server_by_a_name_of_its_own(string host, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/jobs");
        request.Headers.Host = host;

        using var reply = await shared.Http.SendAsync(request, Ct);

        Assert.Equal(expected, reply.StatusCode);
    }

    private static async Task IsUnauthenticatedAsync(TestServer server, string? authorization)
    {
        using var http = server.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/jobs");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);

        using var reply = await http.SendAsync(request, Ct);

        var problem = await ProblemDocument.ReadAsync(reply);
        Assert.Equal((401, "unauthenticated"), (problem.Status, problem.Code));
        Assert.Equal("Bearer", Assert.Single(reply.Headers.WwwAuthenticate).Scheme);
    }

    private static string Fill(Match parameter) =>
        parameter.Value.Contains("guid", StringComparison.Ordinal) ? Guid.CreateVersion7().ToString() : "1";

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
