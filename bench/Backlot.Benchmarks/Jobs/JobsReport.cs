using System.Globalization;

namespace Backlot.Benchmarks.Jobs;

/// <summary>All that was measured in one sitting; of several runs the middle one counts.</summary>
internal sealed class JobsReport(IReadOnlyList<string> conditions, double scale, int runs)
{
    public List<JobFigure> Ours { get; } = [];
    public List<PeerFigure> Peers { get; } = [];

    /// <summary>Promises that were not kept, a sentence each.</summary>
    public List<string> Broken { get; } = [];

    public string Markdown()
    {
        var facts = conditions.Append(string.Create(CultureInfo.InvariantCulture, $"Size: {scale} of the full one; {runs} runs of each, in turn, of which the middle one is shown"));
        var table = new Report("The job engine", [.. facts, .. Broken.Select(broken => $"**Broken:** {broken}")], [.. Figures(), .. Ratios()], scale >= 1);
        return table.Markdown() + (Peers.Count == 0 ? "" : "\n" + new PeerTable(Middle(), Peers).Markdown());
    }

    private IEnumerable<Metric> Figures() => Middle().Select(figure => figure.Metric with { Name = $"{figure.Workload} {figure.Metric.Name}" }).Select(AtFullSize);

    /// <summary>What the peers are the yardstick for: the better of a peer's settings, where it has one for speed.</summary>
    private IEnumerable<Metric> Ratios()
    {
        foreach (var (workload, peer, bar) in new[] { ("W1", "graphile", 1.5), ("W1", "pgboss", 1.5), ("W3", "graphile", 1), ("W3", "pgboss", 3) })
            if (Middle().FirstOrDefault(figure => figure.Workload == workload && figure.Metric.Name == "rate") is { } ours
                && Peers.Where(figure => figure.Peer == peer && figure.Workload == workload && figure.Metric == "rate").ToLookup(figure => figure.Setting, figure => figure.Value) is { Count: > 0 } theirs)
                yield return AtFullSize(new($"{workload} rate / {peer}'s", ours.Metric.Value / theirs.Max(setting => setting.Median()), "times", new(bar, IsLeast: true)));
    }

    private IEnumerable<JobFigure> Middle() => Ours.GroupBy(figure => (figure.Workload, figure.Metric.Name))
        .Select(same => same.First() with { Metric = same.First().Metric with { Value = same.Select(figure => figure.Metric.Value).Median() } });

    private static Metric AtFullSize(Metric metric) => metric with { Bar = metric.Bar is { } bar ? bar with { OnlyAtFullSize = true } : null };
}

/// <summary>The same figures of all, side by side.</summary>
internal sealed class PeerTable(IEnumerable<JobFigure> ours, IReadOnlyList<PeerFigure> theirs)
{
    public string Markdown()
    {
        var columns = theirs.Select(figure => (figure.Peer, figure.Setting)).Distinct().ToList();
        var known = ours.ToDictionary(figure => (figure.Workload, figure.Metric.Name), figure => figure.Metric.Value);
        List<string> lines =
        [
            "## Beside the peers",
            "",
            "Measured in turn on the same PostgreSQL. `default` is what a peer ships, `fast` what its documentation says for speed. A peer that",
            "is cut off after a minute says so in `unfinished` and `samples`.",
            "",
            $"| figure | unit | Backlot | {string.Join(" | ", columns.Select(column => $"{column.Peer} {column.Setting}"))} |",
            $"| --- | --- | ---: |{string.Concat(columns.Select(_ => " ---: |"))}",
        ];
        foreach (var row in theirs.GroupBy(figure => (figure.Workload, figure.Metric, figure.Unit)))
            lines.Add($"| {row.Key.Workload} {row.Key.Metric} | {row.Key.Unit} | {Text(known.TryGetValue((row.Key.Workload, row.Key.Metric), out var value) ? value : null)} | "
                + string.Join(" | ", columns.Select(column => Text(Middle(row, column.Peer, column.Setting)))) + " |");
        return string.Join('\n', lines) + "\n";
    }

    private static double? Middle(IEnumerable<PeerFigure> row, string peer, string setting) =>
        row.Where(figure => figure.Peer == peer && figure.Setting == setting).Select(figure => figure.Value).ToList() is { Count: > 0 } values ? values.Median() : null;

    private static string Text(double? value) => value is { } known ? known.ToString(known < 10 ? "0.##" : "#,0", CultureInfo.InvariantCulture) : "n/a";
}
