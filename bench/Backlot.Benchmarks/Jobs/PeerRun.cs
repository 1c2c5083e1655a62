using System.Globalization;
using Backlot.Platform;
using Backlot.Platform.Processes;

namespace Backlot.Benchmarks.Jobs;

/// <summary>One figure of a peer.</summary>
/// <param name="Setting"><c>default</c>: as shipped. <c>fast</c>: as its documentation says for speed.</param>
internal sealed record PeerFigure(string Peer, string Setting, string Workload, string Metric, double Value, string Unit);

/// <summary>The peers' own benchmark, on our cluster.</summary>
/// <param name="Folder">Where its <c>run.sh</c> is.</param>
/// <param name="Url">Of the cluster; it makes databases of its own there.</param>
internal sealed record PeerRun(string Folder, string Url, double Scale, Action<string> Say)
{
    /// <summary>A setting that polls every two seconds would take an hour for what others do in seconds.</summary>
    private const int LimitSeconds = 60;

    private const int Attempts = 3;

    /// <summary>What it can be measured by.</summary>
    public static readonly IReadOnlyList<string> Workloads = ["W1", "W2", "W3", "W4"];

    /// <summary>Every peer and setting once.</summary>
    /// <param name="run">From 1. What a peer ships needs a minute for what its fast setting does in seconds, and is no yardstick:
    /// how it drains and picks up is measured in the first one only.</param>
    /// <exception cref="StartFailed">It failed; nothing can be compared.</exception>
    public async Task<IReadOnlyList<PeerFigure>> MeasureAsync(string workload, int run, CancellationToken ct)
    {
        var figures = new List<PeerFigure>();
        foreach (var peer in new[] { "graphile", "pgboss" })
            foreach (var setting in run > 1 && workload is ("W3" or "W4") ? (string[])["fast"] : ["default", "fast"])
                figures.AddRange(await MeasureAsync(workload, peer, setting, ct));
        return figures;
    }

    private async Task<IEnumerable<PeerFigure>> MeasureAsync(string workload, string peer, string setting, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var run = await ChildProcess.RunAsync(new("bash", Path.Combine(Path.GetFullPath(Folder), "run.sh"), "--workload", workload,
                "--peer", peer, "--setting", setting, "--scale", Scale.ToString(CultureInfo.InvariantCulture), "--limit", $"{LimitSeconds}")
            {
                Environment = new Dictionary<string, string> { ["DATABASE_URL"] = Url },
                OnStderrLine = Note,
            }, ct);
            if (run.ExitCode == 0)
                return run.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Read);
            // It drops its database while its connections may still be closing, and now and then ends of that.
            if (attempt == Attempts)
                throw new StartFailed($"The peers' benchmark ended with {run.ExitCode} in {workload}: {run.StderrTail.Trim()}");
            Say($"{peer} {setting} {workload} failed ({run.StderrTail.Split('\n').FirstOrDefault(line => line.Contains("rror", StringComparison.Ordinal))?.Trim()}); once more.");
        }
    }

    /// <summary>Its own lines; a program that fails says very much more.</summary>
    private void Note(string line)
    {
        if (line.StartsWith('#'))
            Say(line);
    }

    private static PeerFigure Read(string line) => line.Split(' ') is [var peer, var setting, var workload, var metric, var value, var unit]
        ? new(peer, setting, workload, metric, double.Parse(value, CultureInfo.InvariantCulture), unit)
        : throw new StartFailed($"The peers' benchmark printed '{line}'.");
}
