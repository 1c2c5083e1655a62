using System.CommandLine;

namespace Backlot.Cli;

/// <summary><c>make</c>: from a file to a finished thing.</summary>
internal static class MakeCommand
{
    public static Command Define() => new("make", "Make something and wait for it.") { MakeAlbumCommand.Define(), MakeFilmCommand.Define() };
}
