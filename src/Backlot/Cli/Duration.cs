using System.Globalization;

namespace Backlot.Cli;

/// <summary>Spans of time as a person says them: with the two largest units that matter.</summary>
internal static class Duration
{
    /// <returns><c>0.4 s</c>, <c>12 s</c>, <c>3 min 12 s</c>, <c>2 h 5 min</c>, <c>4 d 3 h</c>; below zero counts as zero.</returns>
    public static string Text(TimeSpan span) => span.TotalSeconds switch
    {
        <= 0 => "0 s",
        < 0.01 => "0.01 s",
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.##} s"),
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s"),
        < 60 => $"{span.Seconds} s",
        < 3600 => Two(span.Minutes, "min", span.Seconds, "s"),
        < 86400 => Two(span.Hours, "h", span.Minutes, "min"),
        _ => Two(span.Days, "d", span.Hours, "h"),
    };

    private static string Two(int large, string largeUnit, int small, string smallUnit) =>
        small == 0 ? $"{large} {largeUnit}" : $"{large} {largeUnit} {small} {smallUnit}";
}
