namespace Backlot.Generation.Dummy.Music.Theory;

/// <summary>Four-chord phrases that are known to sound right in each mode, and the cadences that close them.</summary>
internal static class Progressions
{
    private static readonly string[] Major =
    [
        "1 5 6 4", "1 6 4 5", "1 3 4 5", "4 5 3 6", "1 4 2 5", "6 4 1 5", "1 4 6 5", "4 1 5 6", "1 2 4 5", "1 3 6 4",
        "4 1 2 5", "6 5 4 5",
    ];
    private static readonly string[] Minor =
    [
        "1 6 3 7", "1 4 6 7", "1 7 6 7", "6 7 1 3", "1 3 7 6", "4 1 6 7", "1 6 4 5", "1 3 4 7", "6 3 7 1", "1 5 6 4",
        "4 6 1 7", "1 7 4 6",
    ];
    private static readonly string[] HarmonicMinor =
        ["1 4 1 5+", "1 6 4 5+", "1 4 7 3", "6 4 1 5+", "1 7 6 5+", "4 1 6 5+", "1 3 4 5+", "4 7 3 6"];
    private static readonly string[] Dorian =
        ["1 4 1 7", "1 7 4 1", "1 3 4 7", "1 2 4 1", "1 7 3 4", "4 1 7 4", "1 4 3 7", "3 4 1 7", "1 5 4 7"];
    private static readonly string[] Mixolydian =
        ["1 7 4 1", "1 4 7 4", "1 5 4 7", "1 7 6 4", "4 1 7 4", "1 2 4 7", "6 4 1 7", "1 4 1 7"];
    private static readonly string[] Lydian =
        ["1 2 1 2", "1 2 6 5", "1 5 2 6", "6 2 1 5", "1 3 2 5", "1 2 3 2", "5 1 2 6", "3 2 1 5"];
    private static readonly string[] Phrygian =
        ["1 2 1 7", "1 2 3 2", "1 7 2 1", "6 7 1 2", "1 4 2 7", "1 6 2 7", "4 1 2 7", "1 3 2 7"];
    private static readonly string[] JazzMajor =
        ["2 5 1 6", "1 6 2 5", "4 3 2 5", "4 5 3 6", "1 4 3 6", "2 5 3 6", "4 1 2 5", "6 2 5 1"];
    private static readonly string[] JazzMinor =
        ["1 4 7 3", "4 7 3 6", "6 7 1 1", "1 6 4 7", "4 1 6 5+", "1 4 6 5+", "6 5 1 4", "4 5 1 1"];

    public static IReadOnlyList<string> Phrases(Mode mode, Colour colour) => mode switch
    {
        Mode.Major or Mode.MajorPentatonic => colour >= Colour.Seventh ? JazzMajor : Major,
        Mode.Minor or Mode.MinorPentatonic => colour >= Colour.Seventh ? JazzMinor : Minor,
        Mode.HarmonicMinor => HarmonicMinor,
        Mode.Dorian => Dorian,
        Mode.Mixolydian => Mixolydian,
        Mode.Lydian => Lydian,
        _ => Phrygian,
    };

    /// <summary>Two chords that come to rest on the tonic.</summary>
    public static IReadOnlyList<string> Cadences(Mode mode) => mode switch
    {
        Mode.Major or Mode.MajorPentatonic => ["5 1", "5 1", "4 1"],
        Mode.Minor or Mode.MinorPentatonic => ["7 1", "4 1", "5 1"],
        Mode.HarmonicMinor => ["5+ 1"],
        Mode.Dorian => ["7 1", "4 1"],
        Mode.Mixolydian => ["7 1", "4 1"],
        Mode.Lydian => ["2 1", "5 1"],
        _ => ["2 1", "7 1"],
    };
}
