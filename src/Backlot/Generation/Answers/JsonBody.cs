using System.Text.Json;
using System.Text.Json.Nodes;

namespace Backlot.Generation.Answers;

/// <summary>JSON to be sent and JSON that came.</summary>
internal static class JsonBody
{
    /// <summary>With its length, which not every gateway can do without.</summary>
    public static HttpContent Of(JsonObject body) =>
        new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body)) { Headers = { ContentType = new("application/json") } };

    /// <summary>What lies there; null for nothing, null, or another way on.</summary>
    public static JsonElement? At(this JsonElement json, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var next))
                json = next;
            else
                return null;
        return json.ValueKind == JsonValueKind.Null ? null : json;
    }

    public static string? TextAt(this JsonElement json, params ReadOnlySpan<string> path) =>
        json.At(path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static double? NumberAt(this JsonElement json, params ReadOnlySpan<string> path) =>
        json.At(path) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var value) && double.IsFinite(value) ? value : null;

    /// <summary>A count; 0 for none.</summary>
    public static int CountAt(this JsonElement json, params ReadOnlySpan<string> path) => (int)Math.Clamp(json.NumberAt(path) ?? 0, 0, 1_000_000_000);

    public static IEnumerable<JsonElement> ListAt(this JsonElement json, params ReadOnlySpan<string> path) =>
        json.At(path) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
}
