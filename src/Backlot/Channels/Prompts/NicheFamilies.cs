using System.Text.RegularExpressions;
using Backlot.Channels.Prompts.Families;

namespace Backlot.Channels.Prompts;

/// <summary>Finds what a niche sounds and looks like: "jazz in space" takes its sound from jazz and its pictures from space.</summary>
internal static partial class NicheFamilies
{
    /// <summary>The earlier of two equally fitting families wins.</summary>
    public static IReadOnlyList<NicheFamily> All { get; } =
    [
        RoyalCourt.Family, FantasyTavern.Family, LofiCafe.Family, SleepAmbient.Family, JazzNoir.Family, ClassicalPiano.Family,
        RainyNature.Family, SynthCity.Family, EpicCinema.Family, CelticFolk.Family, JapaneseZen.Family, Winter.Family,
        Space.Family, Ocean.Family, Halloween.Family, Desert.Family,
    ];

    /// <summary>How many places a second fitting family lends to the first.</summary>
    private const int BorrowedPlaces = 4;

    public static NicheFamily For(string niche, Moods moods)
    {
        var nicheWords = Words(niche);
        var moodWords = Words(string.Join(' ', moods.Words));
        var sound = Ranked(family => Score(family.SoundWords, family.SceneWords)).FirstOrDefault();
        var scenes = Ranked(family => Score(family.SceneWords, family.SoundWords)).Take(2).ToArray();
        if (sound is null || scenes.Length == 0)
            return Everyday.For(niche);
        return sound with { Scenery = scenes is [var first, var second] ? Lend(second.Scenery, first.Scenery) : scenes[0].Scenery };

        int Score(string[] strong, string[] weak) =>
            30 * Matches(strong, nicheWords) + 10 * Matches(weak, nicheWords) + 2 * Matches(strong, moodWords) + Matches(weak, moodWords);
    }

    /// <summary>Those that fit at all, best first; the sort is stable.</summary>
    private static IEnumerable<NicheFamily> Ranked(Func<NicheFamily, int> score) =>
        All.Select(family => (family, score: score(family))).Where(s => s.score >= 10).OrderByDescending(s => s.score).Select(s => s.family);

    private static Scenery Lend(Scenery lender, Scenery borrower)
    {
        var names = borrower.Places.Select(place => place.Name).ToHashSet();
        return borrower with
        {
            Places = [.. borrower.Places, .. lender.Places.Where(place => !names.Contains(place.Name)).Take(BorrowedPlaces)],
        };
    }

    private static int Matches(string[] patterns, string[] words) =>
        patterns.Count(pattern => Array.Exists(words, word => pattern.EndsWith('*')
            ? word.StartsWith(pattern[..^1], StringComparison.Ordinal)
            : word == pattern || word == pattern + "s"));

    /// <summary>Lower case, and "lo-fi" is "lofi".</summary>
    private static string[] Words(string text) =>
        [.. Word().Matches(text.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal).Replace('é', 'e')).Select(m => m.Value)];

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();
}
