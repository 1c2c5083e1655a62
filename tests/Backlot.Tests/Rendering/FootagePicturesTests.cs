using Backlot.Rendering;
using Backlot.Rendering.Signals;
using Backlot.Tests.Support;

namespace Backlot.Tests.Rendering;

public sealed class FootagePicturesTests(MediaFolder folder) : IClassFixture<MediaFolder>
{
    private const string Data = RealMedia.Folder;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private FootagePictures Pictures => new(folder.Ffmpeg);

    [Fact]
    public async Task A_thumbnail_is_never_of_the_black_that_a_shot_fades_from()
    {
        var path = await folder.MakeAsync("from black.mp4", "-loop", "1", "-framerate", "25", "-t", "4", "-i", $"{Data}/home.jpg", "-vf",
            "scale=320:180,fade=in:st=2.4:d=0.2");

        var seconds = await Pictures.ThumbnailAsync(path, await FactsAsync(path), 0, 4, folder.File("from black.jpg"), Ct);

        Assert.InRange(seconds, 2.5, 4);
        Assert.InRange((await PixelsAsync("from black.jpg", 4, 4)).Average(value => value), 40, 230);
    }

    [Theory]
    [InlineData("0", 64, 36)]
    [InlineData("90", 36, 64)]
    [InlineData("180", 64, 36)]
    [InlineData("270", 36, 64)]
    public async Task A_thumbnail_is_upright(string tag, int width, int height)
    {
        // White lies at the left of the stored picture.
        var flat = await folder.MakeAsync($"flat {tag}.mp4", "-f", "lavfi", "-i", "color=0x404040:s=64x36:d=1,drawbox=w=iw/2:h=ih:c=white:t=fill");
        var turned = await folder.MakeAsync($"turned {tag}.mp4", "-i", flat, "-c", "copy", "-metadata:s:v", $"rotate={tag}");

        await Pictures.ThumbnailAsync(turned, await FactsAsync(turned), 0, 1, folder.File($"turned {tag}.jpg"), Ct);

        Assert.Equal((width, height), await SizeAsync($"turned {tag}.jpg"));
        var corners = await PixelsAsync($"turned {tag}.jpg", 2, 2);
        // Left above, right above, left below, right below; ffmpeg 5.1 writes the tag's angle counter-clockwise.
        bool[] isWhite = [.. corners.Chunk(3).Select(pixel => pixel[0] > 150)];
        Assert.Equal(tag switch
        {
            "0" => [true, false, true, false],
            "90" => [false, false, true, true],
            "180" => [false, true, false, true],
            _ => (bool[])[true, true, false, false],
        }, isWhite);
    }

    [Fact]
    public async Task A_thumbnail_has_square_pixels_and_is_not_larger_than_need_be()
    {
        var wide = await folder.MakeAsync("anamorphic.mp4", "-f", "lavfi", "-i", "testsrc2=s=720x576:d=0.4,setsar=64/45");
        var small = await folder.MakeAsync("small.mp4", "-f", "lavfi", "-i", "testsrc2=s=64x36:d=0.4");

        await Pictures.ThumbnailAsync(wide, await FactsAsync(wide), 0, 0.4, folder.File("anamorphic.jpg"), Ct);
        await Pictures.ThumbnailAsync(small, await FactsAsync(small), 0, 0.4, folder.File("small.jpg"), Ct);

        Assert.Equal((640, 360), await SizeAsync("anamorphic.jpg"));
        Assert.Equal((64, 36), await SizeAsync("small.jpg"));
    }

    [Theory]
    [InlineData("smpte2084")]
    [InlineData("arib-std-b67")]
    public async Task High_dynamic_range_is_brought_to_what_a_screen_shows(string transfer)
    {
        // The same scene, once as it is and once in light of up to 1000 cd/m²; untouched the latter looks grey and flat.
        const string Scene = "testsrc2=s=320x180:d=0.4:r=10";
        var ordinary = await folder.MakeAsync($"ordinary {transfer}.mp4", "-f", "lavfi", "-i", Scene);
        var hdr = await folder.MakeAsync($"hdr {transfer}.mp4", "-f", "lavfi", "-i", Scene, "-vf",
            $"zscale=tin=bt709:min=bt709:pin=bt709:rin=tv:t={transfer}:m=bt2020nc:p=bt2020:r=tv:npl=100,format=yuv420p10le",
            "-c:v", "libx265", "-x265-params", "log-level=error", "-color_primaries", "bt2020", "-color_trc", transfer, "-colorspace", "bt2020nc");
        var facts = await FactsAsync(hdr);

        await Pictures.ThumbnailAsync(ordinary, await FactsAsync(ordinary), 0, 0.4, folder.File("ordinary.jpg"), Ct);
        await Pictures.ThumbnailAsync(hdr, facts, 0, 0.4, folder.File("mapped.jpg"), Ct);
        await Pictures.ThumbnailAsync(hdr, facts with { Colour = null }, 0, 0.4, folder.File("unmapped.jpg"), Ct);

        var (wanted, mapped) = (await PixelsAsync("ordinary.jpg", 32, 18), await PixelsAsync("mapped.jpg", 32, 18));
        var unmapped = await PixelsAsync("unmapped.jpg", 32, 18);
        Assert.True(Distance(wanted, mapped) < Distance(wanted, unmapped), $"{Distance(wanted, mapped)} against {Distance(wanted, unmapped)}");
        Assert.InRange(Deviation(mapped), 0.7 * Deviation(wanted), 1.3 * Deviation(wanted));
    }

    [Fact]
    public async Task A_thumbnail_of_a_stretch_where_nothing_is_leaves_no_file()
    {
        var path = await folder.MakeAsync("short.mp4", "-f", "lavfi", "-i", "testsrc2=s=64x36:d=0.4");

        await Assert.ThrowsAsync<MediaRefused>(async () => await Pictures.ThumbnailAsync(path, await FactsAsync(path), 50, 60, folder.File("none.jpg"), Ct));

        Assert.Empty(Directory.GetFiles(folder.Root, "none.jpg*"));
    }

    [Fact]
    public async Task A_sprite_sheet_shows_twenty_moments_in_their_order()
    {
        var path = await folder.MakeAsync("brighter.mp4", "-f", "lavfi", "-i",
            "color=black:s=16x9:r=25:d=10,format=gray,geq=lum='16+T*22':cb=128:cr=128,scale=160:90:flags=neighbor");

        var sheet = await Pictures.SpriteAsync(path, await FactsAsync(path), 0, 10, folder.File("sheet.jpg"), Ct);

        Assert.Equal(new SpriteSheet(5, 4, 160, 90, 0.5), sheet);
        Assert.Equal((800, 360), await SizeAsync("sheet.jpg"));
        var tiles = (await PixelsAsync("sheet.jpg", 5, 4)).Chunk(3).Select(pixel => (int)pixel[0]).ToList();
        Assert.Equal(tiles.Order(), tiles);
        Assert.InRange(tiles[19] - tiles[0], 180, 255);
    }

    [Fact]
    public async Task A_sprite_sheet_of_a_single_frame_repeats_it()
    {
        var path = await folder.MakeAsync("single.mp4", "-f", "lavfi", "-i", "color=white:s=160x90", "-frames:v", "1");

        await Pictures.SpriteAsync(path, await FactsAsync(path), 0, 0.04, folder.File("single.jpg"), Ct);

        Assert.All(await PixelsAsync("single.jpg", 5, 4), value => Assert.InRange(value, 240, 255));
    }

    private Task<MediaFacts> FactsAsync(string path) => new MediaProbe(folder.Ffmpeg).ProbeAsync(path, MediaKind.Video, Ct);

    private async Task<(int?, int?)> SizeAsync(string name) =>
        await new MediaProbe(folder.Ffmpeg).ProbeAsync(folder.File(name), MediaKind.Image, Ct) is var facts ? (facts.Width, facts.Height) : default;

    /// <summary>Red, green and blue of each pixel of the picture made so small.</summary>
    private async Task<byte[]> PixelsAsync(string name, int width, int height) => await File.ReadAllBytesAsync(
        await folder.MakeAsync($"{name}.raw", "-i", folder.File(name), "-vf", $"scale={width}:{height}:flags=area", "-pix_fmt", "rgb24", "-f", "rawvideo"), Ct);

    private static double Distance(byte[] a, byte[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Average();

    private static double Deviation(byte[] values)
    {
        var mean = values.Average(value => value);
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
