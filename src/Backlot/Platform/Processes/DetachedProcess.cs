using System.Diagnostics;

namespace Backlot.Platform.Processes;

/// <summary>Starts a program that outlives us: in a session of its own, with its output in a log file. For a server
/// started from the command line; everything else is a <see cref="ChildProcess"/>.</summary>
public static class DetachedProcess
{
    private const string EndMark = "-- ended with ";

    /// <param name="logPath">Made anew; gets both outputs, and a last line when the program has ended.</param>
    /// <param name="command">The program and its arguments; it gets this process's own environment.</param>
    public static void Start(string logPath, IReadOnlyList<string> command)
    {
        File.WriteAllText(logPath, "");
        // The shell only redirects and waits; the command's words are its arguments, never its text. It redirects itself,
        // too: whoever reads our own output must not wait for the server's end.
        var start = new ProcessStartInfo("setsid") { UseShellExecute = false };
        foreach (var word in (string[])["--fork", "sh", "-c", $"exec </dev/null >>\"$0\" 2>&1; \"$@\"; echo \"{EndMark}$?\"", logPath, .. command])
            start.ArgumentList.Add(word);
#pragma warning disable RS0030 // it must not end with us, unlike every child process
        using var shell = Process.Start(start);
#pragma warning restore RS0030
    }

    /// <summary>Whether the program of that log has ended, and the last thing it said.</summary>
    public static bool HasEnded(string logPath, out string lastLine)
    {
        var lines = File.ReadAllLines(logPath);
        lastLine = lines.Length > 1 ? lines[^2] : "";
        return lines.Length > 0 && lines[^1].StartsWith(EndMark, StringComparison.Ordinal);
    }
}
