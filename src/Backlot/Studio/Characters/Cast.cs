using System.Globalization;
using System.Text;

namespace Backlot.Studio.Characters;

/// <summary>Who appears in a scene: whoever is named in its words.</summary>
internal static class Cast
{
    private const StringComparison Alike = StringComparison.OrdinalIgnoreCase;

    /// <summary>Those who are named, in the order in which they are.</summary>
    public static IReadOnlyList<Character> Of(string prompt, IEnumerable<Character> characters) =>
        [.. characters.Select(character => (character, Mention: FirstMention(prompt, character.Name))).Where(c => c.Mention is not null)
            .OrderBy(c => c.Mention?.Start).ThenBy(c => c.character.Id).Select(c => c.character)];

    /// <summary>Where a name first stands as a word of its own: the whole name, else its first word, as people write it.</summary>
    /// <returns>Null when it does not.</returns>
    public static (int Start, int Length)? FirstMention(string prompt, string name)
    {
        if (Find(prompt, name.Trim(), Alike) is { } whole)
            return whole;
        // The first word of a name alone must be written like a name: Rose is somebody, a rose is not.
        var first = name.Trim().Split(' ')[0];
        return first.Length >= 3 && char.IsUpper(first[0]) && !IsTitle(first) ? Find(prompt, first, StringComparison.Ordinal) : null;
    }

    private static (int Start, int Length)? Find(string prompt, string name, StringComparison how)
    {
        if (name.Length == 0)
            return null;
        for (var at = prompt.IndexOf(name, how); at >= 0; at = prompt.IndexOf(name, at + 1, how))
            if (!IsInWord(prompt, at - 1) && !IsInWord(prompt, at + name.Length))
                return (at, name.Length);
        return null;
    }

    private static bool IsInWord(string prompt, int at) => at >= 0 && at < prompt.Length
        && (char.IsLetterOrDigit(prompt[at]) || CharUnicodeInfo.GetUnicodeCategory(prompt[at]) is UnicodeCategory.NonSpacingMark);

    /// <summary>Words that begin names and stand for nobody by themselves.</summary>
    private static bool IsTitle(string word) => word.TrimEnd('.').Normalize(NormalizationForm.FormC) is
        "The" or "Old" or "Young" or "Little" or "Doctor" or "Mister" or "Captain" or "Mrs" or "Miss" or "Professor" or "King" or "Queen" or "Lady" or "Lord" or "Aunt" or "Uncle";
}
