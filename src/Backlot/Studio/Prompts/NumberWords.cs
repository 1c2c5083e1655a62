namespace Backlot.Studio.Prompts;

/// <summary>Parameters from −1 to 1 in words. What is near 0 is said by saying nothing.</summary>
internal static class NumberWords
{
    private const double Little = 0.15, Much = 0.6;

    public static string? Lighting(double value) => Word(value, "Almost dark, most of the picture in shadow", "Low-key light with deep shadows",
        "Bright, open light", "Brilliantly bright, high-key light");

    public static string? Angle(double value) => Word(value, "Camera far below, looking steeply up", "Camera slightly below eye level, looking up",
        "Camera slightly above eye level, looking down", "Camera straight overhead, looking down");

    public static string? Mood(double value) => Word(value, "Grief hangs over everything", "A melancholy, subdued mood", "A warm, hopeful mood",
        "A joyful, exuberant mood");

    public static string? Pacing(double value) => Word(value, "Time almost stands still: long held, very slow movement", "Unhurried movement",
        "Brisk movement", "Fast, breathless movement");

    /// <summary>How a picture is graded, in a few words; empty when there is nothing to say.</summary>
    public static string Grade(double contrast, double saturation, double warmth) => string.Join(", ", new[]
    {
        Word(contrast, "very flat contrast", "soft contrast", "strong contrast", "hard contrast"),
        Word(saturation, "almost drained of colour", "muted colours", "rich colours", "vivid colours"),
        Word(warmth, "cold tone", "cool tone", "warm tone", "very warm tone"),
    }.OfType<string>());

    private static string? Word(double value, string veryLow, string low, string high, string veryHigh) => value switch
    {
        <= -Much => veryLow,
        <= -Little => low,
        >= Much => veryHigh,
        >= Little => high,
        _ => null,
    };
}
