using System.Runtime.InteropServices;

namespace Backlot.Platform.Processes;

/// <summary>execve: this process becomes another program.</summary>
public static partial class ReplacedProcess
{
    /// <param name="program">Looked up in PATH.</param>
    /// <param name="arguments">Without the program's own name.</param>
    /// <param name="variables">Beside the environment of this process.</param>
    /// <returns>Never, but for a failure.</returns>
    /// <exception cref="StartFailed">The program is not installed or cannot be run.</exception>
    public static int Become(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables)
    {
        string path;
        try
        {
            path = CommandPrefix.Find(program);
        }
        catch (ProgramNotInstalled missing)
        {
            throw new StartFailed($"{program} is not installed: sudo apt-get install postgresql-client.", missing);
        }
        foreach (var (name, value) in variables)
            _ = SetVariable(name, value, 1);
        // .NET masks nothing across exec, but its ignored SIGPIPE would be inherited and make psql deaf to a closed pager.
        _ = SetSignal(SigPipe, SignalDefault);
        _ = Execute(path, [program, .. arguments, null]);
        throw new StartFailed($"{program} could not be started (errno {Marshal.GetLastPInvokeError()}).");
    }

    private const int SigPipe = 13;
    private const nint SignalDefault = 0;

    [LibraryImport("libc", EntryPoint = "execv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string path, string?[] arguments);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetSignal(int signal, nint handler);
}
