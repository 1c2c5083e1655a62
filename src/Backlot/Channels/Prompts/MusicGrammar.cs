namespace Backlot.Channels.Prompts;

/// <summary>Says how a track sounds: "Slow regal court music for a banquet: 68 bpm, D dorian, lute …".</summary>
internal sealed class MusicGrammar(SoundWorld sound, Moods moods, PromptRandom random)
{
    private static readonly string[] _hourAdjectives = ["quiet", "long", "lingering", "slow"];

    /// <summary>The album's own room: one or two reverbs, so that its tracks sound recorded together.</summary>
    private readonly string[] _reverbs = random.Shuffle(sound.Reverbs)[..Math.Min(2, sound.Reverbs.Length)];

    private readonly List<string> _uses = [];
    private string? _lastLead;
    private int _moodsUsed;

    /// <param name="scene">The picture the track is heard with.</param>
    /// <param name="step">Its tempo, key and energy.</param>
    /// <param name="index">Position in the album from 0.</param>
    public string Write(Scene scene, MusicStep step, int index)
    {
        var ensemble = Ensemble(step);
        var reverb = random.Pick(_reverbs);
        var clauses = new List<string> { $"{step.TempoBpm} bpm", step.Key, ensemble };
        if (Pulse(step, ensemble) is { } pulse)
            clauses.Add(pulse);
        if (Texture(scene, $"{ensemble} {reverb}") is { } texture)
            clauses.Add(texture);
        clauses.Add(reverb);
        var body = string.Join(", ", clauses);
        return $"{Wording.Capitalised(Head(scene, step, index, $"{ensemble} {reverb}"))}: {body}";
    }

    /// <summary>Another first lead than the track before; two leads when there is much going on.</summary>
    private string Ensemble(MusicStep step)
    {
        var leads = random.Shuffle(sound.Leads.Where(lead => lead != _lastLead));
        var first = leads[0];
        _lastLead = first;
        var second = Wording.Fresh(random, leads[1..], first);
        var bed = Wording.Fresh(random, sound.Beds, $"{first} {second}") ?? Wording.Fresh(random, sound.Beds, first);
        if (second is null || bed is null)
            return bed is null ? $"{first} with {second ?? "synth pads"}" : $"{first} over {bed}";
        if (step.Energy < 0.3)
            return random.Chance(0.5) ? $"{first} over {bed}" : $"{first} with {bed}";
        return random.NextIndex(3) switch
        {
            0 => $"{first} answered by {second} over {bed}",
            1 when !bed.Contains(" and ") => $"{first}, {second} and {bed}",
            _ => $"{first} and {second} over {bed}",
        };
    }

    /// <summary>Percussion only where the album moves; the last tracks have none.</summary>
    private string? Pulse(MusicStep step, string ensemble) =>
        sound.Pulses.Length > 0 && step.Energy > 0.25 && random.Chance(0.55 + step.Energy / 2)
            ? Wording.Fresh(random, sound.Pulses, ensemble)
            : null;

    /// <summary>Rain is heard where rain is seen; else one of the niche's own textures now and then.</summary>
    private string? Texture(Scene scene, string said)
    {
        if (scene.Weather.Name is "rain" or "storm" && random.Chance(0.7))
            return "soft rain";
        return random.Chance(0.5) ? Wording.Fresh(random, sound.Textures, said) : null;
    }

    private string Head(Scene scene, MusicStep step, int index, string body)
    {
        var mood = Mood(index, body);
        var genre = Wording.Fresh(random, sound.Genres, $"{body} {mood}")
            ?? Wording.Fresh(random, sound.Genres, mood) ?? "music";
        var lead = $"{mood} {genre}";
        var second = Wording.Fresh(random, sound.Moods, $"{lead} {body}");
        var pace = Wording.Fresh(random, Paces(step.TempoBpm), $"{lead} {second}");
        var opening = (index % 3) switch
        {
            0 when pace is not null => $"{pace} {lead}",
            1 when second is not null => $"{mood} and {second} {genre}",
            _ => lead,
        };
        return $"{opening} for {Use(scene, index, $"{opening} {body}")}";
    }

    private string Mood(int index, string said)
    {
        // Every fourth track speaks with the niche's voice alone, so that few keywords do not fill the album.
        if (moods.Words.Count > 0 && index % 4 != 3)
            return moods.Words[_moodsUsed++ % moods.Words.Count];
        return Wording.Fresh(random, sound.Moods, said) ?? random.Pick(sound.Moods);
    }

    /// <summary>By turns what such music is for, and the hour and place of the picture.</summary>
    private string Use(Scene scene, int index, string said)
    {
        var unused = sound.Uses.Except(_uses);
        if (index % 2 == 0 && Wording.Fresh(random, unused, said) is { } use)
        {
            _uses.Add(use);
            return use;
        }
        var seen = new[] { scene.Weather.Adjective, scene.LightAdjective }.OfType<string>();
        said = $"{said} {scene.Time.Name} {scene.Place.Name}";
        var adjective = Wording.Fresh(random, seen, said) ?? Wording.Fresh(random, _hourAdjectives, said) ?? "whole";
        return $"{Wording.WithArticle($"{adjective} {scene.Time.Name}")} {scene.Place.At}";
    }

    private static string[] Paces(int bpm) => bpm switch
    {
        < 60 => ["very slow", "unhurried", "weightless"],
        < 78 => ["slow", "unhurried", "leisurely"],
        < 96 => ["easy-going", "strolling", "mid-tempo"],
        < 118 => ["flowing", "mid-tempo", "steady"],
        _ => ["lively", "brisk", "driving"],
    };
}
