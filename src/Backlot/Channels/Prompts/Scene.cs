namespace Backlot.Channels.Prompts;

/// <summary>Where and when one track plays: its picture, its title and what its music is for come from this.</summary>
internal sealed record Scene(Place Place, TimeOfDay Time, Weather Weather, string Detail, string Light, string Palette)
{
    private static readonly (string Word, string Adjective)[] _lightAdjectives =
    [
        ("candle", "candle-lit"), ("lantern", "lantern-lit"), ("neon", "neon-lit"), ("fire", "firelit"),
        ("lamp", "lamp-lit"), ("moon", "moonlit"), ("sun", "sunlit"), ("starlight", "starlit"),
    ];

    public bool IsIndoors => Place.Setting == Setting.Indoors;

    /// <summary>"moonlit", from the light; null where no word fits, as after sunset none does for the sun.</summary>
    public string? LightAdjective => _lightAdjectives
        .FirstOrDefault(pair => Light.Contains(pair.Word) && !(Time.IsDark && pair.Word == "sun")).Adjective;

    /// <summary>All that is said of it but the weather: what another word of the prompt should not repeat.</summary>
    public string Said => $"{Place.Phrase} {Time.Name} {Detail} {Light} {Palette}";

    /// <summary>Whether a mood can be seen here: no rainy garden under a clear sky.</summary>
    public bool Shows(string mood)
    {
        if (Weather.Meant(mood) is { } weather)
            return weather == Weather;
        if (mood.StartsWith("sun", StringComparison.Ordinal))
            return !Time.IsDark && !Weather.HidesSky;
        if (mood.StartsWith("moon", StringComparison.Ordinal) || mood.StartsWith("noct", StringComparison.Ordinal))
            return Time.IsDark;
        return !mood.StartsWith("candle", StringComparison.Ordinal) || Time.IsDark || IsIndoors;
    }
}
