using System.Globalization;
using Backlot.Platform.Processes;

namespace Backlot.Tests.Bench;

/// <summary>The benchmark itself works; its speeds here, beside other tests, say nothing.</summary>
public sealed class ShotsBenchTests
{
    [Fact(Timeout = 180_000)]
    public async Task Every_size_is_shot_and_nothing_is_left_behind()
    {
        var temp = Directory.CreateTempSubdirectory("backlot-bench-test-");

        var run = await ChildProcess.RunAsync(
            new("dotnet", Path.Combine(AppContext.BaseDirectory, "Backlot.Benchmarks.dll"), "shots", "--seconds", "2")
            {
                Environment = new Dictionary<string, string> { ["TMPDIR"] = temp.FullName },
            },
            TestContext.Current.CancellationToken);

        Assert.True(run.ExitCode == 0, run.StderrTail);
        var rows = run.Stdout.Split('\n').Where(line => line.StartsWith('|')).Skip(2).Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToList();
        Assert.Equal(["720p", "720p", "1080p", "1080p"], rows.Select(row => row[1].Split(':')[0]));
        Assert.All(rows, row => Assert.True(double.Parse(row[2], CultureInfo.InvariantCulture) > 0, string.Join('|', row)));
        Assert.Empty(temp.GetFileSystemInfos("backlot*"));
        temp.Delete(recursive: true);
    }
}
