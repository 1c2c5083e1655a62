using System.Globalization;
using Backlot.Platform;
using Npgsql;

namespace Backlot.Benchmarks.Jobs;

/// <summary>One figure of one run.</summary>
internal sealed record JobFigure(string Workload, Metric Metric);

/// <summary>Runs workloads on a cluster of its own.</summary>
/// <param name="Scale">Share of the full sizes; the bars are for 1.</param>
/// <param name="Runs">Of each workload.</param>
/// <param name="Peers">The folder of the peers' benchmark: measured in turn with ours, on the same cluster. Null: ours alone.</param>
/// <param name="Print">Gets a line for each figure, as soon as it is known.</param>
/// <param name="Say">Gets what explains them.</param>
internal sealed record JobsBench(
    IReadOnlyList<string> Chosen, double Scale, int Runs, string? Peers, Action<string> Print, Action<string> Say)
{
    /// <returns>What was measured, and whether every promise was kept.</returns>
    public async Task<JobsReport> RunAsync(CancellationToken ct)
    {
        var conditions = await Conditions.ReadAsync(TimeProvider.System, ct);
        foreach (var condition in conditions)
            Say(condition);
        using var folder = new TempFolder();
        await using var cluster = await BenchCluster.StartAsync(folder.Below("data"), ct);
        var report = new JobsReport([.. conditions, BenchCluster.Described], Scale, Runs);
        foreach (var workload in Chosen)
            for (var run = 1; run <= Runs; run++)
            {
                await MeasureAsync(cluster, workload, run, folder.Root, report, ct);
                if (Peers is not null && PeerRun.Workloads.Contains(workload))
                    report.Peers.AddRange(await new PeerRun(Peers, cluster.Url, Scale, Say).MeasureAsync(workload, run, ct));
            }
        return report;
    }

    private async Task MeasureAsync(BenchCluster cluster, string workload, int run, string folder, JobsReport report, CancellationToken ct)
    {
        Say($"{workload} run {run}: load {(await File.ReadAllTextAsync("/proc/loadavg", ct))[..14]}");
        var before = StolenTime.Read();
        await using var cell = new Cell(cluster, await cluster.NewDatabaseAsync($"bench_{workload}_{run}".ToLowerInvariant(), ct), folder, Scale);
        try
        {
            await foreach (var metric in Workloads.All[workload](cell, ct))
                Tell(metric);
            Tell(new("stolen", StolenTime.Read().PercentSince(before), "% of the cores"));
        }
        catch (Exception broken) when (broken is StartFailed or NpgsqlException)
        {
            // The others may tell more.
            report.Broken.Add($"{workload} run {run}: {broken.Message}");
            Say(report.Broken[^1]);
        }

        void Tell(Metric metric)
        {
            report.Ours.Add(new(workload, metric));
            Print(string.Create(CultureInfo.InvariantCulture, $"{workload} {metric.Name} {metric.Value:0.##} {metric.Unit}"));
        }
    }
}

/// <summary>All there are, in their order.</summary>
internal static class Workloads
{
    public static readonly IReadOnlyDictionary<string, Func<Cell, CancellationToken, IAsyncEnumerable<Metric>>> All =
        new Dictionary<string, Func<Cell, CancellationToken, IAsyncEnumerable<Metric>>>
        {
            ["W1"] = W1BulkInsert.MeasureAsync,
            ["W2"] = W2EnqueueWithAppRow.MeasureAsync,
            ["W3"] = W3Drain.MeasureAsync,
            ["W4"] = W4IdlePickUp.MeasureAsync,
            ["W5"] = W5LoadedPickUp.MeasureAsync,
            ["W6"] = W6DirtyBacklog.MeasureAsync,
            ["W7"] = W7PinnedSnapshot.MeasureAsync,
            ["W8"] = W8Crash.MeasureAsync,
            ["W9"] = W9LongJobs.MeasureAsync,
            ["W10"] = W10Fairness.MeasureAsync,
            ["W11"] = W11Idle.MeasureAsync,
            ["W12"] = W12ParkedPolls.MeasureAsync,
        };
}
