using System.Globalization;
using Backlot.Platform.Processes;

namespace Backlot.Tests.Bench;

/// <summary>The benchmark itself works; what it measures here, beside other tests and on films of a second, says nothing.</summary>
public sealed class ScenesBenchTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("backlot-bench-test-").FullName;

    [Fact]
    public async Task Every_figure_is_measured_and_nothing_is_left_behind()
    {
        var temp = Directory.CreateDirectory(Path.Combine(folder, "tmp"));
        var report = Path.Combine(folder, "report.md");

        var run = await ChildProcess.RunAsync(
            new("dotnet", Path.Combine(AppContext.BaseDirectory, "Backlot.Benchmarks.dll"), "scenes", "--seconds", "1", "--runs", "1", "--out", report)
            {
                Environment = new Dictionary<string, string> { ["TMPDIR"] = temp.FullName },
            },
            TestContext.Current.CancellationToken);

        Assert.True(run.ExitCode == 0, run.StderrTail);
        var rows = run.Stdout.Split('\n').Where(line => line.StartsWith('|')).Skip(2).Select(line => line.Split('|')).ToList();
        Assert.Equal(2 * 6, rows.Count);
        Assert.All(rows, row => Assert.True(double.Parse(row[2], CultureInfo.InvariantCulture) > 0, string.Join('|', row)));
        Assert.Contains(run.Stdout, await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(temp.GetFileSystemInfos("backlot*"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
