using Backlot.Benchmarks;
using Backlot.Platform.Processes;
using Backlot.Tests.Support;

namespace Backlot.Tests.Bench;

/// <summary>The benchmark itself works; what it measures here, beside other tests, says nothing.</summary>
public sealed class HttpBenchTests
{
    [Fact]
    public async Task Both_servers_answer_every_request_and_nothing_is_left_behind()
    {
        var temp = Directory.CreateTempSubdirectory("backlot-bench-test-");

        var run = await ChildProcess.RunAsync(
            new("dotnet", Path.Combine(AppContext.BaseDirectory, "Backlot.Benchmarks.dll"), "http", "--seconds", "1", "--rounds", "1")
            {
                Environment = new Dictionary<string, string> { ["TMPDIR"] = temp.FullName, [ReadyDatabase.Variable] = await PreparedDatabase.FolderAsync() },
            },
            TestContext.Current.CancellationToken);

        Assert.True(run.ExitCode == 0, run.StderrTail);
        Assert.Equal(
            ["GET: share of authentication and ownership", "- with them", "- without",
                "POST: share of authentication and ownership", "- with them", "- without"],
            run.Stdout.Split('\n').Where(line => line.StartsWith('|')).Skip(2).Select(line => line.Split('|')[1].Trim()));
        Assert.Empty(temp.GetFileSystemInfos("backlot*"));
        temp.Delete(recursive: true);
    }
}
