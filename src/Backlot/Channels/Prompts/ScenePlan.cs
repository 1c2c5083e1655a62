namespace Backlot.Channels.Prompts;

/// <summary>Twenty scenes that go through the hours of a day or an evening, no place twice in a row.</summary>
/// <param name="scenery">What may be seen.</param>
/// <param name="ownersWords">Niche and moods: "rainy" or "night" decide about most scenes.</param>
/// <param name="random">The stream of the scenes.</param>
internal sealed class ScenePlan(Scenery scenery, string[] ownersWords, PromptRandom random)
{
    /// <summary>A place that comes again does so after at least this many others.</summary>
    private const int PlacesBetween = 4;

    private const double WantedWeatherShare = 0.6;

    private readonly string[] _times = TimeOfDay.Asked(ownersWords, scenery.Times);
    private readonly Weather[] _wanted = Wanted(ownersWords);
    private readonly Weather[] _weathers = Season(scenery, Wanted(ownersWords), random);

    public Scene[] Draw(int count)
    {
        var places = DealPlaces(count);
        var scenes = new Scene[count];
        for (var i = 0; i < count; i++)
        {
            var time = TimeOfDay.Named(_times[i * _times.Length / count]);
            scenes[i] = Draw(places[i], time, i == 0 ? null : scenes[i - 1]);
        }
        return scenes;
    }

    private Scene Draw(Place place, TimeOfDay time, Scene? previous)
    {
        var weather = DrawWeather(place, time, previous);
        var details = place.Setting == Setting.Indoors ? scenery.Ornaments : scenery.Subjects;
        var others = details.Where(detail => detail != previous?.Detail && place.CanHold(detail));
        var detail = Wording.Fresh(random, others, place.Phrase) ?? details[0];
        var lights = Lights(place, time, weather).Where(place.CanHold);
        var light = Wording.Fresh(random, lights, $"{place.Phrase} {detail}") ?? "soft light rays";
        return new(place, time, weather, detail, light, DrawPalette(time, previous));
    }

    /// <summary>Every place once before any comes again.</summary>
    private List<Place> DealPlaces(int count)
    {
        var dealt = new List<Place>();
        while (dealt.Count < count)
        {
            var round = random.Shuffle(scenery.Places);
            var justSeen = dealt.TakeLast(PlacesBetween).ToHashSet();
            dealt.AddRange(round.OrderBy(justSeen.Contains));
        }
        return dealt[..count];
    }

    private static Weather[] Wanted(string[] words) => [.. words.Select(Weather.Meant).OfType<Weather>().Distinct()];

    /// <summary>One album is one season: no fireflies in the snow.</summary>
    private static Weather[] Season(Scenery scenery, Weather[] wanted, PromptRandom random)
    {
        var all = scenery.Weathers.Select(Weather.Named).Union(wanted).ToArray();
        string[] ofWinter = ["snow", "aurora"], ofSummer = ["fireflies", "rain", "storm"];
        var (wantsWinter, wantsSummer) = (Wants(ofWinter), Wants(ofSummer));
        var winter = wantsWinter == wantsSummer ? scenery.Weathers[0] == "snow" || random.Chance(0.3) : wantsWinter;
        var others = winter ? ofSummer : ofWinter[..1];
        return [.. all.Where(weather => !others.Contains(weather.Name) || wanted.Contains(weather))];

        bool Wants(string[] names) => wanted.Any(weather => names.Contains(weather.Name));
    }

    private Weather DrawWeather(Place place, TimeOfDay time, Scene? previous)
    {
        if (place.Setting == Setting.Cosmos)
            return Weather.Clear;
        Weather[] possible = [.. _weathers.Where(weather => weather.CanBeSeen(place, time))];
        Weather[] asked = [.. possible.Intersect(_wanted)];
        if (asked.Length > 0 && random.Chance(WantedWeatherShare))
            return random.Pick(asked);
        Weather[] changed = [.. possible.Where(weather => weather != previous?.Weather)];
        return changed.Length > 0 ? random.Pick(changed) : Weather.Clear;
    }

    private IEnumerable<string> Lights(Place place, TimeOfDay time, Weather weather)
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
    private string DrawPalette(TimeOfDay time, Scene? previous)
    {
        string[] others = [.. scenery.Palettes.Where(palette => palette != previous?.Palette)];
        string[] fitting = [.. others.Where(palette => time.Colours.Any(palette.Contains))];
        return random.Pick(fitting.Length > 0 ? fitting : others);
    }
}
