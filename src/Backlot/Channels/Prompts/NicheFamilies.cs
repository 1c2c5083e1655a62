using System.Text.RegularExpressions;
using Backlot.Channels.Prompts.Families;

namespace Backlot.Channels.Prompts;

/// <summary>Finds what a niche sounds and looks like: "jazz in space" draws on two families.</summary>
internal static partial class NicheFamilies
{
    /// <summary>The earlier of two equally fitting families wins.</summary>
    public static IReadOnlyList<NicheFamily> All { get; } =
    [
        RoyalCourt.Family, FantasyTavern.Family, LofiCafe.Family, SleepAmbient.Family, JazzNoir.Family,
        ClassicalPiano.Family, RainyNature.Family, SynthCity.Family, EpicCinema.Family, CelticFolk.Family,
        JapaneseZen.Family, Winter.Family, Space.Family, Ocean.Family, Halloween.Family, Desert.Family,
    ];

    /// <summary>How many places a second fitting family lends to the first.</summary>
    private const int BorrowedPlaces = 4;

    /// <summary>A niche word counts more in the list that is asked, of sound or scene, than in the other one.</summary>
    private const int Strong = 30, Weak = 10;

    public static NicheFamily For(string niche, Moods moods)
    {
        var nicheWords = Words(niche);
        var moodWords = Words(string.Join(' ', moods.Words));
        var sounds = Ranked(family => Score(family.SoundWords, family.SceneWords));
        var scenes = Ranked(family => Score(family.SceneWords, family.SoundWords));
        if (sounds.Length == 0)
            return Everyday.For(niche);
        var scenery = scenes.Length > 1 && scenes[1].Points >= Strong
            ? Lend(scenes[1].Family.Scenery, scenes[0].Family.Scenery)
            : scenes[0].Family.Scenery;
        return sounds[0].Family with { Scenery = scenery };

        int Score(string[] strong, string[] weak) =>
            Strong * Matches(strong, nicheWords) + Weak * Matches(weak, nicheWords)
            + 2 * Matches(strong, moodWords) + Matches(weak, moodWords);
    }

    /// <summary>Those the niche's own words ask for, best first; the sort is stable.</summary>
    private static (NicheFamily Family, int Points)[] Ranked(Func<NicheFamily, int> score) =>
        [.. All.Select(family => (family, score(family))).Where(rank => rank.Item2 >= Weak)
            .OrderByDescending(rank => rank.Item2)];

    /// <summary>Places only: the borrower's light and colours hold the film together. Space lends nothing.</summary>
    private static Scenery Lend(Scenery lender, Scenery borrower)
    {
        var names = borrower.Places.Select(place => place.Name).ToHashSet();
        var lent = lender.Places
            .Where(place => place.Setting != Setting.Cosmos && !names.Contains(place.Name))
            .Take(BorrowedPlaces);
        return borrower with { Places = [.. borrower.Places, .. lent] };
    }

    private static int Matches(string[] patterns, string[] words) =>
        patterns.Count(pattern => Array.Exists(words, word => pattern.EndsWith('*')
            ? word.StartsWith(pattern[..^1], StringComparison.Ordinal)
            : word == pattern || word == pattern + "s"));

    /// <summary>Lower case, and "lo-fi" is "lofi".</summary>
    public static string[] Words(string text)
    {
        var plain = text.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal).Replace('é', 'e');
        return [.. Word().Matches(plain).Select(match => match.Value)];
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
