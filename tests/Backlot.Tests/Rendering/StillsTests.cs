using Backlot.Rendering;
using Backlot.Rendering.Pictures;

namespace Backlot.Tests.Rendering;

public sealed class StillsTests(MediaFolder folder) : IClassFixture<MediaFolder>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1000x200", Fit.Letterbox, false, true)]
    [InlineData("200x1000", Fit.Letterbox, true, false)]
    [InlineData("1000x200", Fit.Crop, true, true)]
    [InlineData("17x31", Fit.Crop, true, true)]
    [InlineData("1x1", Fit.Crop, true, true)]
    public async Task A_picture_of_any_shape_is_cropped_or_letterboxed(
        string size, Fit fit, bool topIsWhite, bool leftIsWhite)
    {
        var image = await folder.ColourAsync($"{size}.png", "white", size);
        var still = folder.File($"{size}-{fit}.h264");

        await new Stills(folder.Ffmpeg).EncodeAsync(image, 320, 180, 25, fit, still, Ct);

        var pixels = await GrayAsync(still);
        Assert.Equal(320 * 180, pixels.Length);
        Assert.Equal(topIsWhite, pixels[160] > 200);
        Assert.Equal(leftIsWhite, pixels[90 * 320] > 200);
        Assert.InRange(pixels[90 * 320 + 160], 230, 255);
    }

    [Fact]
    public async Task A_photo_stands_upright_as_its_exif_says()
    {
        var photo = await File.ReadAllBytesAsync(await folder.ColourAsync("photo.jpg", "white", "400x200"), Ct);
        byte[] turnRight =
        [
            0xff, 0xe1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8,
            0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0,
        ];
        await File.WriteAllBytesAsync(folder.File("turned.jpg"), [.. photo[..2], .. turnRight, .. photo[2..]], Ct);

        await new Stills(folder.Ffmpeg).EncodeAsync(
            folder.File("turned.jpg"), 320, 180, 25, Fit.Letterbox, folder.File("turned.h264"), Ct);

        var pixels = await GrayAsync(folder.File("turned.h264"));
        Assert.Equal((true, false), (pixels[160] > 200, pixels[90 * 320] > 200));
    }

    [Fact]
    public async Task Pictures_of_every_format_share_one_set_of_parameters()
    {
        List<string> parameters = [];
        foreach (var (name, pixels) in ((string, string)[])[
            ("a.png", "rgb24"), ("b.png", "rgb48be"), ("c.png", "gray"), ("d.png", "pal8"),
            ("e.jpg", "yuvj420p"), ("f.jpg", "yuvj444p"), ("g.jpg", "gray"), ("h.webp", "yuva420p")])
        {
            var image = await folder.MakeAsync(
                name, "-f", "lavfi", "-i", "testsrc2=s=200x140", "-frames:v", "1", "-pix_fmt", pixels);
            await new Stills(folder.Ffmpeg).EncodeAsync(image, 320, 180, 25, Fit.Crop, folder.File("any.h264"), Ct);
            var still = new StillFrame(await File.ReadAllBytesAsync(folder.File("any.h264"), Ct));
            parameters.Add(Convert.ToHexString(still.Parameters));
        }

        Assert.Single(parameters.Distinct());
    }

    [Fact]
    public async Task Copies_are_exactly_the_key_frame()
    {
        var image = await folder.MakeAsync("busy.png", "-f", "lavfi", "-i", "testsrc2=s=320x180", "-frames:v", "1");
        await new Stills(folder.Ffmpeg).EncodeAsync(image, 320, 180, 25, Fit.Crop, folder.File("busy.h264"), Ct);
        var still = new StillFrame(await File.ReadAllBytesAsync(folder.File("busy.h264"), Ct));
        await using (var stream = File.Create(folder.File("stream.h264")))
            await StillStream.WriteAsync([(still, 251), (still, 2), (still, 501)], 25, stream, Ct);

        await folder.MakeAsync(
            "hashes.txt", "-xerror", "-f", "h264", "-i", folder.File("stream.h264"), "-f", "framehash");
        var hashes = (await File.ReadAllLinesAsync(folder.File("hashes.txt"), Ct))
            .Where(line => !line.StartsWith('#')).Select(line => line.Split(',')[^1]).ToList();

        Assert.Equal(754, hashes.Count);
        Assert.Single(hashes.Distinct());
    }

    [Fact]
    public async Task What_is_transparent_becomes_black()
    {
        var image = await folder.MakeAsync(
            "clear.png", "-f", "lavfi", "-i", "color=white@0.0:s=320x180,format=rgba", "-frames:v", "1");

        await new Stills(folder.Ffmpeg).EncodeAsync(image, 320, 180, 25, Fit.Crop, folder.File("clear.h264"), Ct);

        Assert.All(await GrayAsync(folder.File("clear.h264")), value => Assert.InRange(value, 0, 4));
    }

    [Theory]
    [InlineData("smptebars=s=3000x2000", ".webp")]
    [InlineData("nullsrc=s=1280x720,geq=random(1)*255:random(1)*255:random(1)*255", ".png")]
    public async Task A_thumbnail_is_a_jpeg_of_1280_by_720_under_2_mb(string source, string extension)
    {
        var image = await folder.MakeAsync($"thumb{extension}", "-f", "lavfi", "-i", source, "-frames:v", "1");

        var thumbnail = folder.File($"thumb{extension}.jpg");

        await new Stills(folder.Ffmpeg).ThumbnailAsync(image, thumbnail, Ct);

        var facts = await new MediaProbe(folder.Ffmpeg).ProbeAsync(thumbnail, MediaKind.Image, Ct);
        Assert.Equal(("jpeg", 1280, 720), (facts.Format, facts.Width!.Value, facts.Height!.Value));
        Assert.InRange(facts.SizeBytes, 1, 1_999_999);
    }

    private async Task<byte[]> GrayAsync(string still)
    {
        await folder.MakeAsync($"{Path.GetFileName(still)}.gray", "-f", "h264", "-i", still, "-frames:v", "1", "-vf",
            "scale=in_range=tv:out_range=pc,format=gray", "-f", "rawvideo");
        return await File.ReadAllBytesAsync($"{still}.gray", Ct);
    }
}
