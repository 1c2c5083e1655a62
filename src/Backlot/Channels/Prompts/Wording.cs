using System.Text.RegularExpressions;

namespace Backlot.Channels.Prompts;

/// <summary>Small rules of English.</summary>
internal static partial class Wording
{
    private static readonly string[] _smallWords =
        ["a", "an", "the", "of", "in", "at", "by", "on", "over", "under", "to", "for", "and", "with", "from", "near"];

    /// <summary>"a" or "an" before a phrase, by the sound of its first word.</summary>
    public static string WithArticle(string phrase) => (StartsWithVowel(phrase) ? "an " : "a ") + phrase;

    public static string Capitalised(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>"The Garden by the Sea": small words stay small but at the ends; words with capitals of their own keep them.</summary>
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

    /// <summary>The words that carry meaning, without plural s: what a reader would notice said twice.</summary>
    public static IEnumerable<string> ContentWords(string text) =>
        Word().Matches(text.ToLowerInvariant()).Select(m => m.Value.TrimEnd('s')).Where(w => w.Length > 2 && !IsFiller(w));

    /// <summary>One of the options that repeats no content word of the text, or null.</summary>
    public static string? Fresh(PromptRandom random, IEnumerable<string> options, string text)
    {
        var said = ContentWords(text).ToHashSet();
        string[] fresh = [.. options.Where(option => !ContentWords(option).Any(said.Contains))];
        return fresh.Length == 0 ? null : random.Pick(fresh);
    }

    private static bool IsFiller(string word) =>
        word is "the" or "and" or "with" or "for" or "over" or "under" or "from" or "soft" or "into";

    private static bool StartsWithVowel(string phrase)
    {
        var word = Word().Match(phrase.ToLowerInvariant()).Value;
        if (word.StartsWith("uni", StringComparison.Ordinal) && !word.StartsWith("unin", StringComparison.Ordinal)
            || word.StartsWith("eu", StringComparison.Ordinal) || word is "one" or "use" or "used" or "useful" or "usual")
            return false;
        return word is "hour" or "honest" or "heir" or "11" or "18" || (word.Length > 0 && "aeiou8áéíóúäöüåæø".Contains(word[0]));
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();
}
