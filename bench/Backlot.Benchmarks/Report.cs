using System.Globalization;
using System.Text;

namespace Backlot.Benchmarks;

/// <summary>Figures as a table that reads well as text and as Markdown.</summary>
/// <param name="Title">What was measured, in one line.</param>
/// <param name="Facts">Under which conditions.</param>
/// <param name="IsFullSize">False for a smaller run, of which bars for the full one say nothing.</param>
internal sealed record Report(string Title, IReadOnlyList<string> Facts, IReadOnlyList<Metric> Metrics, bool IsFullSize)
{
    private static readonly string[] Heads = ["metric", "value", "unit", "bar", "margin", "verdict"];

    public string Table()
    {
        List<string[]> rows = [Heads, .. Metrics.Select(Row)];
        var widths = Heads.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        rows.Insert(1, [.. widths.Select((width, column) => IsNumber(column) ? new string('-', width - 1) + ":" : new string('-', width))]);
        var text = new StringBuilder();
        foreach (var row in rows)
            text.AppendLine($"| {string.Join(" | ", row.Select((cell, column) =>
                IsNumber(column) ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column])))} |");
        return text.ToString();
    }

    /// <summary>The whole file: title, conditions, table.</summary>
    public string Markdown() => $"""
        # {Title}

        {string.Join('\n', Facts.Select(fact => $"- {fact}"))}

        {Table()}
        Margin: how many times better than the bar; below 1.00 it is missed. An indented figure is a part of the one above it.

        """;

    private static bool IsNumber(int column) => column is 1 or 4;

    private string[] Row(Metric metric)
    {
        if (metric.Bar is not { } bar)
            return [metric.Name, Text(metric.Value), metric.Unit, "", "", ""];
        var margin = bar.Margin(metric.Value);
        var verdict = bar.OnlyAtFullSize && !IsFullSize ? "not full size" : margin >= 1 ? "ok" : bar.IsLeast ? "under" : "over";
        return [metric.Name, Text(metric.Value), metric.Unit, (bar.IsLeast ? "≥ " : "≤ ") + Text(bar.Limit, "0.##"), Text(margin, "0.00"), verdict];
    }

    private static string Text(double value) => Text(value, value < 10 ? "0.00" : "0.0");

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
