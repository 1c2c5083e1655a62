using System.Globalization;

namespace Backlot.Platform.Processes;

/// <summary>The chain of small programs that prepare a child and then become it, so that its id is the one we
/// started.</summary>
internal static class CommandPrefix
{
    /// <summary>setsid, setpriv and prlimit before the program itself, all by absolute path.</summary>
    /// <exception cref="ProgramNotInstalled">The program, or one of these, is missing.</exception>
    public static List<string> For(ProcessSpec spec)
    {
        // Its own session: a Ctrl+C in the server's terminal reaches the server alone, which then ends its children in
        // order; and whatever the program leaves behind can be ended by its group.
        List<string> command = [Find("setsid"), Find("setpriv"), $"--pdeathsig={Name(spec.DeathSignal)}"];
        if (spec.RunAsUser is { } user)
        {
            // setpriv changes the user first and sets the death signal last; the other way round the kernel clears it.
            var account = Account.Of(user);
            command.AddRange([$"--reuid={account.UserId}", $"--regid={account.GroupId}", "--init-groups"]);
        }
        if (spec.Limits is { } limits)
        {
            command.Add(Find("prlimit"));
            Add(command, "--as", limits.AddressSpaceBytes);
            Add(command, "--cpu", limits.CpuSeconds);
            Add(command, "--fsize", limits.FileSizeBytes);
            Add(command, "--nofile", limits.OpenFiles);
            command.Add("--");
        }
        command.Add(Find(spec.Program));
        return command;
    }

    /// <summary>Absolute path of a program, or <see cref="ProgramNotInstalled"/>.</summary>
    public static string Find(string program) =>
        program.Contains('/')
            ? IsExecutable(program) ? Path.GetFullPath(program) : throw new ProgramNotInstalled(program)
            : SearchPath.Split(':', StringSplitOptions.RemoveEmptyEntries)
                .Select(folder => Path.Combine(folder, program))
                .FirstOrDefault(IsExecutable) ?? throw new ProgramNotInstalled(program);

    public static string SearchPath =>
        Environment.GetEnvironmentVariable("PATH") is { Length: > 0 } path
            ? path
            : "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static bool IsExecutable(string path) =>
        File.Exists(path) && LibC.Access(path, LibC.MayExecute) == 0;

    private static void Add(List<string> command, string option, long? limit)
    {
        if (limit is { } value)
            command.Add(string.Create(CultureInfo.InvariantCulture, $"{option}={value}"));
    }

    private static string Name(ProcessSignal signal) => signal switch
    {
        ProcessSignal.Interrupt => "INT",
        ProcessSignal.Quit => "QUIT",
        ProcessSignal.Terminate => "TERM",
        _ => "KILL",
    };
}

/// <summary>A user of this machine, as /etc/passwd has it.</summary>
internal sealed record Account(string UserId, string GroupId, string Home)
{
    public static Account Of(string user) =>
        File.ReadLines("/etc/passwd").Select(line => line.Split(':'))
            .Where(fields => fields.Length >= 7 && fields[0] == user)
            .Select(fields => new Account(fields[2], fields[3], fields[5]))
            .FirstOrDefault() ?? throw new ArgumentException($"This machine has no user '{user}'.", nameof(user));
}
