using System.Diagnostics;
using System.IO.Pipes;

namespace Backlot.Platform.Processes;

/// <summary>
/// A program started by the server: with a clean environment, always drained, and never outliving the server or its own
/// end of duty. The only way to start a program in this code base.
/// </summary>
/// <remarks>Disposing kills the program and everything it started, if it still runs, and waits for its end.</remarks>
public sealed class ChildProcess : IAsyncDisposable
{
    private const int StderrTailBytes = 64 * 1024;

    /// <summary>How long output may go on after the program's end, from a grandchild that has kept the pipe.</summary>
    private static readonly TimeSpan DrainGrace = TimeSpan.FromSeconds(2);

    private readonly ProcessSpec spec;
    private readonly Process process;
    private readonly OutputHead stdout;
    private readonly OutputTail stderr = new(StderrTailBytes);
    private readonly Task ended;
    private readonly Task drained;
    private readonly CancellationTokenSource deadline = new();
    private volatile Exception? callbackError;
    private volatile bool timedOut;

    private ChildProcess(ProcessSpec spec, Process process)
    {
        this.spec = spec;
        this.process = process;
        Id = process.Id;
        stdout = new(spec.StdoutLimitBytes);
        if (!spec.OpenStandardInput)
            process.StandardInput.Close();
        drained = Task.WhenAll(DrainStdoutAsync(), DrainStderrAsync());
        ended = EndAsync();
        if (spec.Deadline is { } limit)
        {
            deadline.Token.Register(EndLate);
            deadline.CancelAfter(limit);
        }
    }

    /// <summary>The program's own process id (the preparing programs become it).</summary>
    public int Id { get; }

    /// <summary>Open only if the spec asked for it; close it to tell the program that all is said.</summary>
    public Stream StandardInput => spec.OpenStandardInput
        ? process.StandardInput.BaseStream
        : throw new InvalidOperationException("Ask for the stream with OpenStandardInput.");

    /// <summary>Open only if the spec asked for it.</summary>
    public Stream StandardOutput => spec.OpenStandardOutput
        ? process.StandardOutput.BaseStream
        : throw new InvalidOperationException("Ask for the stream with OpenStandardOutput.");

    public bool HasExited => process.HasExited;

    /// <summary>The last 64 KiB of standard error so far.</summary>
    public string StderrTail => stderr.ToString();

    /// <summary>Starts the program and returns while it runs.</summary>
    /// <exception cref="ProgramNotInstalled">It is not in PATH, or the given path is no executable file.</exception>
    public static ChildProcess Start(ProcessSpec spec)
    {
        var process = new Process { StartInfo = StartInfoOf(spec) };
        try
        {
            Launcher.Start(process);
            if (spec.OpenStandardInput)
                Widen(process.StandardInput.BaseStream);
            if (spec.OpenStandardOutput)
                Widen(process.StandardOutput.BaseStream);
            return new(spec, process);
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>Runs the program to its end. Any exit code is a result, not an exception.</summary>
    /// <param name="spec">What to run; it can't ask for open streams here.</param>
    /// <param name="ct">Kills the whole tree at once; the call ends when the program has ended.</param>
    /// <exception cref="ProgramNotInstalled">As in <see cref="Start"/>.</exception>
    /// <exception cref="ProcessTimedOut">The deadline passed; the tree is dead.</exception>
    public static async Task<ProcessResult> RunAsync(ProcessSpec spec, CancellationToken ct)
    {
        if (spec.OpenStandardInput || spec.OpenStandardOutput)
            throw new ArgumentException("Open streams need Start.", nameof(spec));
        ct.ThrowIfCancellationRequested();
        await using var child = Start(spec);
        await using (ct.Register(child.KillTree))
            await child.WaitForExitAsync(CancellationToken.None);
        ct.ThrowIfCancellationRequested();
        return child.Result();
    }

    /// <summary>Waits for the end of the program and of its output.</summary>
    /// <param name="ct">Ends the waiting only; the program runs on.</param>
    /// <returns>The exit code, as in <see cref="ProcessResult.ExitCode"/>.</returns>
    /// <exception cref="ProcessTimedOut">The deadline of the spec passed; the tree is dead.</exception>
    public async Task<int> WaitForExitAsync(CancellationToken ct = default)
    {
        await ended.WaitAsync(ct);
        await Task.WhenAny(drained, Task.Delay(DrainGrace, ct));
        if (callbackError is { } error)
            throw new InvalidOperationException(
                $"Reading the output of '{spec.Program}' failed: {error.Message}", error);
        if (timedOut)
            throw new ProcessTimedOut(spec.Program, spec.Deadline.GetValueOrDefault());
        return process.ExitCode;
    }

    /// <summary>Kills the program and all it has started, at once; nothing happens if it has ended.</summary>
    public void KillTree()
    {
        try
        {
            if (process.HasExited)
                return;
            process.Kill(entireProcessTree: true);
            EndGroup();
        }
        catch (Exception error) when (error is InvalidOperationException or AggregateException)
        {
            // It, or one of its children, ended by itself in between: that is what was wanted.
        }
    }

    /// <summary>Asks the program itself (not its children) to do something; nothing happens if it has ended.</summary>
    public void SendSignal(ProcessSignal signal)
    {
        if (!process.HasExited)
            _ = LibC.Kill(Id, (int)signal);
    }

    public async ValueTask DisposeAsync()
    {
        KillTree();
        await ended;
        await Task.WhenAny(drained, Task.Delay(DrainGrace));
        deadline.Dispose();
        process.Dispose();
    }

    private ProcessResult Result() => new(process.ExitCode, stdout.ToString(), StderrTail, stdout.Truncated);

    private void EndLate()
    {
        timedOut = !process.HasExited;
        KillTree();
    }

    private async Task EndAsync()
    {
        await process.WaitForExitAsync();
        EndGroup();
    }

    // A grandchild whose own parent has ended is in no tree any more, but still in the program's group. Only called
    // around the program's end: later its number may belong to somebody else.
    private void EndGroup() => _ = LibC.Kill(-Id, (int)ProcessSignal.Kill);

    private Task DrainStdoutAsync() => spec switch
    {
        { OpenStandardOutput: true } => Task.CompletedTask,
        { OnStdoutLine: { } onLine } => new OutputLines(Guarded(onLine)).DrainAsync(process.StandardOutput.BaseStream),
        _ => stdout.DrainAsync(process.StandardOutput.BaseStream),
    };

    private Task DrainStderrAsync()
    {
        OutputSink sink = spec.OnStderrLine is { } onLine
            ? new OutputTee(stderr, new OutputLines(Guarded(onLine)))
            : stderr;
        return sink.DrainAsync(process.StandardError.BaseStream);
    }

    // A callback that throws must not stop the draining: the program would block for ever on a full pipe.
    private Action<string> Guarded(Action<string> onLine) => line =>
    {
        if (callbackError is not null)
            return;
        try
        {
            onLine(line);
        }
        catch (Exception error)
        {
            callbackError = error;
            KillTree();
        }
    };

    /// <summary>What goes through a stream is a lot: with the usual 64 KiB the two at its ends wake each other many times a frame.</summary>
    private static void Widen(Stream stream)
    {
        if (stream is PipeStream pipe)
            LibC.WidenPipe(pipe.SafePipeHandle, 1 << 20);
    }

    private static ProcessStartInfo StartInfoOf(ProcessSpec spec)
    {
        var command = CommandPrefix.For(spec);
        var start = new ProcessStartInfo(command[0])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = spec.WorkingDirectory ?? (spec.RunAsUser is null ? "" : "/"),
        };
        foreach (var argument in command.Skip(1).Concat(spec.Arguments))
            start.ArgumentList.Add(argument);
        start.Environment.Clear();
        start.Environment["PATH"] = CommandPrefix.SearchPath;
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["HOME"] = spec.RunAsUser is { } user
            ? Account.Of(user).Home
            : Environment.GetEnvironmentVariable("HOME") ?? "/";
        foreach (var (name, value) in spec.Environment)
            start.Environment[name] = value;
        return start;
    }
}
