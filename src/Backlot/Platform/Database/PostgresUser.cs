using Backlot.Platform.Processes;

namespace Backlot.Platform.Database;

/// <summary>Whose rights the embedded cluster runs with: PostgreSQL refuses to run as root, so root lends it the
/// system's <c>postgres</c> user.</summary>
internal static class PostgresUser
{
    private const string Name = "postgres";

    /// <summary>A program of PostgreSQL, run as the right user; gets <paramref name="deathSignal"/> when the server dies.</summary>
    public static ProcessSpec Run(ProcessSignal deathSignal, string clusterFolder, string program, params IReadOnlyList<string> arguments)
    {
        if (!Environment.IsPrivilegedProcess)
            return new ProcessSpec(program, arguments) { DeathSignal = deathSignal };

        List<string> prefix = [$"--pdeathsig={(deathSignal == ProcessSignal.Interrupt ? "INT" : "KILL")}",
            $"--reuid={Name}", $"--regid={Name}", "--init-groups"];
        if (!CanReach(clusterFolder))
            // A folder above the data folder is closed to other users (a home, a mktemp -d): this one capability lets
            // PostgreSQL pass through and read, and nothing more.
            prefix.AddRange(["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]);
        return new ProcessSpec("setpriv", [.. prefix, "--", program, .. arguments]) { DeathSignal = deathSignal, WorkingDirectory = "/" };
    }

    /// <summary>Makes a folder that only the cluster's user may enter; one that exists is handed over as it is.</summary>
    /// <exception cref="StartFailed">There is no such user, though we are root; or the folder is a link or somebody else's.</exception>
    public static async Task MakeFolderAsync(string path, CancellationToken ct)
    {
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(path, ownerOnly);
        if (new DirectoryInfo(path).LinkTarget is not null)
            throw new StartFailed($"{path} is a link: remove it, and Backlot makes a folder there.");
        try
        {
            File.SetUnixFileMode(path, ownerOnly);
        }
        catch (UnauthorizedAccessException foreign)
        {
            throw new StartFailed($"{path} belongs to another user: remove it, and Backlot makes it anew.", foreign);
        }
        if (!Environment.IsPrivilegedProcess)
            return;
        var chown = await ChildProcess.RunAsync(new("chown", "--recursive", $"{Name}:{Name}", "--", path), ct);
        if (chown.ExitCode != 0)
            throw new StartFailed("This machine has no user 'postgres' for the database to run as: install Debian's postgresql package, or start Backlot as an ordinary user.");
    }

    private static bool CanReach(string path)
    {
        for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
            if ((File.GetUnixFileMode(folder) & UnixFileMode.OtherExecute) == 0)
                return false;
        return true;
    }
}
