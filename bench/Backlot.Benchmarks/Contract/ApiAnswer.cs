using System.Text.Json;

namespace Backlot.Benchmarks.Contract;

/// <summary>An answer as it came.</summary>
/// <param name="Headers">Names without regard to case.</param>
/// <param name="Body">Null when it was not read: streams, media.</param>
internal sealed record ApiAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[]? Body)
{
    public const string Json = "application/json", Problem = "application/problem+json";

    /// <summary>Without its parameters; null when there is none.</summary>
    public string? MediaType => Headers.TryGetValue("Content-Type", out var type) ? type.Split(';')[0].Trim().ToLowerInvariant() : null;

    /// <summary>The body as JSON; null when it is none, or was not read.</summary>
    public JsonElement? AsJson()
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(Body ?? []);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Of a problem document; null when it is none.</summary>
    public string? ProblemCode => MediaType == Problem && AsJson() is { ValueKind: JsonValueKind.Object } problem && problem.TryGetProperty("code", out var code)
        ? code.ToString()
        : null;

    /// <summary>Reads it whole when it is JSON or a text, and leaves everything else alone.</summary>
    public static async Task<ApiAnswer> ReadAsync(HttpResponseMessage reply, CancellationToken ct)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in reply.Headers.Concat(reply.Content.Headers))
            headers[name] = string.Join(", ", values);
        var answer = new ApiAnswer((int)reply.StatusCode, headers, null);
        if (answer.MediaType is not (null or Json or Problem or "text/plain"))
            return answer;
        await reply.Content.LoadIntoBufferAsync(ct);
        return answer with { Body = await reply.Content.ReadAsByteArrayAsync(ct) };
    }
}
