using System.Globalization;
using Backlot.Platform.Processes;

namespace Backlot.Rendering;

/// <summary>Settings of every ffmpeg and ffprobe run.</summary>
/// <param name="Program">A name in PATH or an absolute path.</param>
/// <param name="ProbeProgram">As <paramref name="Program"/>, for ffprobe.</param>
/// <param name="StallSeconds">A run whose output has not advanced for so long is killed. Default 60.</param>
/// <param name="MemoryLimitBytes">Address space of one run. Default 4 GiB, of which a run uses a tenth at most.</param>
public sealed record FfmpegSettings(
    string Program = "ffmpeg",
    string ProbeProgram = "ffprobe",
    double StallSeconds = 60,
    long MemoryLimitBytes = 4L << 30);

/// <summary>Runs ffmpeg: drained, watched, bounded in memory, and killed with all it started when no longer
/// wanted.</summary>
public sealed class Ffmpeg(FfmpegSettings settings)
{
    public FfmpegSettings Settings => settings;

    /// <summary>Runs to the end; the output file is whole only if this returns.</summary>
    /// <param name="arguments">Must name an output file; the caller removes it after a failure.</param>
    /// <param name="onSeconds">Told the time reached in the output, a few times a second.</param>
    /// <param name="feed">Writes the program's standard input; the stream is closed when it returns.</param>
    /// <param name="ct">Kills the tree at once.</param>
    /// <exception cref="FfmpegFailed">ffmpeg ended with another code than 0.</exception>
    /// <exception cref="FfmpegStalled">Its output did not advance for the set time; it was killed.</exception>
    public async Task RunAsync(
        FfmpegArguments arguments,
        Action<double>? onSeconds,
        Func<Stream, CancellationToken, Task>? feed,
        CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        using var watchdog = new Watchdog(settings.StallSeconds, ct);
        var reached = double.MinValue;
        var spec = SpecOf(arguments) with
        {
            OpenStandardInput = feed is not null,
            OnStdoutLine = line =>
            {
                if (SecondsOf(line) is not { } seconds || seconds <= reached)
                    return;
                reached = seconds;
                watchdog.Advanced();
                onSeconds?.Invoke(seconds);
            },
        };
        await using var child = ChildProcess.Start(spec);
        await using var killing = watchdog.Token.Register(child.KillTree);
        var feeding = feed is null ? Task.CompletedTask : FeedAsync(child, feed, watchdog);
        var exitCode = await child.WaitForExitAsync(CancellationToken.None);
        watchdog.ThrowIfFired(child.StderrTail);
        // ffmpeg's own words on a failure tell more than the broken pipe it left to the feeder.
        if (exitCode != 0 && !feeding.IsFaulted)
            throw new FfmpegFailed(exitCode, child.StderrTail);
        await feeding;
        if (exitCode != 0)
            throw new FfmpegFailed(exitCode, child.StderrTail);
    }

    /// <summary>Starts a run whose output is read as a stream.</summary>
    internal FfmpegStream Open(FfmpegArguments arguments) =>
        new(ChildProcess.Start(SpecOf(arguments) with { OpenStandardOutput = true }), settings.StallSeconds);

    private ProcessSpec SpecOf(FfmpegArguments arguments) => new(settings.Program, arguments.ToList())
    {
        Limits = new(AddressSpaceBytes: settings.MemoryLimitBytes),
    };

    private static async Task FeedAsync(
        ChildProcess child, Func<Stream, CancellationToken, Task> feed, Watchdog watchdog)
    {
        try
        {
            watchdog.Pause();
            await feed(new FedStream(child.StandardInput, watchdog), watchdog.Token);
            child.StandardInput.Close();
            watchdog.Watch();
        }
        catch (IOException)
        {
            // ffmpeg has closed its end: its exit code and words are what counts.
        }
        catch
        {
            child.KillTree();
            throw;
        }
    }

    private static double? SecondsOf(string line)
    {
        const string Key = "out_time_us=";
        return line.StartsWith(Key, StringComparison.Ordinal)
            && long.TryParse(line.AsSpan(Key.Length), CultureInfo.InvariantCulture, out var microseconds)
                ? microseconds / 1e6
                : null;
    }
}
