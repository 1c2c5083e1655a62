using Backlot.Cli;

namespace Backlot.Tests.Support;

/// <summary>Albums of a minute instead of an hour: the limits are lifted only in here, in the host of the tests.</summary>
internal static class ShortAlbums
{
    /// <summary>Backlot's own command line, as a process of its own, with short albums allowed.</summary>
    public static Task<int> RunCommandLineAsync(string[] command) => CommandLine.RunAsync(command);
}
