using System.Security.Cryptography;
using Backlot.Generation.Dummy.Shots;

namespace Backlot.Tests.Generation.Dummy.Shots;

public sealed class MovingShotTests
{
    private const int Width = 160, Height = 90, Luma = Width * Height;

    public static TheoryData<string> Places =>
    [
        "lighthouse above a stormy sea at night", "royal hall with candles, push in", "lo-fi cafe, rainy window, city at night",
        "snowy mountains and a lake at dawn", "neon city skyline, rain", "misty forest, fireflies", "desert dunes at noon, a wanderer",
        "nebula with a ringed planet", "aurora over a frozen lake", "underwater reef", "pagoda with cherry blossom", "village in the snow, climbs", "",
    ];

    [Theory]
    [MemberData(nameof(Places))]
    public void Every_kind_of_place_is_seen_and_moves_all_the_time(string prompt)
    {
        var shot = Painted(prompt, 3, Width, Height, 4);
        var frames = Frames(shot, 0, 1, 24, 95);

        Assert.Equal(96, shot.Frames);
        Assert.True(Contrast(frames[0]) > 10, $"contrast {Contrast(frames[0]):0.0}");
        Assert.True(Difference(frames[0], frames[2]) > 0.7, $"after a second {Difference(frames[0], frames[2]):0.00}");
        Assert.True(Difference(frames[0], frames[3]) > Difference(frames[0], frames[1]), "It goes somewhere.");
        // From one frame to the next it flows: a jump would be seen as a cut.
        Assert.True(Difference(frames[0], frames[1]) < 8, $"a frame later {Difference(frames[0], frames[1]):0.00}");
    }

    [Fact]
    public void Frames_are_the_same_in_any_order_and_on_any_easel()
    {
        var shot = Painted("lighthouse, storm", 5, Width, Height, 2);
        var again = Painted("lighthouse, storm", 5, Width, Height, 2);

        Assert.Equal(Frames(shot, 0, 20, 40).Select(Hash), Frames(again, 40, 0, 20).Select(Hash).ToArray() is [var last, var first, var second] ? [first, second, last] : []);
    }

    [Fact]
    public void Another_seed_and_another_prompt_give_another_shot()
    {
        var shots = new[] { ("harbour at dusk", 1), ("harbour at dusk", 2), ("harbour at dawn", 1) }
            .Select(order => Frames(Painted(order.Item1, order.Item2, Width, Height, 2), 10)[0]).ToArray();

        Assert.True(Difference(shots[0], shots[1]) > 5);
        Assert.True(Difference(shots[0], shots[2]) > 5);
    }

    /// <summary>By the words, things nearer the middle leave it when the camera goes in, and come back when it pulls back.</summary>
    [Fact]
    public void The_camera_obeys_the_words()
    {
        var still = Painted("hall, slow push in, no music", 4, Width, Height, 2);
        var right = Painted("mountains, pan right", 4, Width, Height, 2);
        var left = Painted("mountains, pan left", 4, Width, Height, 2);

        Assert.True(Difference(Frames(still, 0)[0], Frames(still, 47)[0]) > 1);
        Assert.Equal(-1, Math.Sign(Slide(Frames(right, 10)[0], Frames(right, 20)[0])));
        Assert.Equal(1, Math.Sign(Slide(Frames(left, 10)[0], Frames(left, 20)[0])));
    }

    [Theory]
    [InlineData(90, 160)]
    [InlineData(120, 120)]
    [InlineData(66, 64)]
    public void Upright_and_square_frames_are_filled(int width, int height)
    {
        var shot = Painted("castle on a hill at dusk, lake", 1, width, height, 2);
        var frame = new byte[shot.FrameBytes];
        shot.Draw(30, shot.NewEasel(), frame);

        Assert.Equal(width * height * 3 / 2, frame.Length);
        // No edge is left empty: each has the brightness of what is beside it.
        for (var y = 0; y < height; y++)
        {
            Assert.InRange(Math.Abs(frame[y * width] - frame[y * width + 1]), 0, 60);
            Assert.InRange(frame[y * width], 16, 235);
        }
    }

    [Fact]
    public void It_sounds_as_long_as_it_is_seen_and_a_storm_is_louder_than_a_room()
    {
        var storm = Sound("storm over the sea");
        var room = Sound("quiet library");

        Assert.Equal(44 + 4 * 44_100 * 2, storm.Length);
        Assert.True(Loudness(storm) > 2 * Loudness(room), $"{Loudness(storm):0} against {Loudness(room):0}");
        Assert.True(Loudness(room) > 20, "A room is not silent.");
        Assert.Equal(storm, Sound("storm over the sea"));
    }

    [Fact]
    public void Lengths_and_sizes_that_cannot_be_made_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => MovingShot.Plan("", 1, 161, 90, 4, CancellationToken.None));
        Assert.Throws<ArgumentOutOfRangeException>(() => MovingShot.Plan("", 1, 160, 32, 4, CancellationToken.None));
        Assert.Throws<ArgumentOutOfRangeException>(() => MovingShot.Plan("", 1, 160, 90, 31, CancellationToken.None));
        Assert.ThrowsAny<OperationCanceledException>(() => MovingShot.Plan("", 1, 160, 90, 4, new(canceled: true)).Paint());
    }

    private static MovingShot Painted(string prompt, long seed, int width, int height, double seconds)
    {
        var shot = MovingShot.Plan(prompt, seed, width, height, seconds, CancellationToken.None);
        shot.Paint();
        return shot;
    }

    private static byte[] Sound(string prompt)
    {
        using var wav = new MemoryStream();
        MovingShot.Plan(prompt, 7, 64, 64, 2, CancellationToken.None).WriteSound(wav, CancellationToken.None);
        return wav.ToArray();
    }

    private static double Loudness(byte[] wav) =>
        Math.Sqrt(Enumerable.Range(0, (wav.Length - 44) / 2).Average(i => Math.Pow(BitConverter.ToInt16(wav, 44 + 2 * i), 2)));

    private static byte[][] Frames(MovingShot shot, params int[] numbers)
    {
        var easel = shot.NewEasel();
        return [.. numbers.Select(number =>
        {
            var frame = new byte[shot.FrameBytes];
            shot.Draw(number, easel, frame);
            return frame;
        })];
    }

    private static string Hash(byte[] frame) => Convert.ToHexString(SHA256.HashData(frame));

    private static double Difference(byte[] a, byte[] b) => Enumerable.Range(0, Luma).Average(i => Math.Abs(a[i] - b[i]));

    private static double Contrast(byte[] frame)
    {
        var mean = frame.Take(Luma).Average(value => (double)value);
        return Math.Sqrt(frame.Take(Luma).Average(value => Math.Pow(value - mean, 2)));
    }

    /// <summary>By how many pixels what is in the lower half has gone to the right.</summary>
    private static int Slide(byte[] before, byte[] after) =>
        Enumerable.Range(-8, 17).MinBy(by => Enumerable.Range(Height / 2, Height / 2).Sum(y => Enumerable.Range(10, Width - 20)
            .Sum(x => Math.Abs(before[y * Width + x] - after[y * Width + x + by]))));
}
