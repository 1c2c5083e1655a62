namespace Backlot.Cli;

/// <summary>Bars of blocks, an eighth of a character fine.</summary>
internal static class Bars
{
    private const string Eighths = " ▏▎▍▌▋▊▉";

    /// <param name="fraction">0..1.</param>
    /// <param name="width">Characters of both parts together.</param>
    public static (string Full, string Empty) Of(double fraction, int width)
    {
        var eighths = (int)Math.Round(Math.Clamp(fraction, 0, 1) * width * 8);
        var (whole, rest) = (eighths / 8, eighths % 8);
        var full = new string('█', whole) + (rest == 0 ? "" : Eighths[rest].ToString());
        return (full, new string('·', width - full.Length));
    }

    /// <summary>For Spectre.Console.</summary>
    public static string Markup(double fraction, int width) => Of(fraction, width) is var (full, empty) ? $"[green]{full}[/][grey]{empty}[/]" : "";
}
