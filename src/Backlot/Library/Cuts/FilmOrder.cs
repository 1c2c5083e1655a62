using System.Text.Json;
using Backlot.Rendering;
using Backlot.Rendering.Cuts;

namespace Backlot.Library.Cuts;

/// <summary>What a render task is to make, as its row keeps it: a timeline of stills as it is, a cut of clips under the name <c>cut</c>.</summary>
internal sealed record FilmOrder(Timeline? Timeline, CutList? Cut)
{
    private const string CutName = "cut";

    public string ToJson() => Cut is null
        ? JsonSerializer.Serialize(Timeline, JsonSerializerOptions.Web)
        : JsonSerializer.Serialize(new Dictionary<string, CutList> { [CutName] = Cut }, JsonSerializerOptions.Web);

    /// <exception cref="JsonException">It is neither.</exception>
    public static FilmOrder Read(string json)
    {
        using var stored = JsonDocument.Parse(json);
        var isCut = stored.RootElement.TryGetProperty(CutName, out var cut);
        FilmOrder order = isCut
            ? new(null, cut.Deserialize<CutList>(JsonSerializerOptions.Web))
            : new(stored.RootElement.Deserialize<Timeline>(JsonSerializerOptions.Web), null);
        return order is { Timeline: null, Cut: null } ? throw new JsonException("The timeline is null.") : order;
    }
}
