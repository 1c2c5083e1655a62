namespace Backlot.Channels.Prompts;

/// <summary>Writes the prompts of an album from a grammar: free, offline, and always the same for a brief.</summary>
public static class BuiltInPromptWriter
{
    /// <summary>Tracks, and pictures, of every album.</summary>
    public const int TrackCount = 20;

    /// <summary>
    /// Titles, lengths and whatever prompts the brief leaves open. The words depend on niche, moods and seed alone;
    /// neighbours overlap by the crossfade, so the lengths less 19 crossfades are the target to the frame.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The niche is blank, the owner's prompts are not 20 or one is blank, a time is no whole number of frames, or the
    /// film is too short for 20 tracks of twice the crossfade and half a second. The message names the brief's field.
    /// </exception>
    public static AlbumPrompts Write(PromptBrief brief)
    {
        ArgumentNullException.ThrowIfNull(brief);
        ArgumentException.ThrowIfNullOrWhiteSpace(brief.Niche, "niche");
        RequireAll(brief.MusicPrompts, "musicPrompts");
        RequireAll(brief.VisualPrompts, "visualPrompts");

        var lengths = TrackLengths.Draw(brief, TrackCount, new(brief, "lengths"));
        var moods = new Moods(brief.MoodKeywords);
        var family = NicheFamilies.For(brief.Niche, moods);
        string[] ownersWords = [.. NicheFamilies.Words(brief.Niche), .. moods.Words];
        var scenes = new ScenePlan(family.Scenery, ownersWords, new(brief, "scenes")).Draw(TrackCount);
        var music = brief.MusicPrompts ?? Music(brief, family.Sound, moods, scenes);
        var visuals = brief.VisualPrompts ?? Visuals(brief, family.Scenery, moods, scenes);

        var titles = new TitleGrammar(family, new(brief, "titles"));
        var musicSeeds = new PromptRandom(brief, "music seeds");
        var visualSeeds = new PromptRandom(brief, "visual seeds");
        return new(
            [.. music.Select((prompt, i) => new MusicPrompt(i + 1, titles.Write(scenes[i]), prompt,
                (double)lengths[i] / TrackLengths.FramesPerSecond, musicSeeds.NextSeed()))],
            [.. visuals.Select((prompt, i) => new VisualPrompt(i + 1, prompt, visualSeeds.NextSeed()))]);
    }

    private static string[] Music(PromptBrief brief, SoundWorld sound, Moods moods, Scene[] scenes)
    {
        var arc = MusicArc.Draw(sound, moods, TrackCount, new(brief, "arc"));
        var grammar = new MusicGrammar(sound, moods, new(brief, "music"));
        return Distinct(scenes, (scene, i) => grammar.Write(scene, arc[i], i));
    }

    private static string[] Visuals(PromptBrief brief, Scenery scenery, Moods moods, Scene[] scenes)
    {
        var grammar = new VisualGrammar(scenery, moods, new(brief, "visuals"));
        return Distinct(scenes, grammar.Write);
    }

    /// <summary>Writes a prompt again when it came out like an earlier one.</summary>
    private static string[] Distinct(Scene[] scenes, Func<Scene, int, string> write)
    {
        var written = new List<string>();
        foreach (var (i, scene) in scenes.Index())
        {
            var prompt = write(scene, i);
            for (var again = 0; again < 50 && written.Contains(prompt); again++)
                prompt = write(scene, i);
            written.Add(prompt);
        }
        return [.. written];
    }

    private static void RequireAll(IReadOnlyList<string>? prompts, string field)
    {
        if (prompts is null)
            return;
        if (prompts.Count != TrackCount)
        {
            throw new ArgumentException(
                $"{field} has {prompts.Count} prompts: give exactly {TrackCount}, or leave it out.", field);
        }
        for (var i = 0; i < prompts.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(prompts[i]))
                throw new ArgumentException($"{field}[{i}] is blank: every prompt needs words.", field);
        }
    }
}
