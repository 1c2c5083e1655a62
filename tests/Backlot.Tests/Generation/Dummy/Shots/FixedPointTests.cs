using System.Runtime.Intrinsics;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Shots;

namespace Backlot.Tests.Generation.Dummy.Shots;

public sealed class FixedPointTests
{
    private readonly Random _random = new(7);

    [Fact]
    public void Pixels_are_multiplied_to_the_nearest_with_and_without_an_instruction_for_it()
    {
        for (var i = 0; i < 1_000; i++)
        {
            var (pixels, shares) = (Vector128.Create(Values(8, -16_384, 16_385), 0), Vector128.Create(Values(8, -32_767, 32_768), 0));
            var product = FixedPoint.Times(pixels, shares);

            Assert.Equal(FixedPoint.Multiplied(pixels, shares), product);
            Assert.Equal(product, FixedPoint.Times(Vector256.Create(pixels, pixels), Vector256.Create(shares, shares)).GetUpper());
            Assert.All(Enumerable.Range(0, 8), lane => Assert.InRange(product[lane] - pixels[lane] * shares[lane] / 32_768.0, -0.5, 0.5));
            Assert.Equal(pixels, FixedPoint.Times(pixels, Vector128.Create(FixedPoint.Whole)));
        }
    }

    /// <summary>As far as a layer reaches and no farther, however it lies to the eights in which it is read.</summary>
    [Theory]
    [InlineData(0f, 1f, 0, 61)]
    [InlineData(0.4f, 0.93f, 0, 50)]
    [InlineData(-5.7f, 0.88f, 9, 64)]
    [InlineData(13.25f, 0.97f, 3, 31)]
    public void A_row_is_read_between_its_pixels(float start, float step, int from, int to)
    {
        const int Width = 64;
        var (pixels, covers) = (Values(Width + LayerPlane.ReadAhead, -16_320, 16_321), Values(Width + LayerPlane.ReadAhead, 0, 256).Select(cover => (byte)cover).ToArray());
        var (stretch, values, shares) = (new RowStretch(80), new short[96], new short[96]);

        stretch.Aim(start, step, Math.Max(0, (int)MathF.Ceiling(-start / step)));
        stretch.Read(pixels.AsSpan(0, Width), values, from, Math.Min(to, (int)((Width - 1.01f - start) / step)));
        stretch.Read(covers.AsSpan(0, Width), shares, from, Math.Min(to, (int)((Width - 1.01f - start) / step)));

        for (var x = from; x < Math.Min(to, (int)((Width - 1.01f - start) / step)); x++)
        {
            var at = start + x * step;
            var (left, part) = ((int)at, at - (int)at);
            // Two neighbours may lie 32,640 apart, and places are rounded by up to 64 steps of a 65,536th.
            Assert.InRange(values[x] - (pixels[left] + (pixels[left + 1] - pixels[left]) * part), -40, 40);
            Assert.InRange(shares[x] / 32_767.0 - (covers[left] + (covers[left + 1] - covers[left]) * part) / 255, -0.002, 0.002);
        }
    }

    private short[] Values(int count, int from, int to) => [.. Enumerable.Range(0, count).Select(_ => (short)_random.Next(from, to))];
}
