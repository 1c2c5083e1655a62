using Backlot.Rendering.Sound;

namespace Backlot.Rendering.Cuts;

/// <summary>What a cut made.</summary>
/// <param name="DurationSeconds">Measured in the finished file.</param>
/// <param name="FfmpegCommand">The last step as a shell command.</param>
/// <param name="LoudnessLufs">Integrated, measured after encoding; null for a silent film.</param>
/// <param name="PeakDbtp">True peak, measured after encoding.</param>
/// <param name="FramesCopied">Taken from their sources as they are.</param>
/// <param name="FramesEncoded">The others, those that came from the cache included.</param>
/// <param name="StretchesEncoded">How many stretches were encoded; the other <paramref name="StretchesFromCache"/> were there.</param>
/// <param name="SoundFromCache">The whole sound was there already.</param>
public sealed record CutResult(
    double DurationSeconds,
    long SizeBytes,
    string FfmpegCommand,
    double? LoudnessLufs,
    double PeakDbtp,
    int FramesCopied,
    int FramesEncoded,
    int StretchesEncoded,
    int StretchesFromCache,
    bool SoundFromCache);

/// <summary>Renders a cut of films into a checked MP4: H.264 and AAC, pictures copied where that is exact.</summary>
public sealed class CutRenderer(Ffmpeg ffmpeg, RenderCache cache)
{
    private const int AtATime = 2;

    /// <summary>In seconds.</summary>
    private const double LongestReadWhole = 600;

    /// <summary>Renders; the same list gives the same film.</summary>
    /// <param name="film">Validated first.</param>
    /// <param name="pathOfSha256">Where a film or the music lies; asked from any thread.</param>
    /// <param name="outputPath">Written under a temporary name beside it, checked, then renamed: whole or not there.</param>
    /// <param name="progress">Told some times a second, from any thread.</param>
    /// <param name="ct">Kills what runs and removes what is half-made.</param>
    /// <exception cref="ArgumentException">The list breaks a rule, or a part has no or too few frames.</exception>
    /// <exception cref="MediaRefused">A source can't be used.</exception>
    /// <exception cref="FfmpegFailed">A step failed, or stalled.</exception>
    /// <exception cref="FilmRefused">The result is not as planned.</exception>
    public async Task<CutResult> RenderAsync(
        CutList film, Func<string, string> pathOfSha256, string outputPath, IProgress<RenderProgress>? progress, CancellationToken ct)
    {
        film.Validate();
        progress?.Report(new(0, "reading the parts"));
        pathOfSha256 = await WithCardsAsync(film, pathOfSha256, ct);
        var parts = await LayAsync(film, pathOfSha256, ct);
        var runs = await EachAsync(parts, (part, finding) => CopyFinder.FindAsync(ffmpeg, film, part, finding), ct);
        var plan = PicturePlan.Of(film, parts, runs);
        var meter = new CutMeter(plan.TotalFrames / film.FrameRate.Value, plan.TotalFrames - plan.CopiedFrames, progress);
        var (pictures, sound) = await MakeAsync(film, plan, parts, pathOfSha256, meter, ct);
        return await WriteAsync(film, plan, pictures, sound, Path.GetFullPath(outputPath), meter, ct);
    }

    /// <summary>Makes the title cards, which then lie where they are asked for like any other film.</summary>
    private async Task<Func<string, string>> WithCardsAsync(CutList film, Func<string, string> pathOfSha256, CancellationToken ct)
    {
        Dictionary<string, string> cards = [];
        foreach (var part in film.Parts)
            if (part.Card is { } card && !cards.ContainsKey(part.Sha256))
                cards.Add(part.Sha256, await new CardFilm(ffmpeg, cache, film).MakeAsync(card, ct));
        return sha256 => cards.GetValueOrDefault(sha256) ?? pathOfSha256(sha256);
    }

    private async Task<IReadOnlyList<PlannedPart>> LayAsync(CutList film, Func<string, string> pathOfSha256, CancellationToken ct)
    {
        var names = film.Parts.Select(part => part.Sha256).Distinct().ToList();
        var read = await EachAsync(names, (sha256, reading) => CutSource.ReadAsync(ffmpeg, sha256, pathOfSha256(sha256), reading), ct);
        var sources = film.Parts.Select(part => read[names.IndexOf(part.Sha256)]).ToList();
        // To start a program for each of many parts takes longer than to read all of a film that is not long.
        var whole = await EachAsync(read, async (source, reading) => sources.Count(of => of == source) > 1 && source.Facts.DurationSeconds <= LongestReadWhole
            ? await PartFrames.ReadAllAsync(ffmpeg, source, reading)
            : null, ct);
        var frames = await EachAsync([.. film.Parts.Zip(sources)], async (pair, reading) => whole[names.IndexOf(pair.First.Sha256)]
            ?? await PartFrames.ReadAsync(ffmpeg, pair.Second, pair.First.InSeconds, pair.First.OutSeconds, reading), ct);
        return PlannedPart.Lay(film, sources, frames);
    }

    private async Task<(CachedFile?[] Pictures, FinishedSound Sound)> MakeAsync(
        CutList film, PicturePlan plan, IReadOnlyList<PlannedPart> parts, Func<string, string> pathOfSha256, CutMeter meter, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var pictures = EncodeAsync(film, plan, meter, stop.Token);
        var sound = new CutSound(ffmpeg, cache).MakeAsync(film, parts, pathOfSha256, meter, stop.Token);
        // Whichever fails first stops the other, and nothing runs on behind the caller's back.
        if (await Task.WhenAny(pictures, sound) is { IsCompletedSuccessfully: false })
            await stop.CancelAsync();
        await Task.WhenAll(pictures, sound).ContinueWith(_ => { }, TaskScheduler.Default);
        if (sound.IsFaulted)
            await sound;
        return (await pictures, await sound);
    }

    /// <returns>One per stretch; null where it is copied.</returns>
    private async Task<CachedFile?[]> EncodeAsync(CutList film, PicturePlan plan, CutMeter meter, CancellationToken ct)
    {
        var encoder = new CutPictures(ffmpeg, cache, film, plan.Parameters.FreeNumber);
        var files = await EachAsync<Stretch, CachedFile?>(plan.Stretches, async (stretch, encoding) =>
        {
            if (stretch is Stretch.Copied)
                return null;
            var told = 0.0;
            var file = await encoder.EncodeAsync(stretch, frames =>
            {
                var more = Math.Clamp(frames, told, stretch.Frames) - told;
                told += more;
                meter.Pictures.Add(more);
            }, encoding);
            meter.Pictures.Add(stretch.Frames - told);
            return file;
        }, ct);
        meter.Pictures.Finish();
        return files;
    }

    private async Task<CutResult> WriteAsync(
        CutList film, PicturePlan plan, CachedFile?[] stretches, FinishedSound sound, string outputPath, CutMeter meter, CancellationToken ct)
    {
        var (temp, pictures) = ($"{outputPath}.part", $"{outputPath}.pictures");
        try
        {
            await new CutJoin(ffmpeg, film, plan).WriteAsync(stretches, pictures, ct);
            var arguments = Arguments(film, pictures, sound.Path, temp);
            await ffmpeg.RunAsync(arguments, meter.Writing.Reach, feed: null, ct);
            var seconds = await new FilmCheck(ffmpeg).CheckAsync(temp, new FilmShape(film.Width, film.Height, film.FrameRate, plan.TotalFrames), ct);
            WholeFile.Commit(temp, outputPath);
            meter.Writing.Finish();
            var made = stretches.OfType<CachedFile>().ToList();
            return new(
                seconds, new FileInfo(outputPath).Length, arguments.ToString(), sound.Loudness.Lufs, sound.Loudness.PeakDbtp, plan.CopiedFrames,
                plan.TotalFrames - plan.CopiedFrames, made.Count(file => !file.WasThere), made.Count(file => file.WasThere), sound.WasThere);
        }
        finally
        {
            File.Delete(temp);
            File.Delete(pictures);
        }
    }

    private static FfmpegArguments Arguments(CutList film, string pictures, string sound, string target) => new(
        [new(MediaFormat.Film, pictures), new(MediaFormat.M4a, sound)], target)
    {
        OutputOptions =
        [
            new("map", "0:v:0"), new("map", "1:a:0"), new("map_metadata", "-1"), new("c", "copy"),
            new("video_track_timescale", PictureFile.TimescaleOf(film)), new("movflags", "+faststart"), new("fflags", "+bitexact"),
        ],
        Muxer = "mp4",
    };

    /// <summary>Two at a time, the results in order.</summary>
    private static async Task<TResult[]> EachAsync<T, TResult>(IReadOnlyList<T> all, Func<T, CancellationToken, Task<TResult>> make, CancellationToken ct)
    {
        var results = new TResult[all.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = ct };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, all.Count), options, async (i, making) => results[i] = await make(all[i], making));
        return results;
    }
}
