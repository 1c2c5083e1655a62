using System.Globalization;
using Backlot.Studio.Characters;

namespace Backlot.Studio.Prompts;

/// <summary>Writes enhanced prompts without a model: the same scene always gets the same words. The user's own stay as they are, in their order;
/// what is added is marked with who adds it. Where the user speaks of something themselves, framing, light, a camera's way, nobody else does.</summary>
internal static class BuiltInSceneWriter
{
    public const string Name = "built-in/1";

    /// <summary>What models of all kinds take. The user's words and what characters look like may be longer; then nothing else is added.</summary>
    public const int MostCharacters = 1000;

    /// <summary>Of what is to be left out; the longest that a model takes. What comes last is the most important.</summary>
    public const int MostNegativeCharacters = 2500;

    public static Enhancement Write(SceneToEnhance scene)
    {
        var cast = Cast.Of(scene.Prompt, scene.Characters);
        var words = WordsWithLooks(scene.Prompt, cast);
        var chosen = Chosen(ShotSentences.Of(scene, cast), MostCharacters - words.Sum(part => part.Text.Length));
        var parts = new List<PromptPart>();
        foreach (var sentence in chosen.Where(s => s.Slot == SentenceSlot.Opening))
            parts.Add(new(sentence.Text + ". ", sentence.By, sentence.Source));
        parts.AddRange(words);
        var isEnded = scene.Prompt is not [.., var end] || char.IsWhiteSpace(end) || (char.IsPunctuation(end) && end is not (')' or '\'' or '’'));
        foreach (var sentence in chosen.Where(s => s.Slot != SentenceSlot.Opening).OrderBy(s => s.Slot))
        {
            parts.Add(new($"{(isEnded ? "" : ".")}{(parts is [.., { Text: [.., var last] }] && !char.IsWhiteSpace(last) ? " " : "")}{sentence.Text}",
                sentence.By, sentence.Source));
            isEnded = sentence.Text[^1] is '.' or '!' or '?';
        }
        if (!isEnded && chosen.Exists(s => s.Slot != SentenceSlot.Opening))
            parts[^1] = parts[^1] with { Text = parts[^1].Text + "." };
        return new(Name, parts, Negative(scene));
    }

    /// <summary>The user's words, with what each character looks like behind their first mention.</summary>
    public static List<PromptPart> WordsWithLooks(string prompt, IReadOnlyList<Character> cast)
    {
        var parts = new List<PromptPart>();
        var told = 0;
        foreach (var character in cast)
            if (Cast.FirstMention(prompt, character.Name) is { } mention && mention.Start + mention.Length >= told
                && LooksOf(character.AppearanceDescriptor) is { Length: > 0 } looks)
            {
                Add(prompt[told..(mention.Start + mention.Length)]);
                told = mention.Start + mention.Length;
                parts.Add(new($" ({looks})", PromptAuthor.Character, character.Name));
            }
        Add(prompt[told..]);
        return parts;

        void Add(string words)
        {
            if (words.Length > 0)
                parts.Add(new(words, PromptAuthor.User));
        }
    }

    private static string LooksOf(Appearance looks) => string.Join(", ", new[]
    {
        looks.Age, looks.Gender, looks.Ethnicity, looks.DistinctiveFeatures, looks.Clothing is { } clothing && !string.IsNullOrWhiteSpace(clothing)
            ? "wearing " + clothing : null,
    }.Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => text?.Trim().TrimEnd('.', ',').ReplaceLineEndings(" ")));

    /// <summary>The most important ones that have room, in their order.</summary>
    private static List<ShotSentence> Chosen(IEnumerable<ShotSentence> sentences, int room)
    {
        var chosen = new List<ShotSentence>();
        foreach (var sentence in sentences.OrderBy(s => s.Importance))
            if (sentence.Text.Length + 2 <= room)
            {
                room -= sentence.Text.Length + 2;
                chosen.Add(sentence);
            }
        return [.. chosen.OrderBy(s => s.Slot).ThenBy(s => s.Importance)];
    }

    /// <summary>What brain and settings want left out and the user does not ask for, as much of it as models are told; null for nothing.</summary>
    public static string? Negative(SceneToEnhance scene)
    {
        IEnumerable<string> avoid = [.. scene.Brain?.Parameters.Avoid ?? [], .. scene.Settings.CustomBrainParams?.Avoid is { } own ? (string[])[own] : []];
        string[] left = [.. avoid.Where(phrase => !PromptWords.AskFor(scene.Setting, phrase)), .. scene.Settings.MatureAesthetic is true ? []
            : (string[])["nudity", "gore"]];
        var room = MostNegativeCharacters;
        var told = left.Distinct(StringComparer.Create(CultureInfo.InvariantCulture, ignoreCase: true)).Reverse().TakeWhile(phrase => (room -= phrase.Length + 2) > 0).Reverse().ToList();
        return told.Count == 0 ? null : string.Join(", ", told);
    }
}
