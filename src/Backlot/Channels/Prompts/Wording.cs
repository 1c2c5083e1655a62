using System.Text.RegularExpressions;

namespace Backlot.Channels.Prompts;

/// <summary>Small rules of English.</summary>
internal static partial class Wording
{
    private static readonly string[] _smallWords =
        ["a", "an", "the", "of", "in", "at", "by", "on", "over", "under", "to", "for", "and", "with", "from", "near"];

    /// <summary>"haunting" and "haunted" are one word to the ear.</summary>
    private const int StemLength = 5;

    private static readonly string[] _fillers = ["the", "and", "with", "for", "over", "under", "from", "into", "soft"];

    /// <summary>Words whose first sound is not what their first letter says.</summary>
    private static readonly string[] _spokenWithConsonant = ["one", "use", "used", "useful", "usual", "ukulele"];
    private static readonly string[] _spokenWithVowel = ["hour", "honest", "heir", "8", "11", "18", "80s"];

    /// <summary>"a" or "an" before a phrase, by the sound of its first word.</summary>
    public static string WithArticle(string phrase) => (StartsWithVowel(phrase) ? "an " : "a ") + phrase;

    public static string Capitalised(string text) =>
        text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>"The Garden by the Sea": small words stay small but at the ends; capitals of their own stay.</summary>
    public static string TitleCase(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
        {
            if (i == 0 || i == words.Length - 1 || !_smallWords.Contains(words[i]))
                words[i] = string.Join('-', words[i].Split('-').Select(Capitalised));
        }
        return string.Join(' ', words);
    }

    /// <summary>The stems of words that carry meaning: what a reader would notice said twice.</summary>
    public static IEnumerable<string> ContentWords(string text) =>
        Word().Matches(text.ToLowerInvariant()).Select(match => match.Value.TrimEnd('s'))
            .Where(word => word.Length > 2 && !_fillers.Contains(word))
            .Select(word => word.Length > StemLength ? word[..StemLength] : word);

    /// <summary>One of the options that repeats no content word of the text, or null.</summary>
    public static string? Fresh(PromptRandom random, IEnumerable<string> options, string text)
    {
        var said = ContentWords(text).ToHashSet();
        string[] fresh = [.. options.Where(option => !ContentWords(option).Any(said.Contains))];
        return fresh.Length == 0 ? null : random.Pick(fresh);
    }

    private static bool StartsWithVowel(string phrase)
    {
        var word = Word().Match(phrase.ToLowerInvariant()).Value;
        var consonant = _spokenWithConsonant.Contains(word)
            || word.StartsWith("eu", StringComparison.Ordinal)
            || (word.StartsWith("uni", StringComparison.Ordinal) && !word.StartsWith("unin", StringComparison.Ordinal));
        return !consonant && (_spokenWithVowel.Contains(word) || word.IndexOfAny([.. "aeiouáéíóúäöüåæø"]) == 0);
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
