using System.Globalization;
using System.Runtime.InteropServices;
using Backlot.Platform.Database;
using Backlot.Platform.Processes;

namespace Backlot.Benchmarks;

/// <summary>What somebody needs to know to compare one run with another.</summary>
internal static class Conditions
{
    /// <summary>To be read before the work begins: the load is that of everybody else.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(TimeProvider time, CancellationToken ct)
    {
        var load = (await File.ReadAllTextAsync("/proc/loadavg", ct)).Split(' ')[0];
        var postgres = await SaidAsync(PostgresPrograms.Find().Postgres, ct, "--version");
        return
        [
            time.GetUtcNow().ToString("'Date: 'yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
            $"Commit: {await CommitAsync(ct)}",
            $"Machine: {Environment.ProcessorCount} cores, {CpuModel()}; load average at the start: {load}",
            $"Versions: {RuntimeInformation.FrameworkDescription}; {postgres}; {(await SaidAsync("ffmpeg", ct, "-version")).Split(" Copyright")[0]}",
        ];
    }

    private static string CpuModel() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            ?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static async Task<string> CommitAsync(CancellationToken ct)
    {
        var commit = await SaidAsync("git", ct, "rev-parse", "--short", "HEAD");
        return commit + (await SaidAsync("git", ct, "status", "--porcelain", "--untracked-files=no") == Nothing ? "" : ", and changes not committed");
    }

    private const string Nothing = "unknown";

    /// <summary>The first line a program prints; "unknown" if it prints none or is not there.</summary>
    private static async Task<string> SaidAsync(string program, CancellationToken ct, params string[] arguments)
    {
        try
        {
            // The folder of the compiled program is inside the source tree, wherever it is started from.
            var result = await ChildProcess.RunAsync(new(program, arguments) { WorkingDirectory = AppContext.BaseDirectory }, ct);
            return result is { ExitCode: 0, Stdout.Length: > 0 } ? result.Stdout.Split('\n')[0].Trim() : Nothing;
        }
        catch (ProgramNotInstalled)
        {
            return Nothing;
        }
    }
}
