using Backlot.Rendering.Scenes;

namespace Backlot.Rendering.Signals;

/// <summary>What is measured in every frame; units as in <see cref="ShotSignals"/>.</summary>
/// <param name="Motion">From the frame before; 0 for the first of a film. Says nothing where a shot starts.</param>
/// <param name="Sample">What is measured in some frames only, as it costs more.</param>
internal sealed record FrameSignals(
    double Seconds, double Brightness, double Contrast, double Saturation, double Warmth, double Motion, FrameSample? Sample)
{
    /// <summary>Blue and red difference of a pure primary colour, and what orange has of red without blue.</summary>
    private const double PureColour = 134, PureWarmth = 160;

    public static FrameSignals Of(SmallFrame frame, SmallFrame? before, bool isSampled)
    {
        var (saturation, warmth) = Colour(frame);
        var motion = before is null ? 0
            : PixelMath.SumOfDifferences(frame.Luma, before.Luma) / (255.0 * SmallFrame.LumaBytes) / (frame.Seconds - before.Seconds);
        return new(frame.Seconds, frame.Light.Mean / 255, frame.Light.Deviation / 127.5, saturation, warmth, motion,
            isSampled ? FrameSample.Of(frame, before) : null);
    }

    // On the 16 x 9 colours of the tiny frame: a mean needs no more.
    private static (double Saturation, double Warmth) Colour(SmallFrame frame)
    {
        var chroma = frame.Tiny.AsSpan(frame.Tiny.Length * 2 / 3);
        Span<float> blue = chroma[..(chroma.Length / 2)], red = chroma[(chroma.Length / 2)..];
        double saturation = 0, warmth = 0;
        for (var i = 0; i < blue.Length; i++)
        {
            var (b, r) = (blue[i] - 128, red[i] - 128);
            saturation += Math.Sqrt(b * b + r * r);
            warmth += r - b;
        }
        return (Math.Min(1, saturation / blue.Length / PureColour), Math.Clamp(warmth / blue.Length / PureWarmth, -1, 1));
    }
}
