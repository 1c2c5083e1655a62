namespace Backlot.Channels.Prompts;

/// <summary>Somewhere a picture may show.</summary>
/// <param name="Phrase">A singular noun with what belongs to it, no article: "castle hall with tall arches".</param>
/// <param name="At">Where that is, with its preposition and "the": "in the great hall".</param>
/// <param name="Setting">Decides about weather and light.</param>
internal sealed record Place(string Phrase, string At, Setting Setting = Setting.Outdoors)
{
    private static readonly string[] _waters =
    [
        "lake", "sea", "river", "water", "pond", "pool", "harbour", "loch", "fjord", "lagoon", "cove", "coast", "beach",
        "pier", "quay", "waterfall", "stream", "marsh", "oasis", "wet", "spring", "island", "crossing", "boat",
    ];
    private static readonly string[] _floating =
        ["boat", "boats", "sail", "swans", "koi", "dolphins", "water", "water's", "reflections"];
    private static readonly string[] _houses =
    [
        "castle", "palace", "village", "city", "town", "tower", "towers", "house", "houses", "cottage", "cabin",
        "manor", "street", "courtyard", "church", "temple", "pagoda", "pub", "cafe", "shops", "villa", "lighthouse",
        "harbour", "fortress", "bridge", "theatre", "market", "station", "terrace", "shrine", "roofs", "abbey", "tram",
        "observatory",
    ];

    /// <summary>"great hall".</summary>
    public string Name => At[(At.IndexOf(" the ", StringComparison.Ordinal) + 5)..];

    /// <summary>No boat in a garden, no lit window in the wild, no candle in the wind.</summary>
    public bool CanHold(string thing)
    {
        if (Setting == Setting.Indoors)
            return true;
        var words = thing.Split(' ');
        return !(words.Any(_floating.Contains) && !Has(_waters))
            && !(words.Contains("window-glow") && !Has(_houses))
            && !words.Contains("candle");
    }

    private bool Has(string[] features) => Phrase.Split(' ').Any(features.Contains);
}

internal enum Setting
{
    Outdoors,
    Indoors,

    /// <summary>Beyond any weather.</summary>
    Cosmos,
}
