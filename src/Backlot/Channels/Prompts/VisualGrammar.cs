namespace Backlot.Channels.Prompts;

/// <summary>Says what a picture shows: "A calm castle hall with tall arches at dusk, amber and …".</summary>
internal sealed class VisualGrammar(Scenery scenery, Moods moods, PromptRandom random)
{
    private static readonly string[] _openShots =
        ["wide shot", "panoramic view", "distant view", "low view", "broad view"];
    private static readonly string[] _roomShots =
        ["wide shot", "interior view", "symmetrical view", "eye-level view"];

    /// <summary>One way of painting for the whole album keeps it one film.</summary>
    private readonly string _style = random.Pick(scenery.Styles);

    /// <summary>The one used longest ago comes first.</summary>
    private readonly List<string> _ownMoods = [.. moods.Words];

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

    /// <summary>The owner's moods in turn, where they can be seen; every third picture has the niche's own.</summary>
    private string Mood(Scene scene, int index)
    {
        var own = index % 3 == 2 ? null : _ownMoods.Find(mood =>
            scene.Shows(mood) && Wording.Fresh(random, [mood], scene.Place.Phrase) is not null);
        if (own is null)
            return Wording.Fresh(random, scenery.Moods.Where(scene.Shows), scene.Said) ?? "quiet";
        _ownMoods.Remove(own);
        _ownMoods.Add(own);
        return own;
    }

    private string? WeatherPhrase(Scene scene) => scene.Place.Setting == Setting.Cosmos
        ? null
        : Wording.Fresh(random, scene.IsIndoors ? scene.Weather.Indoors : scene.Weather.Outdoors, scene.Said);
}
