using Backlot.Platform.Processes;

namespace Backlot.Tests.Platform.Processes;

public sealed class StartProfileTests
{
    [Fact(Timeout = 60_000)]
    public async Task What_serves_writes_down_what_it_compiled_and_starts_with_a_torn_list_too()
    {
        var (program, kept) = (Beside("Backlot"), Beside("serve.start-profile"));
        File.Delete(kept);

        Assert.Equal(0, await RunAsync("serve", "--help"));
        var first = new FileInfo(kept);
        Assert.True(first.Length > 1000, $"{first.Length} bytes");
        // What cannot be read is of no consequence.
        await File.WriteAllTextAsync(kept, "torn", TestContext.Current.CancellationToken);
        Assert.Equal(0, await RunAsync("serve", "--help"));
        Assert.True(new FileInfo(kept).Length > 1000);
        Assert.Equal(0, await RunAsync("jobs", "--help"));
        Assert.False(File.Exists(Beside("jobs.start-profile")));

        async Task<int> RunAsync(params string[] words) =>
            (await ChildProcess.RunAsync(new(program, words) { Environment = ChildStarter.RuntimeEnvironment }, TestContext.Current.CancellationToken)).ExitCode;
    }

    private static string Beside(string name) => Path.Combine(AppContext.BaseDirectory, name);
}
