using System.Text.Json;

namespace Backlot.Benchmarks.Contract;

/// <summary>The types of JSON Schema.</summary>
internal static class JsonTypes
{
    /// <param name="types">One name, or a list of them.</param>
    public static bool Fits(JsonElement types, JsonElement value) => types.ValueKind == JsonValueKind.Array
        ? types.EnumerateArray().Any(type => Is(type.GetString(), value))
        : Is(types.GetString(), value);

    public static string Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        var kind => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>The names in a schema's <c>type</c>; all of them when it has none.</summary>
    public static IReadOnlyList<string> Allowed(JsonElement schema) => !schema.TryGetProperty("type", out var types)
        ? ["object", "array", "string", "number", "boolean", "null"]
        : types.ValueKind == JsonValueKind.Array ? [.. types.EnumerateArray().Select(type => type.GetString() ?? "")] : [types.GetString() ?? ""];

    private static bool Is(string? type, JsonElement value) => type switch
    {
        "integer" => value.ValueKind == JsonValueKind.Number && double.IsInteger(value.GetDouble()),
        _ => Of(value) == type,
    };
}
