using Backlot.Rendering.Scenes;

namespace Backlot.Rendering.Signals;

/// <summary>A shot as a point on the unit sphere of 512 dimensions: near in angle means alike to the eye.</summary>
/// <remarks>Four blocks, described in docs/descriptor.md: 128 of colour, 192 of layout, 144 of texture, 48 of motion. Each has its
/// own weight, whatever its length.</remarks>
public static class Descriptor
{
    public const int Dimensions = 512;

    /// <summary>Changes whenever the same shot would get another point: points of two versions can't be compared.</summary>
    public const string Version = Family + "1";

    /// <summary>What the names of all versions begin with.</summary>
    internal const string Family = "backlot/";

    // How much of the whole each block may be. Colour and layout tell films apart, texture scenes; motion least, as the same
    // scene may be calm or wild.
    private const double Colour = 0.5, Layout = 0.6, Texture = 0.55, Motion = 0.2;

    /// <summary>Edges and motion as weak as this count half: noise must not decide how a flat still is seen.</summary>
    private const double HalfTexture = 0.15, HalfMotion = 1;

    /// <returns>512 numbers of unit length.</returns>
    public static float[] Of(ShotSignals signals)
    {
        var point = new float[Dimensions];
        var at = 0;
        // Roots, so that a large area of one colour doesn't drown the small ones (Hellinger's distance).
        Put(signals.ColourHistogram, FrameSample.ColourCount, value => Math.Sqrt(Math.Max(0, value)), _ => Colour);
        // From the middle: what is brighter than grey and what is darker point in opposite directions.
        Put(signals.Layout, FrameSample.LayoutCount, value => value - 0.5, length => Layout * Math.Min(1, length / 0.5));
        Put(signals.Texture, FrameSample.TextureCount, value => Math.Sqrt(Math.Max(0, value)), length => Texture * length / (length + HalfTexture));
        Put(signals.MotionLayout, FrameSample.MotionCount, value => Math.Sqrt(Math.Max(0, value)), length => Motion * length / (length + HalfMotion));
        var whole = Math.Sqrt(PixelMath.Dot(point, point));
        foreach (ref var value in point.AsSpan())
            value = (float)(value / whole);
        return point;

        void Put(IReadOnlyList<float> values, int count, Func<double, double> shape, Func<double, double> weight)
        {
            if (values.Count != count)
                throw new ArgumentException($"A block of {count} numbers has {values.Count}.", nameof(signals));
            var shaped = values.Select(value => shape(value)).ToArray();
            var length = Math.Sqrt(shaped.Sum(value => value * value));
            var factor = length == 0 ? 0 : weight(length) / length;
            foreach (var value in shaped)
                point[at++] = (float)(value * factor);
        }
    }

    /// <summary>The cosine of the angle between two points: 1 is the same, 0 unrelated.</summary>
    public static double Similarity(IReadOnlyList<float> a, IReadOnlyList<float> b) =>
        a.Zip(b, (x, y) => (double)x * y).Sum();
}
