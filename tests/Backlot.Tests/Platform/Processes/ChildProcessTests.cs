using System.Text;
using Backlot.Platform.Processes;

namespace Backlot.Tests.Platform.Processes;

public sealed class ChildProcessTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Output_errors_and_the_exit_code_come_back()
    {
        var result = await ChildProcess.RunAsync(Shell("echo out; echo err >&2; exit 3"), Ct);

        Assert.Equal(new ProcessResult(3, "out\n", "err\n"), result);
    }

    [Fact]
    public async Task A_child_sees_only_the_variables_it_was_given()
    {
        Environment.SetEnvironmentVariable("BACKLOT_TEST_SECRET", "hunter2");

        await using var child = ChildProcess.Start(new("cat") {
            OpenStandardInput = true, Environment = new Dictionary<string, string> { ["PGTZ"] = "UTC" } });
        await UntilItBecame(child, "cat");
        var variables = (await File.ReadAllTextAsync($"/proc/{child.Id}/environ", Ct)).TrimEnd('\0').Split('\0');

        Assert.Equal(["HOME", "LANG", "PATH", "PGTZ"], variables.Select(v => v.Split('=')[0]).Order());
        Assert.Contains("LANG=C.UTF-8", variables);
    }

    [Fact]
    public async Task Arguments_reach_the_program_as_they_are()
    {
        string[] awkward = ["a b", "$(touch /tmp/x)", "'", "\"", "", "-i", "*", "ü\n"];

        var result = await ChildProcess.RunAsync(new("printf", ["%s|", .. awkward]), Ct);

        Assert.Equal(string.Concat(awkward.Select(a => a + "|")), result.Stdout);
    }

    [Fact]
    public async Task Standard_input_is_at_its_end_unless_asked_for()
    {
        var result = await ChildProcess.RunAsync(Shell("cat; echo done"), Ct);

        Assert.Equal("done\n", result.Stdout);
    }

    [Fact]
    public async Task Open_streams_carry_bytes_both_ways()
    {
        await using var child = ChildProcess.Start(new("cat") { OpenStandardInput = true, OpenStandardOutput = true });
        await child.StandardInput.WriteAsync("ping"u8.ToArray(), Ct);
        child.StandardInput.Close();

        using var reader = new StreamReader(child.StandardOutput);
        Assert.Equal("ping", await reader.ReadToEndAsync(Ct));
        Assert.Equal(0, await child.WaitForExitAsync(Ct));
    }

    [Fact]
    public async Task Lines_arrive_one_by_one_also_when_ended_by_carriage_returns()
    {
        List<string> outLines = [], errorLines = [];

        var result = await ChildProcess.RunAsync(Shell(@"printf 'a\nb\r\nc'; printf 'x\ry' >&2") with {
            OnStdoutLine = outLines.Add, OnStderrLine = errorLines.Add }, Ct);

        Assert.Equal(["a", "b", "c"], outLines);
        Assert.Equal(["x", "y"], errorLines);
        Assert.Equal("", result.Stdout);
    }

    [Fact]
    public async Task A_flood_of_errors_blocks_nothing_and_only_its_end_is_kept()
    {
        var result = await ChildProcess.RunAsync(
            Shell("head -c 5000000 /dev/zero | tr '\\0' x >&2; echo the end >&2; echo through"), Ct);

        Assert.Equal("through\n", result.Stdout);
        Assert.Equal(64 * 1024, result.StderrTail.Length);
        Assert.EndsWith("xthe end\n", result.StderrTail);
    }

    [Fact]
    public async Task Captured_output_is_capped()
    {
        var result = await ChildProcess.RunAsync(
            Shell("head -c 300000 /dev/zero | tr '\\0' x; exit 0") with { StdoutLimitBytes = 1000 }, Ct);

        Assert.Equal(new string('x', 1000), result.Stdout);
        Assert.True(result.StdoutTruncated);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Cancelling_kills_children_and_grandchildren()
    {
        var mark = Mark();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var run = ChildProcess.RunAsync(
            Shell($"sh -c 'sleep {mark} & sleep {mark} & echo up; wait' & wait") with {
                OnStdoutLine = _ => cancel.Cancel() },
            cancel.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        await UntilGone(mark);
    }

    [Fact]
    public async Task A_grandchild_that_lost_its_parent_ends_with_the_program()
    {
        var mark = Mark();

        var result = await ChildProcess.RunAsync(Shell($"(sleep {mark} &) ; echo done"), Ct);

        Assert.Equal("done\n", result.Stdout);
        await UntilGone(mark);
    }

    [Fact]
    public async Task The_deadline_kills_the_tree_and_says_so()
    {
        var mark = Mark();

        var late = await Assert.ThrowsAsync<ProcessTimedOut>(() => ChildProcess.RunAsync(
            Shell($"sleep {mark} & sleep {mark}") with { Deadline = TimeSpan.FromMilliseconds(200) }, Ct));

        Assert.Equal("'sh' was ended because it ran longer than 0.2 s.", late.Message);
        await UntilGone(mark);
    }

    [Theory]
    [InlineData("no-such-program-here")]
    [InlineData("/etc/passwd")]
    [InlineData("/tmp")]
    public async Task A_missing_program_is_named(string program)
    {
        var missing = await Assert.ThrowsAsync<ProgramNotInstalled>(() => ChildProcess.RunAsync(new(program), Ct));

        Assert.Contains($"'{program}' is not installed", missing.Message);
    }

    [Fact]
    public async Task A_callback_that_throws_ends_the_program_and_is_reported()
    {
        var mark = Mark();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => ChildProcess.RunAsync(
            Shell($"echo line; sleep {mark}") with {
                OnStdoutLine = _ => throw new FormatException("not a number") }, Ct));

        Assert.IsType<FormatException>(error.InnerException);
        await UntilGone(mark);
    }

    [Fact]
    public async Task A_signal_reaches_the_program_itself()
    {
        var ready = new TaskCompletionSource();
        await using var child = ChildProcess.Start(
            Shell("trap 'exit 7' TERM; echo ready; while :; do sleep 0.05; done") with {
                OnStdoutLine = _ => ready.TrySetResult() });
        await ready.Task.WaitAsync(Ct);

        child.SendSignal(ProcessSignal.Terminate);

        Assert.Equal(7, await child.WaitForExitAsync(Ct));
    }

    [Fact]
    public async Task Disposing_ends_a_running_program()
    {
        var mark = Mark();
        await using (ChildProcess.Start(new("sleep", mark)))
            await UntilThere(mark);

        await UntilGone(mark);
    }

    [Fact]
    public async Task Limits_hold_inside_the_program()
    {
        var result = await ChildProcess.RunAsync(Shell("ulimit -v; ulimit -t; ulimit -f; ulimit -n") with {
            Limits = new(AddressSpaceBytes: 1L << 30, CpuSeconds: 5, FileSizeBytes: 1 << 20, OpenFiles: 64) }, Ct);

        Assert.Equal("1048576\n5\n2048\n64\n", result.Stdout);
    }

    [Theory]
    [InlineData(null, ProcessSignal.Kill)]
    [InlineData(null, ProcessSignal.Interrupt)]
    [InlineData("nobody", ProcessSignal.Kill)]
    public async Task A_child_dies_with_a_server_that_is_killed(string? user, ProcessSignal signal)
    {
        Assert.SkipWhen(user is not null && !Environment.IsPrivilegedProcess, "Only root may become another user.");
        var childId = new TaskCompletionSource<int>();
        await using var server = ChildProcess.Start(
            new(Environment.ProcessPath!, ChildStarter.Verb, user ?? "", signal.ToString(), "sleep", Mark()) {
                Environment = ChildStarter.RuntimeEnvironment,
                OnStdoutLine = line => childId.TrySetResult(int.Parse(line)) });
        var id = await childId.Task.WaitAsync(Ct);
        Assert.True(Directory.Exists($"/proc/{id}"));

        server.SendSignal(ProcessSignal.Kill);

        Assert.Equal(137, await server.WaitForExitAsync(Ct));
        while (IsAlive(id))
            await Task.Delay(10, Ct);
    }

    [Fact]
    public async Task A_program_can_run_as_another_user()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may become another user.");

        var result = await ChildProcess.RunAsync(
            Shell("id -un; id -G; pwd; echo $HOME") with { RunAsUser = "nobody" }, Ct);

        Assert.Equal("nobody\n65534\n/\n/nonexistent\n", result.Stdout);
    }

    [Fact]
    public async Task What_children_used_can_be_read()
    {
        var before = ChildUsage.SoFar();

        await ChildProcess.RunAsync(Shell("i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done"), Ct);

        Assert.True(ChildUsage.SoFar().CpuSeconds > before.CpuSeconds);
        Assert.InRange(ChildUsage.SoFar().PeakMemoryBytes, 1 << 20, 1L << 40);
    }

    private static ProcessSpec Shell(string script) => new("sh", "-c", script);

    /// <summary>A sleep time that no other process on this machine has: the way to find ours in /proc.</summary>
    private static string Mark() => $"{1000 + Random.Shared.Next(1_000_000)}.{Random.Shared.Next(1_000_000):d6}";

    private static async Task UntilGone(string mark)
    {
        while (CommandLines().Any(line => line.Contains(mark)))
            await Task.Delay(10, Ct);
    }

    private static async Task UntilThere(string mark)
    {
        while (!CommandLines().Any(line => line.Contains(mark)))
            await Task.Delay(10, Ct);
    }

    private static async Task UntilItBecame(ChildProcess child, string program)
    {
        while ((await File.ReadAllTextAsync($"/proc/{child.Id}/comm", Ct)).Trim() != program)
            await Task.Delay(10, Ct);
    }

    private static IEnumerable<string> CommandLines() =>
        Directory.EnumerateDirectories("/proc", "*").Select(folder =>
        {
            try
            {
                return Encoding.UTF8.GetString(File.ReadAllBytes($"{folder}/cmdline"));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return "";
            }
        });

    private static bool IsAlive(int id)
    {
        try
        {
            // A killed orphan stays a zombie for as long as nobody waits for it; that is dead enough.
            return File.ReadAllText($"/proc/{id}/stat").Split(") ")[1][0] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
