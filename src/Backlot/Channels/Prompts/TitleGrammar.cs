namespace Backlot.Channels.Prompts;

/// <summary>Names tracks after their scenes, "Mist over the Moat", and repeats few words within an album.</summary>
internal sealed class TitleGrammar(NicheFamily family, PromptRandom random)
{
    private const int FewestWords = 2, MostWords = 5;

    /// <summary>How many of the 20 titles may be hand-written ones: as salt, not as the dish.</summary>
    private const int MostHandWritten = 6;

    private readonly HashSet<string> _given = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _wordUses = [];
    private readonly Dictionary<string, int> _shapeUses = [];
    private string? _lastShape;

    public string Write(Scene scene)
    {
        var candidates = random.Shuffle(Candidates(scene).Where(c => ReadsWell(c.Title) && !_given.Contains(c.Title)));
        var (shape, title) = candidates.Length > 0
            ? candidates.MinBy(Repetition)
            : ("numbered", Numbered(Wording.TitleCase($"the {scene.Place.Name}")));
        _given.Add(title);
        _lastShape = shape;
        Count(_shapeUses, shape);
        foreach (var word in Wording.ContentWords(title))
            Count(_wordUses, word);
        return title;
    }

    private IEnumerable<(string Shape, string Title)> Candidates(Scene scene)
    {
        var (place, time, weather) = (scene.Place, scene.Time, scene.Weather);
        string?[] adjectives = [.. time.Adjectives, scene.LightAdjective, weather.Adjective];
        foreach (var adjective in adjectives.OfType<string>())
            yield return ("adjective", Wording.TitleCase($"the {adjective} {place.Name}"));
        yield return ("hour at place", Wording.TitleCase($"{time.Name} {place.At}"));
        yield return ("place at hour", Wording.TitleCase($"the {place.Name} {time.When}"));
        if (place.Setting == Setting.Outdoors && weather.Over is { } over)
            yield return ("weather", Wording.TitleCase($"{over} the {place.Name}"));
        if (place.Setting != Setting.Indoors)
            yield return ("subject", Wording.TitleCase($"{scene.Detail} {place.At}"));
        foreach (var mood in family.Scenery.Moods.Where(scene.Shows))
            yield return ("mood", Wording.TitleCase($"{Wording.WithArticle(mood)} {time.Name}"));
        if (_shapeUses.GetValueOrDefault("hand-written") < MostHandWritten)
        {
            foreach (var title in family.Sound.Titles)
                yield return ("hand-written", title);
        }
    }

    /// <summary>Words heard before weigh most; then shapes of title used often, or just now.</summary>
    private int Repetition((string Shape, string Title) candidate) =>
        4 * Wording.ContentWords(candidate.Title).Sum(word => _wordUses.GetValueOrDefault(word))
        + 2 * _shapeUses.GetValueOrDefault(candidate.Shape)
        + (candidate.Shape == _lastShape ? 6 : 0);

    /// <summary>Only when all else is taken: "The Garden II", as parts of a suite are named.</summary>
    private string Numbered(string title) =>
        new[] { "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X" }.Select(number => $"{title} {number}")
            .First(numbered => !_given.Contains(numbered));

    private static bool ReadsWell(string title) =>
        title.Split(' ').Length is >= FewestWords and <= MostWords
        && Wording.ContentWords(title).Distinct().Count() == Wording.ContentWords(title).Count();

    private static void Count(Dictionary<string, int> uses, string key) => uses[key] = uses.GetValueOrDefault(key) + 1;
}
