using System.Text;

namespace Backlot.Generation.Dummy.Music.Prompts;

/// <summary>A known phrase or a single unknown word of a prompt.</summary>
/// <param name="IsNegated">"no" or "without" stands before it.</param>
internal readonly record struct PromptPhrase(string Text, bool IsNegated);

/// <summary>
/// Splits free text into the longest phrases the vocabulary knows, so that "bass drum" is not a bass.
/// </summary>
internal static class PromptPhrases
{
    public static IEnumerable<PromptPhrase> In(string prompt)
    {
        var words = Words(prompt);
        var negated = false;
        for (var i = 0; i < words.Count;)
        {
            if (words[i] is "no" or "without")
            {
                negated = true;
                i++;
                continue;
            }
            var (text, length) = Longest(words, i);
            yield return new PromptPhrase(text, negated);
            negated = false;
            i += length;
        }
    }

    private static (string Text, int Length) Longest(List<string> words, int at)
    {
        for (var length = Math.Min(3, words.Count - at); length >= 1; length--)
        {
            var text = string.Join(' ', words.GetRange(at, length));
            if (IsKnown(text))
                return (text, length);
            if (text.EndsWith('s') && IsKnown(text[..^1]))
                return (text[..^1], length);
        }
        return (words[at], 1);
    }

    private static bool IsKnown(string text) =>
        PromptWords.Instruments.ContainsKey(text) || PromptWords.Moods.ContainsKey(text)
            || PromptWords.Paces.ContainsKey(text);

    private static List<string> Words(string prompt)
    {
        var text = new StringBuilder(prompt.Length);
        foreach (var c in prompt)
            text.Append(char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ');
        return [.. text.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }
}
