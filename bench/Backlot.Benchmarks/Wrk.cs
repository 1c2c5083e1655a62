using System.Globalization;
using System.Text.RegularExpressions;
using Backlot.Platform;
using Backlot.Platform.Processes;

namespace Backlot.Benchmarks;

/// <summary>One run of <c>wrk</c>: as many requests as a server answers.</summary>
internal static partial class Wrk
{
    private const int Connections = 16;

    /// <param name="token">Sent as a bearer token.</param>
    /// <param name="script">A Lua file that says what is sent; null for plain GET.</param>
    /// <returns>Requests a second.</returns>
    /// <exception cref="StartFailed">wrk is missing, or an answer was no success: then the figure means nothing.</exception>
    public static async Task<double> RunAsync(Uri url, string token, double seconds, string? script, CancellationToken ct)
    {
        List<string> arguments =
        [
            "--threads", "1", "--connections", $"{Connections}", "--duration", $"{Math.Ceiling(seconds):0}s",
            "--header", $"Authorization: Bearer {token}", .. script is null ? Array.Empty<string>() : ["--script", script], url.ToString(),
        ];
        var run = await ChildProcess.RunAsync(new("wrk", [.. arguments]), ct);
        if (run.ExitCode != 0 || run.Stdout.Contains("Non-2xx", StringComparison.Ordinal) || run.Stdout.Contains("Socket errors", StringComparison.Ordinal))
            throw new StartFailed($"wrk on {url.AbsolutePath} did not get answers alone: {run.Stdout} {run.StderrTail}");
        return double.Parse(Rate().Match(run.Stdout).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)", RegexOptions.NonBacktracking)]
    private static partial Regex Rate();
}
