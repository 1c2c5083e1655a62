using Backlot.Benchmarks;
using Backlot.Platform.Processes;
using Backlot.Tests.Support;

namespace Backlot.Tests.Bench;

/// <summary>The benchmark itself works; what it measures here, beside other tests, says nothing.</summary>
public sealed class SearchBenchTests
{
    [Fact(Timeout = 180_000)]
    public async Task Everything_is_measured_and_nothing_is_left_behind()
    {
        var temp = Directory.CreateTempSubdirectory("backlot-bench-test-");

        var run = await ChildProcess.RunAsync(
            new("dotnet", Path.Combine(AppContext.BaseDirectory, "Backlot.Benchmarks.dll"), "search", "--clips", "3000", "--questions", "10")
            {
                Environment = new Dictionary<string, string> { ["TMPDIR"] = temp.FullName, [ReadyDatabase.Variable] = await PreparedDatabase.FolderAsync() },
            },
            TestContext.Current.CancellationToken);

        Assert.True(run.ExitCode == 0, run.StderrTail);
        Assert.Equal(
            ["index build, beside the work", "- adding a clip meanwhile, longest", "- size of the index", "list by score and filter, p95", "similar clips, p95",
                "- of a tenth, by score, p95", "- of a thousandth, by score, p95", "- of one film, p95", "add a clip, p95", "recall of the 10 nearest", "- of a tenth, by score"],
            run.Stdout.Split('\n').Where(line => line.StartsWith('|')).Skip(2).Select(line => line.Split('|')[1].Trim()));
        Assert.Empty(temp.GetFileSystemInfos("backlot*"));
        temp.Delete(recursive: true);
    }
}
