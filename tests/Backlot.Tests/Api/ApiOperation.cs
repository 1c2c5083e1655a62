using System.Text.Json;
using System.Text.RegularExpressions;
using Backlot.Tests.Support;

namespace Backlot.Tests.Api;

/// <summary>An operation as the served API document tells of it.</summary>
/// <param name="Id">Its operationId.</param>
/// <param name="Path">With its parameters in braces.</param>
/// <param name="Body">The schema of its JSON body; null when it takes none.</param>
internal sealed record ApiOperation(string Id, HttpMethod Method, string Path, JsonElement? Body)
{
    public bool IsRead => Method == HttpMethod.Get;
    public int IdsInPath => Regex.Count(Path, @"\{\w*[iI]d\}");

    /// <summary>Whether an address is one of this operation.</summary>
    public bool Matches(string address) => Regex.IsMatch(address.Split('?')[0], "^" + Regex.Replace(Path, @"\{\w+\}", "[^/]+") + "$");

    public static async Task<IReadOnlyList<ApiOperation>> AllAsync(TestServer server)
    {
        var document = JsonDocument.Parse(await server.Http.GetStringAsync("/openapi.json", TestContext.Current.CancellationToken)).RootElement;
        return [.. document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(method => new ApiOperation(
            method.Value.GetProperty("operationId").GetString()!, new(method.Name.ToUpperInvariant()), path.Name, BodyOf(document, method.Value))))];
    }

    private static JsonElement? BodyOf(JsonElement document, JsonElement operation)
    {
        if (!operation.TryGetProperty("requestBody", out var body) || !body.GetProperty("content").TryGetProperty("application/json", out var json))
            return null;
        var schema = json.GetProperty("schema");
        if (schema.TryGetProperty("oneOf", out var choices))
            schema = choices.EnumerateArray().Last();
        return schema.TryGetProperty("$ref", out var reference)
            ? document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1])
            : schema;
    }
}
