namespace Backlot.Platform.Processes;

/// <summary>One program run: what to start and within which limits. Arguments are never joined into a command
/// line.</summary>
/// <param name="Program">A name looked up in PATH, or an absolute path.</param>
/// <param name="Arguments">Passed one by one, as they are; no shell sees them.</param>
public sealed record ProcessSpec(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>Variables beside PATH, HOME and LANG. Nothing else of the server's own environment is passed
    /// on.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Default: the server's folder, or <c>/</c> when <see cref="RunAsUser"/> is set (it may not enter
    /// ours).</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>True gives <see cref="ChildProcess.StandardInput"/>; false (the default) lets the program read an
    /// immediate end of file.</summary>
    public bool OpenStandardInput { get; init; }

    /// <summary>True gives <see cref="ChildProcess.StandardOutput"/>, which the caller must read to its end; nothing is
    /// captured then.</summary>
    public bool OpenStandardOutput { get; init; }

    /// <summary>Called for each line the program prints, without its line end; nothing is captured then. What it
    /// throws kills the program and comes out of the wait.</summary>
    public Action<string>? OnStdoutLine { get; init; }

    /// <summary>Called for each line on standard error, as <see cref="OnStdoutLine"/>; the tail is kept all the
    /// same.</summary>
    public Action<string>? OnStderrLine { get; init; }

    /// <summary>Bytes of output kept; the rest is read and dropped. Default 1 MiB.</summary>
    public int StdoutLimitBytes { get; init; } = 1 << 20;

    /// <summary>Longest run, from the start; then the whole tree is killed. Default: none.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>What the program gets when the server dies, even by <c>kill -9</c>. Default <see
    /// cref="ProcessSignal.Kill"/>.</summary>
    public ProcessSignal DeathSignal { get; init; } = ProcessSignal.Kill;

    /// <summary>Only for a server that runs as root: a user of /etc/passwd to become before the program
    /// starts.</summary>
    public string? RunAsUser { get; init; }

    public ProcessLimits? Limits { get; init; }
}

/// <summary>Kernel limits of one program (setrlimit); null leaves the server's own limit.</summary>
/// <param name="AddressSpaceBytes">Virtual memory; an allocation past it fails inside the program.</param>
/// <param name="CpuSeconds">Summed over its threads; past it the kernel kills the program.</param>
/// <param name="FileSizeBytes">Largest file it may write.</param>
/// <param name="OpenFiles">File descriptors at a time.</param>
public sealed record ProcessLimits(
    long? AddressSpaceBytes = null,
    long? CpuSeconds = null,
    long? FileSizeBytes = null,
    int? OpenFiles = null);

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its own code, or 128 + the signal that ended it (137: killed, often for want of
/// memory).</param>
/// <param name="Stdout">Captured output, as UTF-8, up to <see cref="ProcessSpec.StdoutLimitBytes"/>.</param>
/// <param name="StderrTail">The last 64 KiB of standard error.</param>
/// <param name="StdoutTruncated">The program printed more than was kept.</param>
public sealed record ProcessResult(int ExitCode, string Stdout, string StderrTail, bool StdoutTruncated = false);

/// <summary>Signals the server sends, by their Linux numbers.</summary>
public enum ProcessSignal
{
    Interrupt = 2,
    Quit = 3,
    Kill = 9,
    Terminate = 15,
}

/// <summary>The program is not on this machine, or may not be executed.</summary>
public sealed class ProgramNotInstalled(string program) : Exception(
    $"The program '{program}' is not installed here; install the package that holds it, or put it in PATH.")
{
    public string Program => program;
}

/// <summary>The program ran past <see cref="ProcessSpec.Deadline"/> and was killed with all it had started.</summary>
public sealed class ProcessTimedOut(string program, TimeSpan deadline) : TimeoutException(
    $"'{program}' was ended because it ran longer than {deadline.TotalSeconds:0.#} s.");
