using Backlot.Platform.Processes;
using Backlot.Tests.Api;
using Backlot.Tests.Platform.Processes;
using Backlot.Tests.Support;

namespace Backlot.Tests.Cli;

public sealed class JobsTopCommandTests(TestCluster cluster)
{
    private const string Enter = "\e[?1049h", Leave = "\e[?7h\e[?25h\e[?1049l";

    [Fact(Timeout = 60_000)]
    public async Task Into_a_pipe_it_is_printed_once()
    {
        await using var server = await StartAsync();

        var top = await OwnCommandLine.RunAsync([("BACKLOT_TOKEN", server.Token)], "jobs", "top", "--url", UrlOf(server));

        Assert.Equal((0, ""), (top.ExitCode, top.StderrTail));
        Assert.Contains("sorting", top.Stdout, StringComparison.Ordinal);
        Assert.Contains("here:1", top.Stdout, StringComparison.Ordinal);
        Assert.DoesNotContain("\e", top.Stdout, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_member_sees_their_own_jobs_and_no_workers()
    {
        await using var server = await StartAsync();
        using var member = await TestUser.AddAsync(server, "member");

        var top = await OwnCommandLine.RunAsync([("BACKLOT_TOKEN", member.Token)], "jobs", "top", "--url", UrlOf(server));

        Assert.Equal((0, ""), (top.ExitCode, top.StderrTail));
        Assert.StartsWith("0 ready, 0 running, 0 waiting, 0 failed in the last hour", top.Stdout, StringComparison.Ordinal);
        Assert.DoesNotContain("here:1", top.Stdout, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("q")]
    [InlineData("\\003")]       // Ctrl+C
    public async Task In_a_terminal_it_stays_until_it_is_told_to_end_and_leaves_the_terminal_as_it_was(string key)
    {
        await using var server = await StartAsync();

        var seen = Path.GetTempFileName();

        // A terminal of its own, whose keyboard is our pipe; it shows whatever a person would see. The key is struck when the queue is.
        var top = await ChildProcess.RunAsync(
            new("sh", ["-c", $"(until grep -q sorting '{seen}'; do sleep 0.1; done; printf '{key}'; until grep -q speed '{seen}'; do sleep 0.1; done) | "
                + $"script -qefc \"$*; stty -a\" '{seen}'", "sh", OwnCommandLine.Program, "backlot", "jobs", "top", "--url", UrlOf(server)])
            {
                Environment = new Dictionary<string, string>(ChildStarter.RuntimeEnvironment) { ["BACKLOT_TOKEN"] = server.Token, ["TERM"] = "xterm" },
                Deadline = TimeSpan.FromSeconds(50),
            }, TestContext.Current.CancellationToken);
        File.Delete(seen);

        var (entered, left) = (top.Stdout.IndexOf(Enter, StringComparison.Ordinal), top.Stdout.IndexOf(Leave, StringComparison.Ordinal));
        Assert.Equal(0, top.ExitCode);
        Assert.True(entered >= 0 && left > entered, top.Stdout);
        Assert.Contains("sorting", top.Stdout[entered..left], StringComparison.Ordinal);
        Assert.Matches(@"\sisig icanon iexten echo\s", top.Stdout[left..]);
    }

    private async Task<TestServer> StartAsync()
    {
        var server = await TestServer.StartAsync(cluster, ApiServer.WithoutWorker);
        await server.Database.RunAsync("insert into jobs (user_id, kind, queue, payload) values ($1, 'test.sort', 'sorting', '{}')", server.OwnerId);
        await server.Database.RunAsync(
            "insert into workers (id, host, process_id, queues, slots, lease_seconds) values (gen_random_uuid(), 'here', 1, array['sorting'], 2, 3600)");
        return server;
    }

    private static string UrlOf(TestServer server) => server.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);
}
