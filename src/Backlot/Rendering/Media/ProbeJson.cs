using System.Globalization;
using System.Text.Json;

namespace Backlot.Rendering;

/// <summary>Reads ffprobe's JSON, in which numbers may be text, and anything may be missing.</summary>
internal static class ProbeJson
{
    public static string? Text(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    public static int? Number(this JsonElement element, string name) =>
        !element.TryGetProperty(name, out var value) ? null
        : value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number) ? number
        : value.ValueKind is JsonValueKind.String && int.TryParse(value.GetString(), out number) ? number
        : null;

    public static double? Seconds(this JsonElement element, string name) =>
        double.TryParse(element.Text(name), CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    public static List<JsonElement> List(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var list) && list.ValueKind is JsonValueKind.Array ? [.. list.EnumerateArray()] : [];
}
