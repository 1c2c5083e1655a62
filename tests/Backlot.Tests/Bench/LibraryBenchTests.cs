using System.Globalization;
using Backlot.Benchmarks;
using Backlot.Platform.Processes;
using Backlot.Tests.Support;

namespace Backlot.Tests.Bench;

/// <summary>The benchmark itself works; what it measures here, beside other tests and on small files, says nothing.</summary>
public sealed class LibraryBenchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("backlot-bench-test-").FullName;

    [Fact(Timeout = 240_000)]
    public async Task Every_figure_is_measured_and_nothing_is_left_behind()
    {
        var run = await ChildProcess.RunAsync(
            new("dotnet", Path.Combine(AppContext.BaseDirectory, "Backlot.Benchmarks.dll"), "library", "--megabytes", "20", "--files", "10", "--bad", "1", "--film-seconds", "1")
            {
                Environment = new Dictionary<string, string> { ["TMPDIR"] = _folder, [ReadyDatabase.Variable] = await PreparedDatabase.FolderAsync() },
            },
            TestContext.Current.CancellationToken);

        Assert.True(run.ExitCode == 0, run.StderrTail);
        var rows = run.Stdout.Split('\n').Where(line => line.StartsWith('|')).Skip(2).Select(line => line.Split('|')).ToList();
        Assert.InRange(rows.Count, 8, 20);
        Assert.All(rows, row => Assert.True(double.Parse(row[2], CultureInfo.InvariantCulture) > 0, string.Join('|', row)));
        Assert.Contains(rows, row => row[1].Trim().StartsWith("assets of 10 files", StringComparison.Ordinal) && double.Parse(row[2], CultureInfo.InvariantCulture) == 9);
        Assert.Empty(new DirectoryInfo(_folder).GetFileSystemInfos("backlot*"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
