using System.Text.Json;

namespace Backlot.Benchmarks.Contract;

/// <summary>The API document as something that answers are held against.</summary>
internal sealed class ApiContract
{
    private static readonly HashSet<string> Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    private ApiContract(JsonElement document)
    {
        Document = document;
        Schemas = new(document);
        Operations = [.. document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Where(operation => Methods.Contains(operation.Name.ToUpperInvariant()))
            .Select(operation => Read(path.Name, operation)))];
    }

    public JsonElement Document { get; }
    public JsonSchema Schemas { get; }
    public IReadOnlyList<ApiOperation> Operations { get; }

    /// <param name="json">The whole document.</param>
    public static ApiContract Parse(string json) => new(JsonDocument.Parse(json).RootElement);

    /// <param name="method">HEAD is GET without a body.</param>
    /// <param name="path">Without a query.</param>
    /// <returns>Null when the document has none there.</returns>
    public ApiOperation? Find(string method, string path) => At(path).FirstOrDefault(o => o.Method == (method == "HEAD" ? "GET" : method));

    /// <summary>All operations at a path; of paths that both fit, the one with fewer parameters. A slash at its end is none.</summary>
    public IReadOnlyList<ApiOperation> At(string path) => Operations.Where(o => o.IsAt(path.Length > 1 ? path.TrimEnd('/') : path))
        .GroupBy(o => o.Path).OrderByDescending(same => same.First().WrittenSteps).FirstOrDefault()?.ToList() ?? [];

    private ApiOperation Read(string path, JsonProperty operation)
    {
        var said = operation.Value;
        var security = said.TryGetProperty("security", out var own) ? own : Document.GetProperty("security");
        return new(said.GetProperty("operationId").GetString() ?? "", operation.Name.ToUpperInvariant(), path,
            security.GetArrayLength() == 0,
            said.TryGetProperty("parameters", out var parameters) ? [.. parameters.EnumerateArray().Select(Parameter)] : [],
            said.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty(ApiAnswer.Json, out var json) ? json.GetProperty("schema") : null,
            said.GetProperty("responses").EnumerateObject().ToDictionary(r => r.Name, r => Schemas.Resolve(r.Value)));
    }

    private ApiParameter Parameter(JsonElement said)
    {
        var parameter = Schemas.Resolve(said);
        return new(parameter.GetProperty("name").GetString() ?? "", parameter.GetProperty("in").GetString() ?? "",
            parameter.TryGetProperty("required", out var required) && required.GetBoolean(), parameter.GetProperty("schema"));
    }
}
