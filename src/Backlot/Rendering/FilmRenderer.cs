using System.Globalization;
using Backlot.Rendering.Pictures;
using Backlot.Rendering.Sound;

namespace Backlot.Rendering;

/// <summary>What a render made.</summary>
/// <param name="DurationSeconds">Measured in the finished file.</param>
/// <param name="FfmpegCommand">The last step as a shell command; the pictures came in through its standard
/// input.</param>
/// <param name="LoudnessLufs">Integrated, measured after encoding; null for a silent film.</param>
/// <param name="PeakDbtp">True peak, measured after encoding.</param>
/// <param name="PicturesEncoded">How many stills were encoded; the other <paramref name="PicturesFromCache"/> were
/// there.</param>
/// <param name="SoundFromCache">The whole sound was there already.</param>
public sealed record RenderResult(
    double DurationSeconds,
    long SizeBytes,
    string FfmpegCommand,
    double? LoudnessLufs,
    double PeakDbtp,
    int PicturesEncoded,
    int PicturesFromCache,
    bool SoundFromCache);

/// <summary>Renders a timeline of stills and music into a checked MP4.</summary>
public sealed class FilmRenderer(Ffmpeg ffmpeg, RenderCache cache)
{
    private const int ParallelPictures = 2;
    private const int ParallelTracks = 2;

    private readonly Stills stills = new(ffmpeg);

    /// <summary>Renders; the same timeline gives the same bytes.</summary>
    /// <param name="timeline">Validated first.</param>
    /// <param name="pathOfSha256">Where a picture or track of the timeline lies; asked from any thread.</param>
    /// <param name="outputPath">Written under a temporary name beside it, checked, then renamed: whole or not
    /// there.</param>
    /// <param name="progress">Told some times a second, from any thread.</param>
    /// <param name="ct">Kills what runs and removes what is half-made.</param>
    /// <exception cref="ArgumentException">The timeline breaks a rule.</exception>
    /// <exception cref="MediaRefused">A file is not a picture or track that can be used.</exception>
    /// <exception cref="FfmpegFailed">A step failed, or stalled.</exception>
    /// <exception cref="FilmRefused">The result is not as planned.</exception>
    public async Task<RenderResult> RenderAsync(
        Timeline timeline,
        Func<string, string> pathOfSha256,
        string outputPath,
        IProgress<RenderProgress>? progress,
        CancellationToken ct)
    {
        timeline.Validate();
        var meter = new RenderMeter(timeline, progress);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var pictures = EncodePicturesAsync(timeline, pathOfSha256, meter, stop.Token);
        var sound = new FilmSound(ffmpeg, cache, ParallelTracks).MakeAsync(timeline, pathOfSha256, meter, stop.Token);
        // Whichever fails first stops the other, and nothing runs on behind the caller's back.
        if (await Task.WhenAny(pictures, sound) is { IsCompletedSuccessfully: false })
            await stop.CancelAsync();
        await Task.WhenAll(pictures, sound).ContinueWith(_ => { }, TaskScheduler.Default);
        if (sound.IsFaulted)
            await sound;
        return await WriteAsync(timeline, await pictures, await sound, Path.GetFullPath(outputPath), meter, ct);
    }

    private async Task<EncodedPictures> EncodePicturesAsync(
        Timeline timeline, Func<string, string> pathOfSha256, RenderMeter meter, CancellationToken ct)
    {
        var distinct = timeline.Parts.Select(part => (part.ImageSha256, part.Fit)).Distinct().ToList();
        var encoded = 0;
        await Parallel.ForEachAsync(distinct, Options(ct), async (picture, making) =>
        {
            var file = await EncodeAsync(timeline, picture.ImageSha256, picture.Fit, pathOfSha256, making);
            if (!file.WasThere)
                Interlocked.Increment(ref encoded);
            meter.Pictures.Add(1);
        });
        List<StillFrame> frames = [];
        foreach (var part in timeline.Parts)
        {
            var file = await EncodeAsync(timeline, part.ImageSha256, part.Fit, pathOfSha256, ct);
            frames.Add(new(await File.ReadAllBytesAsync(file.Path, ct)));
        }
        return new(frames, encoded, distinct.Count - encoded);
    }

    private Task<CachedFile> EncodeAsync(
        Timeline timeline, string sha256, Fit fit, Func<string, string> pathOfSha256, CancellationToken ct) =>
        cache.GetOrMakeAsync(
            string.Create(CultureInfo.InvariantCulture,
                $"{Stills.Recipe} {sha256} {fit} {timeline.Width}x{timeline.Height} {timeline.FrameRate}"),
            ".h264",
            (temp, making) => stills.EncodeAsync(
                pathOfSha256(sha256), timeline.Width, timeline.Height, timeline.FrameRate, fit, temp, making),
            ct);

    private async Task<RenderResult> WriteAsync(
        Timeline timeline, EncodedPictures pictures, FinishedSound sound, string outputPath, RenderMeter meter,
        CancellationToken ct)
    {
        var (temp, tags) = ($"{outputPath}.part", $"{outputPath}.tags");
        try
        {
            await FilmFile.WriteTagsAsync(timeline, tags, ct);
            var arguments = FilmFile.Arguments(timeline, sound.Path, tags, temp);
            await ffmpeg.RunAsync(
                arguments, meter.Writing.Reach,
                (target, feeding) => FilmFile.WritePicturesAsync(timeline, pictures.Frames, target, feeding), ct);
            var seconds = await new FilmCheck(ffmpeg).CheckAsync(temp, timeline, ct);
            WholeFile.Commit(temp, outputPath);
            meter.Writing.Finish();
            return new(
                seconds, new FileInfo(outputPath).Length, arguments.ToString(), sound.Loudness.Lufs,
                sound.Loudness.PeakDbtp, pictures.Encoded, pictures.FromCache, sound.WasThere);
        }
        finally
        {
            File.Delete(temp);
            File.Delete(tags);
        }
    }

    private static ParallelOptions Options(CancellationToken ct) =>
        new() { MaxDegreeOfParallelism = ParallelPictures, CancellationToken = ct };

    private sealed record EncodedPictures(IReadOnlyList<StillFrame> Frames, int Encoded, int FromCache);
}
