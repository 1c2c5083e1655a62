using System.Text.Json;
using Backlot.Tests.Support;

namespace Backlot.Tests.Platform.Http.OpenApi;

/// <summary>The committed API document is the one that is served.</summary>
public sealed class ApiDocumentTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_committed_document_is_the_one_that_is_served()
    {
        await using var server = await TestServer.StartAsync(cluster);

        var served = JsonDocument.Parse(await server.Http.GetStringAsync("/openapi.json", Ct));
        var committed = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs/api/openapi.json"), Ct));

        Assert.True(JsonElement.DeepEquals(committed.RootElement, served.RootElement),
            "The API has changed: ./backlot openapi > docs/api/openapi.json, with a running server.");
    }

    [Fact]
    public async Task Every_operation_has_a_name_a_summary_and_says_what_can_go_wrong()
    {
        await using var server = await TestServer.StartAsync(cluster);

        var document = JsonDocument.Parse(await server.Http.GetStringAsync("/openapi.json", Ct)).RootElement;

        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var operations = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Select(o => o.Value).ToList();
        Assert.All(operations, operation =>
        {
            Assert.NotEmpty(operation.GetProperty("operationId").GetString()!);
            Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
        });
        Assert.Equal(operations.Count, operations.Select(o => o.GetProperty("operationId").GetString()).Distinct().Count());
        var api = document.GetProperty("paths").EnumerateObject().Where(path => path.Name.StartsWith("/api/", StringComparison.Ordinal));
        Assert.All(api.SelectMany(path => path.Value.EnumerateObject()), operation =>
            Assert.True(operation.Value.GetProperty("responses").TryGetProperty("401", out _), operation.Value.ToString()));
    }

    [Fact]
    public async Task The_document_can_be_browsed()
    {
        await using var server = await TestServer.StartAsync(cluster);
        using var anonymous = server.NewClient();

        Assert.Contains("swagger-ui", await anonymous.GetStringAsync("/docs/index.html", Ct), StringComparison.Ordinal);
    }
}
