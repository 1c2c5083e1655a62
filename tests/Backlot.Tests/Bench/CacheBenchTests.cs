using Backlot.Benchmarks;
using Backlot.Platform.Processes;
using Backlot.Tests.Support;

namespace Backlot.Tests.Bench;

/// <summary>The benchmark itself works; its times here, beside other tests, say nothing.</summary>
public sealed class CacheBenchTests
{
    [Fact(Timeout = 180_000)]
    public async Task Everything_is_measured_hits_are_right_and_nothing_is_left_behind()
    {
        var temp = Directory.CreateTempSubdirectory("backlot-bench-test-");

        var run = await ChildProcess.RunAsync(
            new("dotnet", Path.Combine(AppContext.BaseDirectory, "Backlot.Benchmarks.dll"), "cache", "--requests", "600", "--prompts", "400", "--questions", "10")
            {
                Environment = new Dictionary<string, string> { ["TMPDIR"] = temp.FullName, [ReadyDatabase.Variable] = await PreparedDatabase.FolderAsync() },
            },
            TestContext.Current.CancellationToken);

        Assert.True(run.ExitCode == 0, run.StderrTail);
        var rows = run.Stdout.Split('\n').Where(line => line.StartsWith('|')).Skip(2).Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToDictionary(row => row[1], row => row[6]);
        Assert.Equal(
            ["hit rate", "- by the exact level", "- by the semantic level", "- of repeats", "- of paraphrases", "- of near-misses", "cost saved", "wrong hits",
                "exact hit from PostgreSQL, p50", "exact hit in process, p50", "exact hit through Redis, p50", "index build", "- size of the index",
                "semantic decision, p95", "- of prompts that are there, p95", "- of prompts that are not, p95", "- of prompts that are there, found by the index"],
            rows.Keys);
        Assert.Equal("ok", rows["- of prompts that are there, found by the index"]);
        Assert.Equal(("ok", "ok"), (rows["hit rate"], rows["wrong hits"]));
        Assert.Empty(temp.GetFileSystemInfos("backlot*"));
        temp.Delete(recursive: true);
    }
}
