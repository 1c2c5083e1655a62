using System.Globalization;
using Backlot.Platform.Processes;
using Backlot.Rendering;

namespace Backlot.Tests.Rendering;

/// <summary>An album of twenty parts, made once for all these tests.</summary>
public sealed class Album : IAsyncLifetime
{
    private const int Parts = 20;

    public MediaFolder Folder { get; } = new();

    public Timeline Timeline { get; private set; } = new(320, 180, []);

    public RenderResult Result { get; private set; } = null!;

    public List<RenderProgress> Progress { get; } = [];

    public FilmRenderer Renderer => new(Folder.Ffmpeg, new(Folder.File("cache"), TimeProvider.System));

    public string Film => Folder.File("film.mp4");

    public async ValueTask InitializeAsync()
    {
        List<string> inputs = [], outputs = [];
        for (var i = 0; i < Parts; i++)
        {
            var colour = $"0x{Colour(i).R:x2}{Colour(i).G:x2}{Colour(i).B:x2}";
            inputs.AddRange(["-f", "lavfi", "-i", MediaFolder.Plain(colour, i % 2 == 0 ? "400x300" : "160x90")]);
            inputs.AddRange(["-f", "lavfi", "-i", MediaFolder.Chord(1.6 + i * 0.07, 110 + 20 * i, volume: 0.05 + 0.03 * i)]);
            outputs.AddRange(["-map", $"{2 * i}:v", "-frames:v", "1", Folder.File($"{i}.png"), "-map", $"{2 * i + 1}:a", "-ac", "2", Folder.File($"{i}.wav")]);
        }
        // All in one go: to start a program forty times takes longer than what it does.
        await Folder.MakeAsync($"{Parts - 1}.wav", [.. inputs, .. outputs[..^1]]);
        List<TimelinePart> parts = [.. Enumerable.Range(0, Parts).Select(i => new TimelinePart(
            $"Part {i + 1}", Folder.Sha256(Folder.File($"{i}.png")), Folder.Sha256(Folder.File($"{i}.wav")), 40 + i * 7 / 4))];
        parts[3] = parts[3] with { Title = "A = b; #c \\d\nüber 'all' \"of it\"" };
        Timeline = new(320, 180, parts)
        {
            CrossfadeSeconds = 0.4,
            Tags = new Dictionary<string, string> { ["title"] = "Twenty = 20; #1", ["comment"] = "two\nlines" },
        };
        Result = await Renderer.RenderAsync(Timeline, Folder.PathOf, Film, new Listener(Progress.Add), default);
    }

    public static (int R, int G, int B) Colour(int part) => (12 * part + 10, 245 - 12 * part, part * 97 % 200 + 20);

    public ValueTask DisposeAsync()
    {
        Folder.Dispose();
        return default;
    }

    private sealed class Listener(Action<RenderProgress> listen) : IProgress<RenderProgress>
    {
        public void Report(RenderProgress value) => listen(value);
    }
}

public sealed class FilmRendererTests(Album album) : IClassFixture<Album>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private MediaFolder Folder => album.Folder;

    private Timeline Timeline => album.Timeline;

    [Fact]
    public void The_film_has_the_planned_length_and_everything_was_made()
    {
        Assert.Equal(Timeline.DurationSeconds, album.Result.DurationSeconds, 0.04);
        var result = album.Result;
        Assert.Equal((20, 0, false), (result.PicturesEncoded, result.PicturesFromCache, result.SoundFromCache));
        Assert.Equal(new FileInfo(album.Film).Length, result.SizeBytes);
        Assert.StartsWith("ffmpeg -nostdin", result.FfmpegCommand);
    }

    [Fact]
    public async Task An_independent_meter_finds_it_as_loud_as_promised()
    {
        var (lufs, peak) = await Ebur128.MeasureAsync(album.Film, Ct);

        Assert.InRange(lufs, -15, -13);
        Assert.InRange(peak, -20, -1.0);
        Assert.Equal(lufs, album.Result.LoudnessLufs!.Value, 0.15);
        Assert.Equal(peak, album.Result.PeakDbtp, 0.3);
    }

    [Fact]
    public async Task Each_picture_stands_from_its_first_frame_to_its_last()
    {
        var pixels = await PixelsAsync(album.Film);

        Assert.Equal(Timeline.TotalFrames, pixels.Count);
        for (var part = 0; part < 20; part++)
        {
            var start = Timeline.StartFrame(part);
            AssertNear(Album.Colour(part), pixels[start]);
            AssertNear(Album.Colour(part), pixels[start + Timeline.ShownFrames(part) - 1]);
        }
    }

    [Fact]
    public async Task Chapters_and_tags_come_back_as_they_were_given()
    {
        var result = await ChildProcess.RunAsync(new("ffprobe", "-v", "error", "-show_chapters", "-show_entries",
            "format_tags=title,comment", "-of", "json", album.Film), Ct);
        using var document = System.Text.Json.JsonDocument.Parse(result.Stdout);
        var chapters = document.RootElement.GetProperty("chapters").EnumerateArray().ToList();
        var tags = document.RootElement.GetProperty("format").GetProperty("tags");

        Assert.Equal("Twenty = 20; #1", tags.GetProperty("title").GetString());
        Assert.Equal("two\nlines", tags.GetProperty("comment").GetString());
        Assert.Equal(
            Timeline.Parts.Select((part, i) => (part.Title, Timeline.StartFrame(i) / 25.0)),
            chapters.Select(chapter => (chapter.GetProperty("tags").GetProperty("title").GetString()!,
                double.Parse(chapter.GetProperty("start_time").GetString()!, CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void Progress_rises_to_one_and_says_what_is_done()
    {
        var fractions = album.Progress.Select(p => p.Fraction).ToList();

        Assert.Equal(fractions.Order(), fractions);
        Assert.Equal(1, fractions[^1]);
        Assert.InRange(fractions[0], 0, 0.2);
        Assert.Contains(album.Progress, p => p.Phase.StartsWith("levelling ") && p.Phase.EndsWith(" of 20"));
        Assert.Contains(album.Progress, p => p.Phase == "writing the film");
    }

    [Fact]
    public async Task The_same_timeline_gives_the_same_bytes_from_an_empty_cache()
    {
        var other = new FilmRenderer(Folder.Ffmpeg, new(Folder.File("other-cache"), TimeProvider.System));

        await other.RenderAsync(Timeline, Folder.PathOf, Folder.File("again.mp4"), null, Ct);

        var again = await File.ReadAllBytesAsync(Folder.File("again.mp4"), Ct);
        Assert.Equal(await File.ReadAllBytesAsync(album.Film, Ct), again);
    }

    [Fact]
    public async Task A_replaced_picture_is_all_that_is_encoded_again()
    {
        var image = Folder.Sha256(await Folder.ColourAsync("new.jpg", "orange"));

        var result = await album.Renderer.RenderAsync(
            With(7, part => part with { ImageSha256 = image }), Folder.PathOf, Folder.File("picture.mp4"), null, Ct);

        Assert.Equal((1, 19, true), (result.PicturesEncoded, result.PicturesFromCache, result.SoundFromCache));
    }

    [Fact]
    public async Task A_replaced_track_leaves_all_pictures_as_they_were()
    {
        var track = Folder.Sha256(await Folder.TrackAsync("new.ogg", 2.5, 500));

        var result = await album.Renderer.RenderAsync(
            With(7, part => part with { AudioSha256 = track }), Folder.PathOf, Folder.File("track.mp4"), null, Ct);

        Assert.Equal((0, 20, false), (result.PicturesEncoded, result.PicturesFromCache, result.SoundFromCache));
    }

    [Fact]
    public async Task Cancelling_leaves_no_process_and_no_file()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var cold = new FilmRenderer(Folder.Ffmpeg, new(Folder.File("cold-cache"), TimeProvider.System));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cold.RenderAsync(
            Timeline, Folder.PathOf, Folder.File("cancelled.mp4"), new Once(cancel.Cancel), cancel.Token));

        Assert.False(Processes.Mention(Folder.File("cold-cache")));
        Assert.Empty(Directory.EnumerateFiles(Folder.Root, "cancelled*"));
        Assert.Empty(Directory.EnumerateFiles(Folder.File("cold-cache"), "*.part*"));
    }

    [Fact]
    public async Task A_track_that_can_not_be_decoded_fails_and_leaves_nothing()
    {
        var bad = Folder.File("bad.ogg");
        await File.WriteAllTextAsync(bad, "OggS and then nothing", Ct);
        var sha256 = Folder.Sha256(bad);

        await Assert.ThrowsAsync<FfmpegFailed>(() => album.Renderer.RenderAsync(
            With(3, part => part with { AudioSha256 = sha256 }), Folder.PathOf, Folder.File("bad.mp4"), null, Ct));

        Assert.Empty(Directory.EnumerateFiles(Folder.Root, "bad.mp4*"));
        Assert.Empty(Directory.EnumerateFiles(Folder.File("cache"), "*.part*"));
    }

    [Fact]
    public async Task A_film_with_a_chapter_in_the_wrong_place_is_refused()
    {
        var plan = With(4, part => part with { Frames = part.Frames - 5 });
        plan = plan with { Parts = [.. plan.Parts.Select((p, i) => i == 5 ? p with { Frames = p.Frames + 5 } : p)] };
        await FilmFile.WriteTagsAsync(plan, Folder.File("moved.txt"), Ct);
        await Folder.MakeAsync("moved.mp4", "-i", album.Film, "-i", Folder.File("moved.txt"),
            "-map", "0:v", "-map", "0:a", "-map_chapters", "1", "-c", "copy");

        var refused = await Assert.ThrowsAsync<FilmRefused>(() => CheckAsync("moved.mp4", Timeline));

        Assert.Contains("chapter 6", refused.Message);
    }

    [Theory]
    [InlineData("short.mp4", "-t", "20")]
    [InlineData("mute.mp4", "-an", "-sn")]
    [InlineData("early.mp4", "-af", "atrim=end=30")]
    [InlineData("mp3.mp4", "-c:a", "libmp3lame")]
    public async Task A_doctored_film_is_refused(string name, string option, string value)
    {
        string[] codec = option is "-af" ? ["-c:v", "copy"] : option is "-c:a" ? ["-c:v", "copy"] : ["-c", "copy"];
        await Folder.MakeAsync(name, ["-i", album.Film, .. codec, option, value]);

        await Assert.ThrowsAsync<FilmRefused>(() => CheckAsync(name, Timeline));
    }

    [Fact]
    public async Task A_film_cut_off_in_the_middle_is_refused()
    {
        var bytes = await File.ReadAllBytesAsync(album.Film, Ct);
        await File.WriteAllBytesAsync(Folder.File("half.mp4"), bytes[..(bytes.Length / 2)], Ct);

        await Assert.ThrowsAsync<FilmRefused>(() => CheckAsync("half.mp4", Timeline));
    }

    [Fact]
    public async Task The_film_plays_from_its_first_bytes()
    {
        var head = (await File.ReadAllBytesAsync(album.Film, Ct)).AsSpan(0, 4096);

        Assert.InRange(head.IndexOf("moov"u8), 1, 64);
    }

    private Task<double> CheckAsync(string name, Timeline plan) =>
        new FilmCheck(Folder.Ffmpeg).CheckAsync(Folder.File(name), plan, Ct);

    private Timeline With(int index, Func<TimelinePart, TimelinePart> change) =>
        Timeline with { Parts = [.. Timeline.Parts.Select((part, i) => i == index ? change(part) : part)] };

    private static void AssertNear((int R, int G, int B) expected, (int R, int G, int B) actual)
    {
        Assert.InRange(actual.R, expected.R - 4, expected.R + 4);
        Assert.InRange(actual.G, expected.G - 4, expected.G + 4);
        Assert.InRange(actual.B, expected.B - 4, expected.B + 4);
    }

    /// <summary>The middle of each frame, as an ordinary player shows it.</summary>
    private async Task<List<(int R, int G, int B)>> PixelsAsync(string film)
    {
        await Folder.MakeAsync("pixels.rgb", "-i", film,
            "-vf", "crop=2:2:160:90,scale=1:1,format=rgb24", "-f", "rawvideo");
        var bytes = await File.ReadAllBytesAsync(Folder.File("pixels.rgb"), Ct);
        return [.. bytes.Chunk(3).Select(p => ((int)p[0], (int)p[1], (int)p[2]))];
    }

    private sealed class Once(Action action) : IProgress<RenderProgress>
    {
        public void Report(RenderProgress value) => action();
    }
}

/// <summary>ffmpeg's own meter, which shares nothing with ours.</summary>
internal static class Ebur128
{
    public static async Task<(double Lufs, double PeakDbtp)> MeasureAsync(string path, CancellationToken ct)
    {
        var result = await ChildProcess.RunAsync(new("ffmpeg", "-hide_banner", "-nostats", "-i", path, "-map", "0:a",
            "-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"), ct);
        return (Number("I:"), Number("Peak:"));

        double Number(string label) => double.Parse(
            result.StderrTail.Split('\n').Last(line => line.TrimStart().StartsWith(label))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
