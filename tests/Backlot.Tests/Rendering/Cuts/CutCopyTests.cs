using Backlot.Platform.Processes;
using Backlot.Rendering.Cuts;

namespace Backlot.Tests.Rendering.Cuts;

/// <summary>What fits is copied, and the frames are right whatever the source's groups of pictures are like.</summary>
public sealed class CutCopyTests : IDisposable
{
    private readonly NumberedFilms films = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => films.Dispose();

    [Theory(Timeout = 120_000)]
    [InlineData("closed.mp4", 105, "-bf", "3")]
    [InlineData("plain.mp4", 105, "-bf", "0")]
    [InlineData("pyramid.mkv", 105, "-bf", "7", "-x264-params", "b-pyramid=normal:ref=4")]
    [InlineData("stream.ts", 105, "-bf", "2")]
    [InlineData("one.mp4", 0, "-g", "600", "-bf", "2")]
    [InlineData("open.mp4", 0, "-x264-params", "open-gop=1:keyint=25:bframes=3:scenecut=0")]
    [InlineData("other.mkv", 0, "-c:v", "mpeg4", "-q:v", "2")]
    [InlineData("fields.mp4", 0, "-flags", "+ilme+ildct", "-x264-params", "tff=1")]
    public async Task From_a_key_frame_on_frames_are_copied_bit_for_bit_where_that_is_exact(string name, int leastCopied, params string[] encoder)
    {
        var source = await films.AddAsync(name, 160, 0, ["-c:v", "libx264", "-preset", "veryfast", "-g", "25", "-sc_threshold", "0", .. encoder]);

        // In a stream the pictures begin a little after the sound.
        var late = name.EndsWith(".ts", StringComparison.Ordinal) ? 0.03 : 0;
        var (film, result) = await films.RenderAsync(NumberedFilms.List(
            new(source, 13 / 25.0 + late, 131 / 25.0 + late), new(source, 40 / 25.0 + late, 52 / 25.0 + late)));

        Assert.Equal(Enumerable.Range(13, 118).Concat(Enumerable.Range(40, 12)), await films.NumbersAsync(film));
        Assert.Equal(130, result.FramesCopied + result.FramesEncoded);
        // Of the first part all behind frame 25, but for those at its end that need later ones.
        Assert.InRange(result.FramesCopied, leastCopied > 0 ? leastCopied - 4 : 0, leastCopied > 0 ? 106 : 0);
        Assert.All(await films.ClicksAsync(film), click => Assert.InRange(Math.Min(OffBeat(click + 0.52), OffBeat(click - 4.72 + 1.6)), 0, 0.01));
        var originals = (await PacketsAsync(films.Folder.File(name))).ToHashSet();
        Assert.Equal(result.FramesCopied, (await PacketsAsync(film)).Count(originals.Contains));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_part_on_whole_groups_of_pictures_is_copied_whole_and_its_sound_stays_with_it()
    {
        var source = await films.AddAsync("source.mp4", 200, 0, "-c:v", "libx264", "-preset", "veryfast", "-g", "25", "-sc_threshold", "0", "-bf", "2");

        var (film, result) = await films.RenderAsync(NumberedFilms.List(NumberedFilms.Frames(source, 100, 150), NumberedFilms.Frames(source, 25, 75)));

        Assert.Equal((100, 0, 0), (result.FramesCopied, result.FramesEncoded, result.StretchesEncoded));
        Assert.Equal([.. Enumerable.Range(100, 50), .. Enumerable.Range(25, 50)], await films.NumbersAsync(film));
        // 100 frames are 10 clicks; the one on the joint is faded.
        var clicks = await films.ClicksAsync(film);
        Assert.All(Enumerable.Range(1, 4), n => Assert.Contains(clicks, click => Math.Abs(click - n * 0.4) < 0.005));
        Assert.All(Enumerable.Range(0, 4), n => Assert.Contains(clicks, click => Math.Abs(click - 2.2 - n * 0.4) < 0.005));
    }

    [Fact(Timeout = 120_000)]
    public async Task Two_sources_whose_parameters_clash_are_not_both_copied_and_frames_of_a_crossfade_never()
    {
        string[] usual = ["-c:v", "libx264", "-preset", "veryfast", "-g", "25", "-sc_threshold", "0"];
        var first = await films.AddAsync("first.mp4", 100, 0, [.. usual, "-bf", "3"]);
        var alike = await films.AddAsync("alike.mp4", 100, 1000, [.. usual, "-bf", "3"]);
        var unlike = await films.AddAsync("unlike.mp4", 100, 2000, [.. usual, "-bf", "0", "-x264-params", "cabac=0:ref=1"]);

        var (film, result) = await films.RenderAsync(NumberedFilms.List(
            NumberedFilms.Frames(first, 0, 50), NumberedFilms.Frames(unlike, 0, 50), NumberedFilms.Frames(alike, 15, 75) with { CrossfadeSeconds = 0.4 }));

        // 0 to 50 of the first; of the last all behind the crossfade: 25 to 75.
        Assert.InRange(result.FramesCopied, 96, 100);
        var numbers = await films.NumbersAsync(film);
        Assert.Equal([.. Enumerable.Range(0, 50), .. Enumerable.Range(2000, 40)], numbers[..90]);
        Assert.Equal(Enumerable.Range(1025, 50), numbers[100..]);
    }

    [Fact(Timeout = 120_000)]
    public async Task Rendered_again_it_takes_all_from_the_cache_and_gives_the_same_bytes()
    {
        var source = await films.AddAsync("source.mp4", 100, 0);
        var list = NumberedFilms.List(NumberedFilms.Frames(source, 3, 80), NumberedFilms.Frames(source, 10, 30) with { CrossfadeSeconds = 0.2 });
        var (first, cold) = await films.RenderAsync(list, "first.mp4");

        var (second, warm) = await films.RenderAsync(list, "second.mp4");

        Assert.Equal((0, cold.StretchesEncoded, true), (warm.StretchesEncoded, warm.StretchesFromCache, warm.SoundFromCache));
        Assert.True(cold.StretchesEncoded >= 3);
        Assert.Equal(await File.ReadAllBytesAsync(first, Ct), await File.ReadAllBytesAsync(second, Ct));
    }

    private static double OffBeat(double seconds) =>
        Math.Abs(seconds - Math.Round(seconds / NumberedFilms.ClickSeconds) * NumberedFilms.ClickSeconds);

    /// <summary>A sum over each coded frame, in the order in which they are decoded; parameter sets and delimiters of a stream aside.</summary>
    private async Task<List<string>> PacketsAsync(string path)
    {
        // An MP4 of the same frames: a transport stream has parameter sets within.
        if (path.EndsWith(".ts", StringComparison.Ordinal))
            path = await films.Folder.MakeAsync(Path.GetRandomFileName() + ".mp4", "-i", path, "-map", "0:v", "-c", "copy", "-bsf:v", "filter_units=remove_types=7-9");
        var result = await ChildProcess.RunAsync(new("ffprobe",
            ["-v", "error", "-select_streams", "v", "-show_entries", "packet=data_hash", "-show_data_hash", "md5", "-of", "csv=p=0", path]), Ct);
        return [.. result.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }
}
