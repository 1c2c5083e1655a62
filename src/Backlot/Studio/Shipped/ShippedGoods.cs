using System.Text.Json;
using System.Text.Json.Serialization;
using Backlot.Studio.Brains;
using Backlot.Studio.Formats;

namespace Backlot.Studio.Shipped;

/// <summary>A brain that comes with Backlot.</summary>
/// <param name="Key">Names it for ever.</param>
internal sealed record ShippedBrain(string Key, string Name, string Description, BrainParameters Parameters);

/// <summary>A format that comes with Backlot.</summary>
/// <param name="Key">Names it for ever.</param>
internal sealed record ShippedFormat(string Key, string Name, string Description, IReadOnlyList<Beat> Beats);

/// <summary>What comes with Backlot, from the files that lie beside this one.</summary>
internal static class ShippedGoods
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true,
    };

    public static IReadOnlyList<ShippedBrain> Brains => Read<ShippedBrain>("brains");
    public static IReadOnlyList<ShippedFormat> Formats => Read<ShippedFormat>("formats");

    private static List<T> Read<T>(string name)
    {
        using var stream = typeof(ShippedGoods).Assembly.GetManifestResourceStream($"Studio/Shipped/{name}.json")
            ?? throw new FileNotFoundException($"No embedded file of {name}.", name);
        return JsonSerializer.Deserialize<List<T>>(stream, Strict) ?? [];
    }
}
