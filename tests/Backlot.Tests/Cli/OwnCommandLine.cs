using Backlot.Platform.Processes;
using Backlot.Tests.Platform.Processes;

namespace Backlot.Tests.Cli;

/// <summary>Backlot's command line as its own process, as a person starts it.</summary>
internal static class OwnCommandLine
{
    public static string Program => Environment.ProcessPath ?? throw new InvalidOperationException("This program has no path.");

    public static Task<ProcessResult> RunAsync(params string[] words) => RunAsync([], words);

    /// <param name="variables">Of its environment.</param>
    /// <param name="words">As typed after <c>./backlot</c>.</param>
    public static Task<ProcessResult> RunAsync((string Name, string Value)[] variables, params string[] words) =>
        ChildProcess.RunAsync(Spec(variables, words), TestContext.Current.CancellationToken);

    /// <summary>Starts a server and waits until it says that it is ready.</summary>
    /// <returns>The process, which is killed when disposed, and where it listens.</returns>
    public static async Task<(ChildProcess Process, Uri Url)> ServeAsync(string dataFolder, params (string Name, string Value)[] variables)
    {
        var ready = new TaskCompletionSource<Uri>();
        var process = ChildProcess.Start(Spec(variables, "serve", "--data", dataFolder, "--port", "0") with
        {
            Deadline = null,
            OnStdoutLine = line =>
            {
                if (line.StartsWith("Backlot is ready: ", StringComparison.Ordinal))
                    ready.TrySetResult(new(line["Backlot is ready: ".Length..]));
            },
        });
        var ended = process.WaitForExitAsync(TestContext.Current.CancellationToken);
        if (await Task.WhenAny(ready.Task, ended) == ended)
            Assert.Fail($"The server ended with {await ended}: {process.StderrTail}");
        return (process, await ready.Task);
    }

    private static ProcessSpec Spec((string Name, string Value)[] variables, params string[] words)
    {
        var environment = ChildStarter.RuntimeEnvironment;
        foreach (var (name, value) in variables)
            environment[name] = value;
        return new(Program, ["backlot", .. words]) { Environment = environment, Deadline = TimeSpan.FromSeconds(170) };
    }
}
