using Backlot.Generation.Dummy.Images.Drawing;

namespace Backlot.Tests.Generation.Dummy.Images;

public sealed class NoiseTests
{
    /// <summary>Pictures must come out the same on a machine whose vectors are of another width, or that has none.</summary>
    [Fact]
    public void Octaves_are_bit_for_bit_what_they_are_one_by_one()
    {
        var random = new Random(5);
        var noise = new Noise(0xBADC0DE);
        for (var n = 0; n < 2000; n++)
        {
            var (x, y) = (random.NextSingle() * 200 - 100, random.NextSingle() * 200 - 100);
            for (var octaves = 1; octaves <= 8; octaves++)
            {
                Assert.Equal(Sum(x, y, octaves, 0.55f, 2.03f, 17.3f, 2.03f, -9.1f, value => value), noise.Fractal(x, y, octaves));
                Assert.Equal(Sum(x, y, octaves, 0.5f, 2.07f, 5.7f, 2.07f, 11.9f, value => 1 - MathF.Min(1, MathF.Abs(value) * 1.5f)), noise.Ridged(x, y, octaves));
            }
        }

        float Sum(float x, float y, int octaves, float strength, float timesX, float plusX, float timesY, float plusY, Func<float, float> shaped)
        {
            var sum = 0f;
            for (var i = 0; i < octaves; i++)
            {
                sum += strength * shaped(noise.At(x, y));
                x = x * timesX + plusX;
                y = y * timesY + plusY;
                strength *= 0.5f;
            }
            return sum;
        }
    }
}
