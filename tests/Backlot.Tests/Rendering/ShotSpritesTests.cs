using Backlot.Rendering;
using Backlot.Rendering.Scenes;
using Backlot.Rendering.Signals;
using Backlot.Tests.Support;

namespace Backlot.Tests.Rendering;

/// <summary>Pictures of shots as a film's clips get them: sheets made while the shots are found, thumbnails of many shots at once.</summary>
public sealed class ShotSpritesTests(MediaFolder folder) : IClassFixture<MediaFolder>
{
    private const int Columns = 5, Rows = 4;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_shot_has_a_sheet_of_its_own_moments_in_their_order()
    {
        // Five seconds that grow bright, then three that grow dark.
        var path = await folder.MakeAsync("two shots.mp4", "-f", "lavfi", "-i", "color=black:s=32x18:r=25:d=5,format=gray,geq=lum='40+T*25+60*gte(X,16)':cb=128:cr=128",
            "-f", "lavfi", "-i", "color=black:s=32x18:r=25:d=3,format=gray,geq=lum='170-T*35+60*gte(Y,9)':cb=128:cr=128",
            "-filter_complex", "[0:v][1:v]concat=n=2,scale=160:90:flags=neighbor,format=yuv420p");

        var (reading, sprites) = await ReadAsync(path);

        Assert.Equal([0, 5], reading.Shots.Select(shot => Math.Round(shot.StartSeconds, 2)));
        var (first, second) = (await TilesAsync(sprites.FileOf(0)), await TilesAsync(sprites.FileOf(1)));
        Assert.Equal(first.Order(), first);
        Assert.Equal(second.OrderDescending(), second);
        Assert.True(first.Distinct().Count() >= 15 && second.Distinct().Count() >= 15, $"{string.Join(' ', first)} and {string.Join(' ', second)}");
        Assert.Equal((800, 360), await SizeAsync(sprites.FileOf(0)));
    }

    [Theory]
    [InlineData("90")]
    [InlineData("180")]
    [InlineData("270")]
    public async Task A_sheet_shows_what_one_made_by_itself_shows(string tag)
    {
        var flat = await folder.MakeAsync($"flat {tag}.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=2");
        var path = await folder.MakeAsync($"turned {tag}.mp4", "-i", flat, "-c", "copy", "-metadata:s:v", $"rotate={tag}");
        var facts = await FactsAsync(path);

        var (_, sprites) = await ReadAsync(path);
        await new FootagePictures(folder.Ffmpeg).SpriteAsync(path, facts, 0, 2, folder.File($"alone {tag}.jpg"), Ct);

        Assert.Equal(await SizeAsync(folder.File($"alone {tag}.jpg")), await SizeAsync(sprites.FileOf(0)));
        Assert.InRange(Distance(await PixelsAsync(sprites.FileOf(0), 40, 32), await PixelsAsync(folder.File($"alone {tag}.jpg"), 40, 32)), 0, 6);
    }

    [Fact]
    public async Task A_sheet_of_high_dynamic_range_is_as_bright_as_a_screen_shows_it()
    {
        var path = await folder.MakeAsync("hdr.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x180:d=1:r=10", "-vf",
            "zscale=tin=bt709:min=bt709:pin=bt709:rin=tv:t=smpte2084:m=bt2020nc:p=bt2020:r=tv:npl=100,format=yuv420p10le",
            "-c:v", "libx265", "-x265-params", "log-level=error", "-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc");
        var facts = await FactsAsync(path);

        var (_, sprites) = await ReadAsync(path);
        await new FootagePictures(folder.Ffmpeg).SpriteAsync(path, facts, 0, 1, folder.File("hdr alone.jpg"), Ct);
        await new FootagePictures(folder.Ffmpeg).SpriteAsync(path, facts with { Colour = null }, 0, 1, folder.File("hdr grey.jpg"), Ct);

        var (ours, alone, grey) = (await PixelsAsync(sprites.FileOf(0), 40, 32), await PixelsAsync(folder.File("hdr alone.jpg"), 40, 32),
            await PixelsAsync(folder.File("hdr grey.jpg"), 40, 32));
        Assert.InRange(Distance(ours, alone), 0, Distance(ours, grey) / 3);
    }

    [Fact]
    public async Task A_film_that_cannot_be_read_leaves_no_sheet_and_no_program()
    {
        var whole = await folder.MakeAsync("stops.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x240:d=8", "-preset", "ultrafast");
        using var cancel = new CancellationTokenSource();
        var facts = await FactsAsync(whole);
        var sprites = Sprites(facts, "stopped");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new SceneFinder(folder.Ffmpeg).FindAsync(whole, facts, sprites, thumbnails: null, new Cancelling(cancel), cancel.Token));

        Assert.Null(sprites.FileOf(0));
        Assert.Empty(Directory.GetFiles(folder.File("stopped")));
        Assert.False(Processes.Mention(folder.File("stopped")));
    }

    [Fact]
    public void Of_a_very_long_shot_few_pictures_are_kept_and_the_right_ones_shown()
    {
        var shape = new SpriteSheet(Columns, Rows, 2, 2, 0);
        var gatherer = new TileGatherer(shape, startSeconds: 10);

        gatherer.Add(new(9.9, [.. Enumerable.Repeat((byte)255, shape.TileBytes)]));
        for (var n = 0; n <= 2000; n++)
            gatherer.Add(new(10 + n, [.. Enumerable.Repeat((byte)(n / 10), shape.TileBytes)]));
        var sheet = gatherer.Sheet(endSeconds: 2010)!;

        for (var tile = 0; tile < Columns * Rows; tile++)
        {
            var shown = sheet[tile / Columns * 2 * Columns * 2 + tile % Columns * 2];
            Assert.InRange(tile * 10 - shown, 0, 6);
            Assert.Equal(shown, sheet[shape.Width * shape.Height + tile]);
        }
        Assert.Null(new TileGatherer(shape, 0).Sheet(1));
    }

    [Fact]
    public async Task Thumbnails_of_many_moments_are_those_that_are_made_one_by_one()
    {
        var path = await folder.MakeAsync("steps.mp4", "-f", "lavfi", "-i",
            "color=black:s=16x9:r=25:d=8,format=gray,geq=lum='20+20*floor(T)':cb=128:cr=128,scale=320:180:flags=neighbor", "-g", "60");
        Directory.CreateDirectory(folder.File("steps"));

        // The second and the third stand for the first frame of a step: one frame earlier would be another.
        Assert.True(await new FootagePictures(folder.Ffmpeg).ThumbnailsAsync(path, await FactsAsync(path), [new(0, 8), new(3, 8), new(5, 8), new(7.96, 8)], folder.File("steps"), Ct));

        List<int> lights = [];
        for (var n = 1; n <= 4; n++)
            lights.Add((await PixelsAsync(folder.File($"steps/{n}.jpg"), 1, 1))[0]);
        Assert.Equal([5, 75, 121, 168], lights, (a, b) => Math.Abs(a - b) < 14);
        Assert.Equal((320, 180), await SizeAsync(folder.File("steps/1.jpg")));
    }

    [Fact]
    public async Task Thumbnails_of_a_moment_that_cannot_be_decoded_are_said_to_be_missing()
    {
        var path = await folder.MakeAsync("brief.mp4", "-f", "lavfi", "-i", "testsrc2=s=64x36:d=0.4");
        Directory.CreateDirectory(folder.File("brief"));

        Assert.False(await new FootagePictures(folder.Ffmpeg).ThumbnailsAsync(path, await FactsAsync(path), [new(0.1, 0.4), new(50, 51)], folder.File("brief"), Ct));
    }

    private async Task<(FootageReading Reading, ShotSprites Sprites)> ReadAsync(string path)
    {
        var facts = await FactsAsync(path);
        var sprites = Sprites(facts, Path.GetFileNameWithoutExtension(path) + " %d sheets");
        return (await new SceneFinder(folder.Ffmpeg).FindAsync(path, facts, sprites, thumbnails: null, progress: null, Ct), sprites);
    }

    private ShotSprites Sprites(MediaFacts facts, string name) => new(folder.Ffmpeg, facts, Directory.CreateDirectory(folder.File(name)).FullName);

    private Task<MediaFacts> FactsAsync(string path) => new MediaProbe(folder.Ffmpeg).ProbeAsync(path, MediaKind.Video, Ct);

    private async Task<(int?, int?)> SizeAsync(string? path) =>
        await new MediaProbe(folder.Ffmpeg).ProbeAsync(path ?? "", MediaKind.Image, Ct) is var facts ? (facts.Width, facts.Height) : default;

    private async Task<List<int>> TilesAsync(string? path) => [.. (await PixelsAsync(path, Columns, Rows)).Select(value => (int)value)];

    /// <summary>Brightness of each pixel of the picture made so small.</summary>
    private async Task<byte[]> PixelsAsync(string? path, int width, int height) => await File.ReadAllBytesAsync(await folder.MakeAsync(
        $"{Guid.CreateVersion7():N}.raw", "-f", "jpeg_pipe", "-i", path ?? "", "-vf", $"scale={width}:{height}:flags=area:out_range=pc", "-pix_fmt", "gray", "-f", "rawvideo"), Ct);

    private static double Distance(byte[] a, byte[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Average();

    private sealed class Cancelling(CancellationTokenSource cancel) : IProgress<double>
    {
        public void Report(double value) => cancel.Cancel();
    }
}
