using System.Runtime;

namespace Backlot.Platform.Processes;

/// <summary>The runtime writes down what a program compiles in its first twelve seconds, and the next start of the same program
/// compiles that in the background, before it is called. Code that was compiled ahead is not affected: most is.</summary>
internal static class StartProfile
{
    /// <summary>Once in a process, at its start. Where the program's folder cannot be written, nothing is kept.</summary>
    /// <param name="name">Of the program: each compiles other code.</param>
    public static void Begin(string name)
    {
        // Beside the program: what another build has compiled is of no use.
        ProfileOptimization.SetProfileRoot(AppContext.BaseDirectory);
        ProfileOptimization.StartProfile($"{name}.start-profile");
    }
}
