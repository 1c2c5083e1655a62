using System.Text;
using Backlot.Generation.Dummy.Images.Drawing;

namespace Backlot.Generation.Dummy.Images.Reading;

/// <summary>
/// Finds the known words of a prompt. It reads loosely: any order, any case, singular or plural; a word after
/// "no" or "without" is not asked for.
/// </summary>
internal static class PromptReader
{
    public static SceneBrief Read(string prompt, Dice dice)
    {
        var words = Normalise(prompt);
        var places = Collect(words, Vocabulary.PlaceWords).Aggregate(Places.None, (all, place) => all | place);
        var air = Collect(words, Vocabulary.AirWords).Aggregate(Air.None, (all, one) => all | one);
        var subjects = Collect(words, Vocabulary.SubjectWords).Aggregate(Subjects.None, (all, one) => all | one);
        var lamps = Collect(words, Vocabulary.LampWords).Aggregate(Lamps.None, (all, one) => all | one);
        var tones = Collect(words, Vocabulary.ToneWords).Aggregate(Tones.None, (all, one) => all | one);
        var hours = Collect(words, Vocabulary.Hours).ToArray();
        return new(
            hours.Length > 0 ? hours[0] : AnyHour(air, lamps, dice),
            places != Places.None ? places : AnyPlace(words, subjects, dice),
            air, subjects, lamps, tones, Colours(WithoutHours(words)));
    }

    /// <summary>"Golden hour" and "blue hour" are hours: their first words must not colour the picture a second
    /// time.</summary>
    private static string WithoutHours(string words) =>
        words.Replace(" golden hour ", " ").Replace(" golden light ", " ").Replace(" blue hour ", " ");

    private static Hour AnyHour(Air air, Lamps lamps, Dice dice) =>
        (air & (Air.Aurora | Air.Stars | Air.Fireflies)) != 0 || (lamps & (Lamps.Moon | Lamps.Neon)) != 0 ? Hour.Night
        : (lamps & (Lamps.Candles | Lamps.Fire | Lamps.Windows)) != 0 ? Hour.Dusk
        : (lamps & (Lamps.Rays | Lamps.Sun)) != 0 ? dice.Pick(Hour.Dawn, Hour.Morning, Hour.GoldenHour)
        : dice.Pick(Hour.Dawn, Hour.GoldenHour, Hour.Sunset, Hour.Dusk, Hour.Dusk, Hour.Night);

    private static Places AnyPlace(string words, Subjects subjects, Dice dice) =>
        (subjects & Subjects.Pagoda) != 0 ? Places.Temple | Places.Hills
        : (subjects & Subjects.Lighthouse) != 0 ? Places.Sea
        : (subjects & Subjects.Palms) != 0 ? Places.Sea
        : (subjects & Subjects.Planet) != 0 ? Places.Space
        : (subjects & (Subjects.Cat | Subjects.Books)) != 0 ? Places.Room
        : (subjects & Subjects.Banners) != 0 && (subjects & Subjects.Castle) == 0 ? Places.Hall
        : (subjects & Subjects.Castle) != 0
            ? dice.Pick(Places.Hills | Places.Mountains, Places.Hills | Places.Lake, Places.Mountains)
        : Collect(words, Vocabulary.MoodWords).FirstOrDefault() is var mood and not Places.None && dice.Chance(0.7f)
            ? mood
        : dice.Pick(Places.Mountains | Places.Lake, Places.Hills, Places.Forest, Places.Sea,
            Places.Meadow | Places.Hills, Places.Mountains);

    private static ColourWord[] Colours(string words) =>
    [
        .. ColourWord.All
            .Select(colour => (Colour: colour, At: colour.Names.Split(' ').Select(name => Find(words, name))
            .Where(at => at >= 0)))
            .Where(found => found.At.Any())
            .OrderBy(found => found.At.Min())
            .Select(found => found.Colour)
            .Take(4),
    ];

    /// <summary>The meanings of the entries whose words the prompt has; as <see cref="Read"/>, it reads loosely.</summary>
    public static IEnumerable<T> Find<T>(string prompt, (string Phrases, T Meaning)[] entries) => Collect(Normalise(prompt), entries);

    private static IEnumerable<T> Collect<T>(string words, (string Phrases, T Meaning)[] entries) =>
        entries.Where(entry => entry.Phrases.Split(", ").Any(phrase => Find(words, phrase) >= 0))
            .Select(entry => entry.Meaning);

    private static int Find(string words, string phrase)
    {
        foreach (var ending in (ReadOnlySpan<string>)[" ", "s ", "es "])
        {
            var at = words.IndexOf(" " + phrase + ending, StringComparison.Ordinal);
            if (at >= 0 && !IsDenied(words.AsSpan(0, at)))
            {
                return at;
            }
        }

        return -1;
    }

    private static bool IsDenied(ReadOnlySpan<char> before) =>
        before.EndsWith(" no") || before.EndsWith(" without") || before.EndsWith(" not");

    /// <summary>Lower case, single spaces, nothing but letters and digits, a space at both ends; at most 4,000
    /// characters.</summary>
    private static string Normalise(string prompt)
    {
        var text = new StringBuilder(" ");
        foreach (var letter in prompt.AsSpan(0, Math.Min(prompt.Length, 4_000)))
        {
            if (char.IsLetterOrDigit(letter))
            {
                text.Append(char.ToLowerInvariant(letter));
            }
            else if (text[^1] != ' ')
            {
                text.Append(' ');
            }
        }

        return text[^1] == ' ' ? text.ToString() : text.Append(' ').ToString();
    }
}
