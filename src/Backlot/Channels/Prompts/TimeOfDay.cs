namespace Backlot.Channels.Prompts;

/// <summary>An hour of the day and what it does to a picture.</summary>
/// <param name="Name">The word the image synthesizer knows.</param>
/// <param name="When">"at dawn".</param>
/// <param name="IsDark">Stars, fireflies and the aurora can be seen; lamps are lit.</param>
/// <param name="SkyLights">Light in the open under an open sky.</param>
/// <param name="RoomLights">Light that comes into a room.</param>
/// <param name="Colours">Palettes with one of these suit the hour.</param>
/// <param name="Adjectives">For titles: "The Waking Garden".</param>
internal sealed record TimeOfDay(
    string Name,
    string When,
    bool IsDark,
    string[] SkyLights,
    string[] RoomLights,
    string[] Colours,
    string[] Adjectives)
{
    private static readonly TimeOfDay[] _all =
    [
        new("dawn", "at dawn", false, ["low sun", "first sun", "pale light rays"], ["pale light rays", "first sun"],
            ["rose", "gold", "pastel", "teal"], ["Waking", "Silver", "Pale"]),
        new("morning", "in the morning", false, ["warm sun", "soft light rays"], ["soft light rays", "slanting sun"],
            ["gold", "emerald", "pastel", "teal"], ["Bright", "Waking", "Fresh"]),
        new("noon", "at noon", false, ["high sun", "clear light rays"], ["bright light rays", "high sun"],
            ["emerald", "teal", "gold", "pastel"], ["Drowsy", "Shining", "Open"]),
        new("golden hour", "at golden hour", false, ["low golden sun", "long light rays"],
            ["long light rays", "honeyed sun"], ["amber", "gold", "rose"], ["Golden", "Gilded", "Glowing"]),
        new("sunset", "at sunset", false, ["setting sun", "last light rays"], ["last light rays", "glowing sun"],
            ["crimson", "amber", "rose", "gold"], ["Crimson", "Glowing", "Amber"]),
        new("dusk", "at dusk", true, ["rising moon", "last glow of the sun"], ["fading light rays"],
            ["violet", "indigo", "rose", "amber"], ["Hushed", "Violet", "Darkening"]),
        new("twilight", "at twilight", true, ["thin moon", "pale moon"], ["blue light rays"],
            ["violet", "indigo", "teal"], ["Blue", "Dreaming", "Fading"]),
        new("night", "at night", true, ["full moon", "silver moon", "soft reflections"], ["moon glow"],
            ["indigo", "teal", "violet", "amber", "monochrome"], ["Silent", "Sleeping", "Secret"]),
        new("midnight", "at midnight", true, ["high moon", "pale moon", "faint reflections"], ["moon glow"],
            ["indigo", "monochrome", "violet", "emerald"], ["Still", "Deep", "Sleeping"]),
    ];

    private static readonly string[] _darkWords =
    [
        "night", "nights", "midnight", "nocturnal", "moonlit", "starlit", "evening", "late", "sleep", "sleepy",
        "bedtime",
    ];
    private static readonly string[] _dayWords =
        ["morning", "mornings", "dawn", "sunrise", "sunny", "sunlit", "daytime"];

    /// <summary>The hours the owner's words ask for; the usual ones where they ask for none or for both.</summary>
    public static string[] Asked(IEnumerable<string> words, string[] usual)
    {
        string[] said = [.. words];
        return (said.Any(_darkWords.Contains), said.Any(_dayWords.Contains)) switch
        {
            (true, false) => ["sunset", "dusk", "twilight", "night", "midnight"],
            (false, true) => ["dawn", "morning", "noon", "golden hour"],
            _ => usual,
        };
    }

    public static TimeOfDay Named(string name) => _all.Single(time => time.Name == name);
}
