using System.Text;
using System.Text.Json;
using Backlot.Benchmarks.Contract;

namespace Backlot.Benchmarks.Fuzz;

/// <summary>Requests that were trouble once, from <c>found.jsonl</c>: every run begins with them.</summary>
/// <remarks>One JSON object a line: <c>why</c>, <c>method</c>, <c>path</c>, <c>headers</c>, and where there is one <c>body</c>, as text, or
/// <c>base64</c>, for bytes that are no text.</remarks>
internal static class FoundBefore
{
    public static IEnumerable<FuzzRequest> Read(ApiContract contract)
    {
        var judge = new BodyJudge(contract.Schemas);
        using var file = typeof(FoundBefore).Assembly.GetManifestResourceStream("found.jsonl")
            ?? throw new InvalidOperationException("found.jsonl is not inside of the program.");
        using var lines = new StreamReader(file);
        var number = 0;
        while (lines.ReadLine() is { } line)
        {
            var found = JsonSerializer.Deserialize<JsonElement>(line);
            var (method, path) = (found.GetProperty("method").GetString() ?? "", found.GetProperty("path").GetString() ?? "");
            var body = found.TryGetProperty("base64", out var bytes) ? bytes.GetBytesFromBase64()
                : found.TryGetProperty("body", out var text) ? Encoding.UTF8.GetBytes(text.GetString() ?? "") : null;
            var operation = contract.Find(method, path.Split('?')[0]);
            var fault = body is not null && operation?.Body is { } schema ? judge.FaultOf(schema, body) : null;
            yield return new(--number, operation?.Id ?? "(found before)", method, path, body)
            {
                Spoilt = found.GetProperty("why").GetString(),
                Headers = found.TryGetProperty("headers", out var headers) ? [.. headers.EnumerateObject().Select(h => (h.Name, h.Value.ToString()))] : [],
                WrongBecause = fault is null ? null : "its body breaks the document: " + fault,
            };
        }
    }
}
