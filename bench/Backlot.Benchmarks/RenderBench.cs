using Backlot.Channels;
using Backlot.Channels.Albums;
using Backlot.Channels.Prompts;

namespace Backlot.Benchmarks;

/// <summary>How fast and how lean is an album's way from its brief to its export, and after one change? Issue 2, "Speed".</summary>
/// <param name="tell">Told what is being done.</param>
/// <remarks>CPU is that of the server, of all it starts, of its database, and of answering how far it is twice a second.</remarks>
internal sealed class RenderBench(RenderBench.Size size, TimeProvider time, Action<string> tell)
{
    private const string Niche = "medieval royal court";
    private const int ChangedImage = 3, Seed = 7;
    private static readonly string[] Moods = ["calm", "regal", "candle-lit"];

    /// <param name="Minutes">Of the film, 1..90; own tracks decide by themselves.</param>
    /// <param name="TracksFolder">20 own tracks; null for built-in ones.</param>
    /// <param name="ImagesFolder">20 own pictures; null for built-in ones.</param>
    public sealed record Size(int Minutes, string? TracksFolder, string? ImagesFolder);

    /// <summary>Everything in one run; what it writes is gone when it returns.</summary>
    /// <exception cref="Platform.StartFailed">The server did not start, or the album failed.</exception>
    public async Task<Report> RunAsync(CancellationToken ct)
    {
        var conditions = await Conditions.ReadAsync(time, ct);
        var (filmSeconds, album) = await AlbumAsync(ct);
        tell("Measuring the synthesizers ...");
        var speed = SynthesizerSpeed.Of(Prompts, every: size.Minutes < 10 ? 10 : 6, ct);
        return new("Render benchmark: an album from its brief to its export", [Describe(filmSeconds), .. conditions],
            [
                .. album,
                new("music made in a CPU second", speed.MusicSeconds, "s", new(100, IsLeast: true)),
                new("pictures made in a CPU second", speed.Pictures, "pictures"),
            ],
            IsFullSize: filmSeconds >= 3598);
    }

    private async Task<(double FilmSeconds, IReadOnlyList<Metric> Metrics)> AlbumAsync(CancellationToken ct)
    {
        using var folder = new TempFolder();
        tell("Starting a server ...");
        await using var server = await BenchServer.StartAsync(folder.Below("data"), ct);
        await using var meter = new ProcessMeter(server.ProcessId, time);
        var run = new AlbumRun(server, time);
        tell("Making the album ...");
        var (album, made) = await run.MakeAsync(Brief, ct);
        tell("Changing one image ...");
        var changed = await run.ReplaceImageAsync(album.Id, ChangedImage, ct);
        tell("Running the plain command ...");
        var filmSeconds = album.DurationSeconds ?? 0;
        var plain = filmSeconds * await new PlainCommand(server, folder.Root).CpuSecondsPerFilmSecondAsync(album, ct);
        var render = meter.Between(made.RenderStarted, made.RenderEnded);
        return (filmSeconds, [.. TimesOf(made, changed), .. CpuOf(render, plain), .. MemoryOf(meter)]);
    }

    private NewVideoJob Brief => new(
        size.Minutes, Niche, Moods, "Benchmark", Seed, TracksFolder: size.TracksFolder, ImagesFolder: size.ImagesFolder);

    /// <summary>Of an album of at least ten minutes, whatever was made: half a minute of music says more than three seconds.</summary>
    private AlbumPrompts Prompts =>
        BuiltInPromptWriter.Write(new(Niche, Moods, Math.Max(size.Minutes, 10) * 60, AlbumPlan.CrossfadeSeconds, Seed, null, null));

    private string Describe(double filmSeconds) => FormattableString.Invariant(
        $"Film: {filmSeconds / 60:0.0} minutes, {AlbumPlan.Width} × {AlbumPlan.Height} at {AlbumPlan.FrameRate} frames a second; {Source("tracks", size.TracksFolder)}, {Source("images", size.ImagesFolder)}");

    private static string Source(string parts, string? folder) =>
        $"{VideoJob.PartCount} {parts} {(folder is null ? "built in" : "of " + Path.GetFileName(folder))}";

    private static IEnumerable<Metric> TimesOf(AlbumTimes made, AlbumTimes changed) =>
    [
        new("brief to export", made.TotalSeconds, "s", new(240, OnlyAtFullSize: true)),
        new("- making the parts", made.PartsSeconds, "s"),
        new("- render step", made.RenderSeconds, "s", new(90, OnlyAtFullSize: true)),
        new("- export", made.ExportSeconds, "s"),
        new("re-render after one changed image", changed.TotalSeconds, "s", new(20, OnlyAtFullSize: true)),
        new("- making the image", changed.PartsSeconds, "s"),
        new("- render step", changed.RenderSeconds, "s"),
        new("- export", changed.ExportSeconds, "s"),
    ];

    private static IEnumerable<Metric> CpuOf(CpuSeconds render, double plainSeconds) =>
    [
        new("CPU of the render step", render.All, "s"),
        new("- server itself", render.Own, "s"),
        new("- ffmpeg and PostgreSQL", render.All - render.Own, "s"),
        new("CPU of the plain command, scaled to the film", plainSeconds, "s"),
        new("plain command / render step, CPU", plainSeconds / render.All, "times", new(20, IsLeast: true, OnlyAtFullSize: true)),
    ];

    private static IEnumerable<Metric> MemoryOf(ProcessMeter meter) =>
    [
        new("peak memory of the server", meter.PeakBytes / 1e6, "MB", new(500)),
        new("peak memory of any ffmpeg or ffprobe", meter.PeakChildBytes / 1e6, "MB", new(500)),
        new("peak memory of any PostgreSQL process, shared left out", meter.PeakPostgresBytes / 1e6, "MB", new(500)),
    ];
}
