using System.Globalization;
using Backlot.Benchmarks.Jobs;
using Backlot.Generation.Providers;
using Backlot.Library.BuiltInShots;
using Backlot.Rendering;

namespace Backlot.Benchmarks.Shots;

/// <summary>How many seconds of film does the built-in provider shoot in a second? Issue 6: at least one.</summary>
/// <param name="seconds">Of each shot; the bars are for 6.</param>
/// <param name="say">Told what is being done.</param>
internal sealed class ShotsBench(double seconds, TimeProvider time, Action<string> say)
{
    public const double FullSeconds = 6;

    /// <summary>Much that moves, little that moves.</summary>
    private static readonly string[] Prompts =
        ["Night. A storm breaks over the open sea, lightning; a boat among the waves. Handheld.", "Dawn in a quiet library, candles on a table. Slow push in."];

    private static readonly (string Name, int Width, int Height)[] Sizes = [("720p", 1280, 720), ("1080p", 1920, 1080)];

    /// <summary>A machine that others share is slower at one time than at another: the middle one of a few shots counts, of short ones none does.</summary>
    private int Rounds => seconds < FullSeconds ? 1 : 3;

    public async Task<Report> RunAsync(CancellationToken ct)
    {
        var conditions = await Conditions.ReadAsync(time, ct);
        using var folder = new TempFolder();
        var maker = new BuiltInVideo(new Ffmpeg(new()));
        // Shorter ones are for trying things out.
        if (seconds >= FullSeconds)
        {
            say("Warming up …");
            foreach (var prompt in Prompts)
                await SpeedAsync(maker, folder, prompt, 640, 360, ct);
        }
        var metrics = new List<Metric>();
        foreach (var (name, width, height) in Sizes)
            foreach (var prompt in Prompts)
            {
                say($"Shooting {name}: {prompt}");
                var speeds = new List<double>();
                for (var round = 0; round < Rounds; round++)
                    speeds.Add(await SpeedAsync(maker, folder, prompt, width, height, ct));
                metrics.Add(new($"{name}: {prompt}", speeds.Median(), "s of film in a second", new(1, IsLeast: true, OnlyAtFullSize: true)));
                if (Rounds > 1)
                    metrics.Add(new($"- the slowest of {Rounds}", speeds.Min(), "s of film in a second"));
            }
        return new("Shots benchmark: the built-in provider against the clock",
            [string.Create(CultureInfo.InvariantCulture, $"Shots of {seconds:0.#} s with sound, one at a time"), .. conditions], metrics, seconds >= FullSeconds);
    }

    private async Task<double> SpeedAsync(BuiltInVideo maker, TempFolder folder, string prompt, int width, int height, CancellationToken ct)
    {
        var path = folder.Below("shot.mp4");
        var began = time.GetTimestamp();
        await maker.MakeAsync(new VideoOrder(prompt, Seed: 7, seconds, width, height), path, null, ct);
        var took = time.GetElapsedTime(began).TotalSeconds;
        File.Delete(path);
        return seconds / took;
    }
}
