using Backlot.Generation.Dummy.Images;

namespace Backlot.Tests.Generation.Dummy.Images;

public sealed class ImageComposerTests
{
    private const string Castle =
        "A candle-lit medieval castle on a hill at dusk, amber and indigo palette, mist over a lake, full moon, birds";

    public static TheoryData<string> Scenes =>
    [
        Castle, "royal court hall with arches, candles and banners", "lo-fi cafe, rainy window, city at night",
            "old library, books",
        "snowy mountains at dawn, pines", "pagoda with cherry blossom, morning", "desert dunes at sunset",
        "neon city skyline, rain",
        "lighthouse, stormy sea", "misty forest with god rays", "meadow with windmill at noon",
        "nebula with a ringed planet",
        "aurora over a frozen lake", "underwater reef", "ancient ruins", "village in the snow", "palms and sailboat",
        "", "¿…? 音楽",
    ];

    [Theory]
    [MemberData(nameof(Scenes))]
    public void Every_kind_of_scene_is_a_valid_picture_that_is_not_blank(string prompt)
    {
        var picture = Draw(prompt);

        Assert.Equal((320, 180), (picture.Width, picture.Height));
        Assert.True(picture.Contrast > 12, $"contrast {picture.Contrast:0.0}");
        Assert.InRange(picture.MeanLevel, 12, 240);
    }

    [Theory]
    [InlineData(17, 33)]
    [InlineData(16, 16)]
    [InlineData(301, 16)]
    [InlineData(16, 301)]
    [InlineData(641, 359)]
    public void Odd_sizes_come_out_exactly(int width, int height)
    {
        foreach (var prompt in new[] { Castle, "great hall", "cafe window, rain", "city", "space", "forest" })
        {
            var picture = DecodedPng.Read(Bytes(prompt, 5, width, height));

            Assert.Equal((width, height), (picture.Width, picture.Height));
        }
    }

    [Fact]
    public void The_same_order_gives_the_same_bytes() => Assert.Equal(Bytes(Castle, 42), Bytes(Castle, 42));

    [Theory]
    [InlineData(Castle)]
    [InlineData("royal court hall")]
    [InlineData("cafe by a rainy window")]
    [InlineData("")]
    public void Another_seed_gives_another_composition(string prompt)
    {
        var pictures = Enumerable.Range(1, 4).Select(seed => Draw(prompt, seed)).ToArray();

        foreach (var (first, second) in pictures.SelectMany((a, i) => pictures.Skip(i + 1).Select(b => (a, b))))
        {
            Assert.True(first.DistanceTo(second) > 6, $"distance {first.DistanceTo(second):0.0}");
        }
    }

    [Fact]
    public void Colour_words_steer_the_colours()
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var crimson = Draw("mountains at dusk, crimson palette", seed).MeanColour;
            var teal = Draw("mountains at dusk, teal palette", seed).MeanColour;

            Assert.True(crimson.R > crimson.G * 1.2 && crimson.R > crimson.B * 1.1, $"crimson is {crimson}");
            Assert.True(teal.G > teal.R * 1.1 && teal.B > teal.R * 1.1, $"teal is {teal}");
        }
    }

    [Fact]
    public void Night_is_darker_than_noon()
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            Assert.True(Draw("hills at night", seed).MeanLevel < 0.6 * Draw("hills at noon", seed).MeanLevel);
        }
    }

    [Fact]
    public void A_full_size_picture_stays_under_four_megabytes()
    {
        var file = Bytes(Castle, 7, 1920, 1080);

        Assert.InRange(file.Length, 200_000, 4_000_000);
        Assert.Equal((1920, 1080), (DecodedPng.Read(file).Width, DecodedPng.Read(file).Height));
    }

    [Fact]
    public void A_cancelled_order_writes_nothing()
    {
        using var png = new MemoryStream();

        Assert.Throws<OperationCanceledException>(
            () => ImageComposer.Render(Castle, 1, 1920, 1080, png, new CancellationToken(canceled: true)));

        Assert.Equal(0, png.Length);
    }

    [Fact]
    public void Cancelling_while_it_is_written_stops_it()
    {
        using var stop = new CancellationTokenSource();
        using var png = new StopsAtFirstWrite(stop);

        Assert.Throws<OperationCanceledException>(() => ImageComposer.Render(Castle, 1, 320, 180, png, stop.Token));

        Assert.InRange(png.Length, 1, 1_000);
    }

    [Theory]
    [InlineData(15, 100, "widthPixels")]
    [InlineData(100, 7681, "heightPixels")]
    public void A_side_out_of_range_is_named(int width, int height, string name)
    {
        var refused = Assert.Throws<ArgumentOutOfRangeException>(() => Bytes(Castle, 1, width, height));

        Assert.Equal(name, refused.ParamName);
    }

    private static DecodedPng Draw(string prompt, long seed = 1) => DecodedPng.Read(Bytes(prompt, seed));

    private static byte[] Bytes(string prompt, long seed, int width = 320, int height = 180)
    {
        using var png = new MemoryStream();
        ImageComposer.Render(prompt, seed, width, height, png, TestContext.Current.CancellationToken);
        return png.ToArray();
    }

    private sealed class StopsAtFirstWrite(CancellationTokenSource stop) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            stop.Cancel();
            base.Write(buffer);
        }
    }
}
