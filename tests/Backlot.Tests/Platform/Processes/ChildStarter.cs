using Backlot.Platform.Processes;

namespace Backlot.Tests.Platform.Processes;

/// <summary>A stand-in for the server: starts one child (user, death signal, program, arguments), prints its id and
/// stays until somebody kills it.</summary>
internal static class ChildStarter
{
    public const string Verb = "start-a-child";

    public static async Task<int> RunAsync(string[] command)
    {
        var spec = new ProcessSpec(command[2], command[3..])
        {
            RunAsUser = command[0] is { Length: > 0 } user ? user : null,
            DeathSignal = Enum.Parse<ProcessSignal>(command[1]),
        };
        await using var child = ChildProcess.Start(spec);
        Console.WriteLine(child.Id);
        return await child.WaitForExitAsync();
    }

    /// <summary>Lets a started .NET program find its runtime, wherever this one was found.</summary>
    public static Dictionary<string, string> RuntimeEnvironment => new()
    {
        ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(
            Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..")),
    };
}
