using System.Globalization;
using System.Text.RegularExpressions;
using Backlot.Generation.Dummy.Music.Theory;

namespace Backlot.Generation.Dummy.Music.Prompts;

/// <summary>Finds the key and the tempo in free text.</summary>
internal static partial class PromptKey
{
    public const double SlowestBpm = 40, FastestBpm = 180;

    /// <summary>"D dorian", "f# minor", "B flat major", "key of G", "in Am"; either half may be missing.</summary>
    public static (int? Root, Mode? Mode) Find(string prompt)
    {
        var full = RootAndMode().Match(prompt);
        if (full.Success)
            return (Root(full), ModeOf(full.Groups["mode"].Value));

        var letter = KeyOf().Match(prompt);
        var alone = ModeAlone().Match(prompt);
        Mode? mode = alone.Success ? ModeOf(alone.Value) : null;
        if (!letter.Success)
            return (null, mode);
        return (Root(letter), mode ?? (letter.Groups["m"].Success ? Mode.Minor : null));
    }

    /// <summary>Beats per minute, held within 40 to 180, or null when the text names none.</summary>
    public static double? FindTempo(string prompt)
    {
        var match = Bpm().Match(prompt);
        return match.Success && double.TryParse(match.Groups["n"].Value, CultureInfo.InvariantCulture, out var bpm)
            ? Math.Clamp(bpm, SlowestBpm, FastestBpm)
            : null;
    }

    /// <summary>"4/4", "3/4" or "6/8" when the text names one, or a dance that implies it.</summary>
    public static string? FindMeter(string prompt)
    {
        var match = MeterName().Match(prompt);
        return !match.Success ? null : match.Value.ToLowerInvariant() switch
        {
            "3/4" or "waltz" or "waltzes" or "minuet" or "sarabande" => "3/4",
            "6/8" or "jig" or "siciliana" or "barcarolle" => "6/8",
            _ => "4/4",
        };
    }

    private static int Root(Match match)
    {
        var natural = "c d ef g a b".IndexOf(char.ToLowerInvariant(match.Groups["root"].Value[0]),
            StringComparison.Ordinal);
        return match.Groups["accidental"].Value.Trim(' ', '-').ToLowerInvariant() switch
        {
            "#" or "♯" or "sharp" => (natural + 1) % 12,
            "b" or "♭" or "flat" => (natural + 11) % 12,
            _ => natural,
        };
    }

    private static Mode ModeOf(string name) => name.ToLowerInvariant().Replace('-', ' ') switch
    {
        var n when n.StartsWith("harmonic", StringComparison.Ordinal) => Mode.HarmonicMinor,
        "minor pentatonic" => Mode.MinorPentatonic,
        "pentatonic" or "major pentatonic" or "pentatonic major" => Mode.MajorPentatonic,
        "pentatonic minor" => Mode.MinorPentatonic,
        "dorian" => Mode.Dorian,
        "mixolydian" => Mode.Mixolydian,
        "lydian" => Mode.Lydian,
        "phrygian" or "locrian" => Mode.Phrygian,
        "major" or "maj" or "ionian" => Mode.Major,
        _ => Mode.Minor,
    };

    [GeneratedRegex(@"\b(?:[346]/[48]|waltz(?:es)?|minuet|sarabande|jig|siciliana|barcarolle|pavane|march)\b",
        RegexOptions.IgnoreCase, LongestMilliseconds)]
    private static partial Regex MeterName();

    /// <summary>Far more than any prompt needs; a bound for all that could be.</summary>
    private const int LongestMilliseconds = 1000;

    private const string Names =
        @"(?<mode>harmonic[ -]minor|(?:major|minor)[ -]pentatonic|pentatonic[ -](?:major|minor)|" +
        "major|minor|maj|min|dorian|mixolydian|lydian|phrygian|locrian|aeolian|ionian|pentatonic)";

    [GeneratedRegex(@"\b(?<root>[a-g])(?<accidental>#|♯|♭|b|[ -]?sharp|[ -]?flat)?[ -]+" + Names + @"\b",
        RegexOptions.IgnoreCase, LongestMilliseconds)]
    private static partial Regex RootAndMode();

    [GeneratedRegex(@"\b" + Names + @"\b", RegexOptions.IgnoreCase, LongestMilliseconds)]
    private static partial Regex ModeAlone();

    // A lower-case "in a" is English, not a key: the short form needs its capital.
    [GeneratedRegex(@"\b(?:(?i:key of|key:|key) ?(?<root>[A-Ga-g])|in (?<root>[A-G]))" +
        @"(?<accidental>#|♯|♭|b| sharp| flat)?(?<m>m)?(?![\w'#])", RegexOptions.None, LongestMilliseconds)]
    private static partial Regex KeyOf();

    [GeneratedRegex(@"(?:(?<n>\d{2,3}(?:\.\d+)?)[ -]*(?:bpm|beats per minute)|" +
        @"\b(?:tempo|bpm)[ :=]*(?<n>\d{2,3}(?:\.\d+)?))", RegexOptions.IgnoreCase, LongestMilliseconds)]
    private static partial Regex Bpm();
}
