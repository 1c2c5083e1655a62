namespace Backlot.Channels.Prompts;

/// <summary>What the air and the sky do.</summary>
/// <param name="Name">The word the image synthesizer knows.</param>
/// <param name="Adjective">"misty", or null where English has no fitting one.</param>
/// <param name="Outdoors">With its preposition: "in drifting mist".</param>
/// <param name="Indoors">As seen from a room; empty where it cannot be seen.</param>
internal sealed record Weather(string Name, string? Adjective, string[] Outdoors, string[] Indoors)
{
    private static readonly Weather[] _all =
    [
        new("clear", null, ["under a clear sky", "in clear air"], []),
        new("clouds", null, ["under slow clouds", "under high clouds", "under scattered clouds"], []),
        new("mist", "misty", ["in drifting mist", "in low mist", "in thin mist"],
            ["mist outside", "mist beyond the panes"]),
        new("fog", "foggy", ["in soft fog", "in rolling fog"], ["fog outside", "fog beyond the panes"])
            { HidesSky = true },
        new("rain", "rainy", ["in soft rain", "in steady rain", "in fine rain"], ["rain on the glass", "rain outside"])
            { HidesSky = true },
        new("snow", "snowy", ["in falling snow", "in light snow", "under fresh snow"],
            ["snow outside", "snow on the sill"]) { HidesSky = true },
        new("storm", "stormy", ["under a distant storm", "under storm clouds"], ["a storm outside"])
            { HidesSky = true },
        new("aurora", null, ["under a green aurora", "under a faint aurora"], ["an aurora outside"])
            { NeedsDark = true },
        new("stars", "starlit", ["under bright stars", "under countless stars"], ["stars outside"])
            { NeedsDark = true },
        new("fireflies", null, ["among fireflies", "with drifting fireflies"], []) { NeedsDark = true },
    ];

    public static Weather Clear { get; } = _all[0];

    /// <summary>No sun and no moon shines through it.</summary>
    public bool HidesSky { get; private init; }

    /// <summary>Can be seen only when it is dark.</summary>
    public bool NeedsDark { get; private init; }

    /// <summary>"Mist over", for a title; null when there is nothing to tell.</summary>
    public string? Over => this == Clear ? null : $"{Wording.Capitalised(Name)} over";

    public static Weather Named(string name) => _all.Single(weather => weather.Name == name);

    /// <summary>The weather an adjective asks for: rain for "rainy" or "rain-soaked"; null for others.</summary>
    public static Weather? Meant(string word) =>
        Array.Find(_all, weather => word == weather.Adjective || word.Split('-', ' ').Contains(weather.Name));

    public bool CanBeSeen(Place place, TimeOfDay time) => (time.IsDark || !NeedsDark) && place.Setting switch
    {
        Setting.Outdoors => true,
        Setting.Indoors => Indoors.Length > 0 || this == Clear,
        _ => this == Clear,
    };
}
