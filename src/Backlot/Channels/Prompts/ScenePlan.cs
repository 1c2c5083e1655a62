namespace Backlot.Channels.Prompts;

/// <summary>Where and when one track plays. Its picture, its title and what its music is for all come from this.</summary>
internal sealed record Scene(Place Place, TimeOfDay Time, Weather Weather, string Detail, string Light, string Palette)
{
    public bool IsIndoors => Place.Setting == Setting.Indoors;

    /// <summary>"moonlit", from the light; null where no word fits.</summary>
    public string? LightAdjective => _lightAdjectives.FirstOrDefault(pair => Light.Contains(pair.Word)).Adjective;

    private static readonly (string Word, string Adjective)[] _lightAdjectives =
    [
        ("candle", "candle-lit"), ("lantern", "lantern-lit"), ("neon", "neon-lit"), ("fire", "firelit"),
        ("lamp", "lamp-lit"), ("moon", "moonlit"), ("sun", "sunlit"), ("starlight", "starlit"),
    ];
}

/// <summary>Twenty scenes that go through the hours of a day or an evening, no place twice in a row.</summary>
internal static class ScenePlan
{
    public static Scene[] Draw(Scenery scenery, int count, PromptRandom random)
    {
        var places = DealPlaces(scenery.Places, count, random);
        var scenes = new Scene[count];
        for (var i = 0; i < count; i++)
        {
            var time = TimeOfDay.Named(scenery.Times[i * scenery.Times.Length / count]);
            scenes[i] = Draw(scenery, places[i], time, i == 0 ? null : scenes[i - 1], random);
        }
        return scenes;
    }

    private static Scene Draw(Scenery scenery, Place place, TimeOfDay time, Scene? previous, PromptRandom random)
    {
        var weather = DrawWeather(scenery, place, time, previous, random);
        var details = place.Setting == Setting.Indoors ? scenery.Ornaments : scenery.Subjects;
        var detail = Wording.Fresh(random, details.Where(d => d != previous?.Detail), place.Phrase) ?? random.Pick(details);
        var light = Wording.Fresh(random, Lights(scenery, place, time, weather), place.Phrase + " " + detail);
        return new(place, time, weather, detail, light ?? "soft light rays", DrawPalette(scenery, time, previous, random));
    }

    /// <summary>Every place once before any comes again, and never the same twice in a row.</summary>
    private static List<Place> DealPlaces(Place[] places, int count, PromptRandom random)
    {
        var dealt = new List<Place>();
        while (dealt.Count < count)
        {
            var round = random.Shuffle(places);
            if (dealt.Count > 0 && round[0] == dealt[^1])
                (round[0], round[^1]) = (round[^1], round[0]);
            dealt.AddRange(round);
        }
        return dealt[..count];
    }

    private static Weather DrawWeather(Scenery scenery, Place place, TimeOfDay time, Scene? previous, PromptRandom random)
    {
        if (place.Setting == Setting.Cosmos)
            return Weather.Clear;
        Weather[] possible = [.. scenery.Weathers.Select(Weather.Named).Where(weather => Possible(weather, place, time))];
        Weather[] changed = [.. possible.Where(weather => weather != previous?.Weather)];
        return changed.Length > 0 ? random.Pick(changed) : possible.Length > 0 ? random.Pick(possible) : Weather.Clear;
    }

    private static bool Possible(Weather weather, Place place, TimeOfDay time) =>
        (time.IsDark || !weather.NeedsDark) && (place.Setting == Setting.Outdoors || weather.Indoors.Length > 0 || weather == Weather.Clear);

    private static IEnumerable<string> Lights(Scenery scenery, Place place, TimeOfDay time, Weather weather)
    {
        if (place.Setting == Setting.Cosmos)
            return scenery.Lamps;
        if (place.Setting == Setting.Indoors)
            return time.IsDark || weather.HidesSky ? scenery.Lamps : time.RoomLights;
        if (weather.HidesSky)
            return time.IsDark ? scenery.Lamps : ["pale light rays", "soft reflections"];
        return time.IsDark ? time.SkyLights.Concat(scenery.Lamps) : time.SkyLights;
    }

    /// <summary>A palette that suits the hour, and not the one before it.</summary>
    private static string DrawPalette(Scenery scenery, TimeOfDay time, Scene? previous, PromptRandom random)
    {
        string[] others = [.. scenery.Palettes.Where(palette => palette != previous?.Palette)];
        string[] fitting = [.. others.Where(palette => time.Colours.Any(palette.Contains))];
        return random.Pick(fitting.Length > 0 ? fitting : others);
    }
}
