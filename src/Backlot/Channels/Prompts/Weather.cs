namespace Backlot.Channels.Prompts;

/// <summary>What the air and the sky do.</summary>
/// <param name="Name">The word the image synthesizer knows.</param>
/// <param name="Adjective">"misty", or null where English has no fitting one.</param>
/// <param name="Outdoors">With its preposition: "in drifting mist".</param>
/// <param name="Indoors">As seen from a room; empty where it cannot be seen.</param>
/// <param name="HidesSky">No sun and no moon shines through it.</param>
/// <param name="NeedsDark">Can be seen only when it is dark.</param>
/// <param name="Title">How a title says that it is over a place, or null.</param>
internal sealed record Weather(
    string Name, string? Adjective, string[] Outdoors, string[] Indoors, bool HidesSky, bool NeedsDark, string? Title)
{
    private static readonly Weather[] _all =
    [
        new("clear", null, ["under a clear sky", "in clear air"], [], false, false, null),
        new("clouds", null, ["under slow clouds", "under high clouds", "under scattered clouds"], [], false, false, "Clouds over"),
        new("mist", "misty", ["in drifting mist", "in low mist", "in thin mist"], ["mist outside"], false, false, "Mist over"),
        new("fog", "foggy", ["in soft fog", "in rolling fog"], ["fog outside", "fog at the window"], true, false, "Fog over"),
        new("rain", "rainy", ["in soft rain", "in steady rain", "in fine rain"], ["rain on the glass", "rain outside"],
            true, false, "Rain over"),
        new("snow", "snowy", ["in falling snow", "in light snow", "under fresh snow"], ["snow outside", "snow on the sill"],
            true, false, "Snow over"),
        new("storm", "stormy", ["under a distant storm", "under storm clouds"], ["storm outside"], true, false, "Storm over"),
        new("aurora", null, ["under a green aurora", "under a faint aurora"], ["aurora outside"], false, true, "Aurora over"),
        new("stars", "starlit", ["under bright stars", "under countless stars"], ["stars outside"], false, true, "Stars over"),
        new("fireflies", null, ["among fireflies", "with drifting fireflies"], [], false, true, "Fireflies over"),
    ];

    public static Weather Clear { get; } = _all[0];

    public static Weather Named(string name) => _all.Single(weather => weather.Name == name);
}
