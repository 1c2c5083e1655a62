using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit.Sdk;

namespace Backlot.Tests.Support.OpenApi;

/// <summary>A server that breaks its word fails the test that asked it.</summary>
public sealed class ContractHandlerTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_member_that_is_not_documented_fails_the_test_that_made_the_call()
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/api/jobs", () => TypedResults.Json(new JsonObject { ["items"] = new JsonArray(), ["nextCursor"] = null, ["total"] = 0 }));
        await using var _ = app;
        await app.StartAsync(Ct);
        using var http = ContractHandler.NewClient(new(app.Urls.Single()));

        var failure = await Assert.ThrowsAsync<TrueException>(() => http.GetAsync(new Uri("/api/jobs", UriKind.Relative), Ct));

        Assert.Contains("has 'total', which the document does not name", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_the_server_really_answers_passes()
    {
        await using var server = await TestServer.StartAsync(cluster);

        Assert.NotNull(await server.Http.GetFromJsonAsync<JsonNode>("/api/jobs", Ct));
    }

    /// <summary>Whoever talks past the handler is not held to the document.</summary>
    [Fact]
    public void No_test_talks_to_the_server_by_a_client_of_its_own()
    {
        string[] mayDoSo = ["ContractHandler.cs", "ContractHandlerTests.cs", "KeyedHttp.cs", "RedactionSecurityTests.cs"];
        var past = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests/Backlot.Tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !mayDoSo.Contains(Path.GetFileName(file)))
            .Where(file => File.ReadAllText(file) is var source
                && (source.Contains("new HttpClient", StringComparison.Ordinal) || source.Contains("new() { BaseAddress", StringComparison.Ordinal)));

        Assert.Empty(past.Select(Path.GetFileName));
    }
}
