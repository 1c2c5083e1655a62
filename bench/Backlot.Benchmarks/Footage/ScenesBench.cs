using System.Globalization;
using Backlot.Rendering;
using Backlot.Rendering.Scenes;
using Backlot.Rendering.Signals;

namespace Backlot.Benchmarks.Footage;

/// <summary>What do shots and signals cost beyond decoding? At most 0.3 times of what <c>ffmpeg -i F -f null -</c> takes on
/// the same file with as many threads, for H.264 of 720 lines and more.</summary>
/// <param name="filmSeconds">Length of each film.</param>
/// <param name="runs">Of each program, one after the other in turn, so that a busy moment hits both.</param>
/// <param name="tell">Told what is being done.</param>
internal sealed class ScenesBench(int filmSeconds, int runs, TimeProvider time, Action<string> tell)
{
    private const double MostTimes = 1.3;

    private static readonly (string Name, string Size, string Preset)[] Films = [("720p", "1280x720", "veryfast"), ("1080p", "1920x1080", "veryfast")];

    private readonly Ffmpeg ffmpeg = new(new());
    private readonly int threads = Environment.ProcessorCount;

    /// <summary>Everything in one run; what it writes is gone when it returns.</summary>
    /// <exception cref="StartFailed">The footage is not on this machine, or ffmpeg failed.</exception>
    public async Task<Report> RunAsync(CancellationToken ct)
    {
        RealFilm.Demand();
        var conditions = await Conditions.ReadAsync(time, ct);
        using var folder = new TempFolder();
        List<Metric> metrics = [];
        foreach (var (name, size, preset) in Films)
            metrics.AddRange(await MeasureAsync(name, await MakeAsync(folder.Below($"{name}.mp4"), size, preset, ct), ct));
        return new("Scenes benchmark: shots and signals of a film against decoding it",
            [
                $"Films: {filmSeconds} s of a real film (Megamind.avi over and over), H.264 by x264 {Films[0].Preset}, with a tone in AAC",
                $"Decoding: ffmpeg -threads {threads} -i F -f null -; ours: the same number of threads, everything {nameof(SceneFinder)} does, sound included",
                $"Runs: {runs} of each, in turn; the middle one counts",
                .. conditions,
            ],
            metrics, IsFullSize: filmSeconds >= 60);
    }

    private async Task<List<Metric>> MeasureAsync(string name, string path, CancellationToken ct)
    {
        tell($"Measuring {name} ...");
        var facts = await new MediaProbe(ffmpeg).ProbeAsync(path, MediaKind.Video, ct);
        var finder = new SceneFinder(ffmpeg, threads);
        List<double> decoding = [], ours = [], withSprites = [];
        using var sheets = new TempFolder();
        FootageReading? reading = null;
        // Once each before it counts: the file is in memory then, and our code is compiled. A single run is for trying things out.
        for (var run = runs > 1 ? 0 : 1; run <= runs; run++)
        {
            var plain = await SecondsAsync(() => PlainFfmpeg.RunAsync(ct, "-threads", Text(threads), "-i", path, "-f", "null", "-"));
            var own = await SecondsAsync(async () => reading = await finder.FindAsync(path, facts, progress: null, ct));
            var all = await SecondsAsync(() => finder.FindAsync(path, facts, new ShotSprites(ffmpeg, facts, sheets.Root), thumbnails: null, progress: null, ct));
            if (run == 0)
                continue;
            decoding.Add(plain);
            ours.Add(own);
            withSprites.Add(all);
        }
        var (decodes, finds) = (Middle(decoding), Middle(ours));
        return
        [
            new($"{name}: shots and signals / decoding", finds / decodes, "times", new(MostTimes, OnlyAtFullSize: true)),
            new("- decoding alone", decodes, "s"),
            new("- shots and signals", finds, "s"),
            new("- and sprite sheets", Middle(withSprites), "s"),
            new("- frames a second", (reading?.Frames ?? 0) / finds, "frames"),
            new("- shots found", reading?.Shots.Count ?? 0, "shots"),
        ];
    }

    private async Task<string> MakeAsync(string path, string size, string preset, CancellationToken ct)
    {
        tell($"Making a film of {size} ...");
        return await RealFilm.MakeAsync(path, size, preset, filmSeconds, ct);
    }

    private async Task<double> SecondsAsync(Func<Task> work)
    {
        var start = time.GetTimestamp();
        await work();
        return time.GetElapsedTime(start).TotalSeconds;
    }

    private static double Middle(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
