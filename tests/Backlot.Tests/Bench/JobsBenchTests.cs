using System.Globalization;
using Backlot.Benchmarks;
using Backlot.Platform.Processes;
using Backlot.Tests.Support;

namespace Backlot.Tests.Bench;

/// <summary>The benchmark itself works; what it measures here, beside other tests and of a few jobs, says nothing. That it ends
/// well says that no job was lost, ran twice, or was written by a worker that had lost it.</summary>
public sealed class JobsBenchTests : IDisposable
{
    /// <summary>Beside what each says last, the time that was stolen. The peers' benchmark has the same names for what it measures of W1 to W4.</summary>
    private static readonly string[] Measured =
    [
        "W1: rate wal",
        "W2: rate tx_p50 tx_p99 commit_p99 wal",
        "W3: rate finished unfinished finished_never_run duplicates wal commits worker_cpu database_cpu dead_jobs dead_job_queue",
        "W4: p50 p95 p99 p100 samples bare_p50 bare_p99",
        "W5: p50 p99 p99.9 p100 wal transactions dead_jobs dead_job_queue",
        "W6: rate claims claim_p50 claim_p99",
        "W7: before_p99 pinned_p99 pinned_dead_jobs pinned_dead_job_queue after_p99 p99_drift free_rate pinned_rate throughput_ratio dead_jobs dead_job_queue",
        "W8: killed_first_rerun killed_last_rerun frozen_first_rerun frozen_last_rerun double_effects stale_writes",
        "W9: transactions statements wal database_cpu cancel_p50 cancel_p99",
        "W10: second_tenant_first_start second_tenant_last_start jain_index",
        "W11: transactions statements wal database_cpu",
        "W12: polls late_p50 late_p99 transactions_per_poll webhook_p50 webhook_p99 transactions statements wal database_cpu",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("backlot-bench-test-").FullName;

    [Fact]
    public async Task Every_workload_keeps_its_promises_and_nothing_is_left_behind()
    {
        var temp = Directory.CreateDirectory(Path.Combine(_folder, "tmp"));
        var report = Path.Combine(_folder, "report.md");

        var run = await ChildProcess.RunAsync(
            new("dotnet", Path.Combine(AppContext.BaseDirectory, "Backlot.Benchmarks.dll"), "jobs", "--scale", "0.001", "--out", report)
            {
                Environment = new Dictionary<string, string> { ["TMPDIR"] = temp.FullName, [ReadyDatabase.Variable] = await PreparedDatabase.FolderAsync() },
            },
            TestContext.Current.CancellationToken);

        Assert.True(run.ExitCode == 0, run.StderrTail);
        var lines = run.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 4)).ToList();
        Assert.Equal(
            Measured.Select(names => names + " stolen"),
            lines.GroupBy(line => line[0]).Select(workload => $"{workload.Key}: {string.Join(' ', workload.Select(line => line[1]))}"));
        Assert.All(lines, line => Assert.True(double.Parse(line[2], CultureInfo.InvariantCulture) >= 0, string.Join(' ', line)));
        var table = await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken);
        Assert.All(lines, line => Assert.Contains($"| {line[0]} {line[1]} ", table, StringComparison.Ordinal));
        Assert.Empty(temp.GetFileSystemInfos("backlot*"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
