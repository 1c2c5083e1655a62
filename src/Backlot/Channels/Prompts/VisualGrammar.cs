namespace Backlot.Channels.Prompts;

/// <summary>Says what a picture shows: "A calm castle hall with tall arches at dusk, amber and indigo palette, …".</summary>
internal sealed class VisualGrammar(Scenery scenery, Moods moods, PromptRandom random)
{
    private static readonly string[] _openShots = ["wide shot", "panoramic view", "distant view", "low angle", "deep perspective"];
    private static readonly string[] _roomShots = ["wide shot", "interior view", "symmetrical composition", "eye-level view"];

    /// <summary>One way of painting for the whole album keeps it one film.</summary>
    private readonly string _style = random.Pick(scenery.Styles);

    /// <param name="scene">What is to be seen.</param>
    /// <param name="index">Position in the album from 0; neighbours get sentences of different shape.</param>
    public string Write(Scene scene, int index)
    {
        var shot = random.Pick(scene.IsIndoors ? _roomShots : _openShots);
        var view = $"{Wording.WithArticle($"{Mood(scene, index)} {scene.Place.Phrase}")} {scene.Time.When}";
        var weather = WeatherPhrase(scene);
        var palette = $"{scene.Palette} palette";
        string?[] clauses = (index % 3) switch
        {
            0 => [view, weather, palette, scene.Detail, scene.Light, scenery.Theme, _style, shot],
            1 => [Joined(view, weather, scene), scene.Detail, scene.Light, palette, scenery.Theme, _style, shot],
            _ => [$"{shot} of {view}", scene.Detail, weather, scene.Light, palette, scenery.Theme, _style],
        };
        return Wording.Capitalised(string.Join(", ", clauses.OfType<string>()));
    }

    private static string Joined(string view, string? weather, Scene scene) =>
        weather is null ? view : scene.IsIndoors ? $"{view} with {weather}" : $"{view} {weather}";

    /// <summary>The owner's moods in turn, every third picture one of the niche's own.</summary>
    private string Mood(Scene scene, int index)
    {
        var said = $"{scene.Place.Phrase} {scene.Detail} {scene.Light} {scene.Palette}";
        if (moods.Words.Count > 0 && index % 3 != 2
            && Wording.Fresh(random, [moods.Words[index % moods.Words.Count]], said) is { } mood)
            return mood;
        return Wording.Fresh(random, scenery.Moods, said) ?? "quiet";
    }

    private string? WeatherPhrase(Scene scene)
    {
        if (scene.Place.Setting == Setting.Cosmos)
            return null;
        var said = $"{scene.Place.Phrase} {scene.Detail} {scene.Light} {scene.Palette}";
        return Wording.Fresh(random, scene.IsIndoors ? scene.Weather.Indoors : scene.Weather.Outdoors, said);
    }
}
