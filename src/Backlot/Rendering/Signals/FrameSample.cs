using Backlot.Rendering.Scenes;

namespace Backlot.Rendering.Signals;

/// <summary>The parts of a descriptor, of one frame; lengths and meaning as in <see cref="ShotSignals"/>.</summary>
internal sealed record FrameSample(float[] Colours, float[] Layout, float[] Texture, float[]? Motion)
{
    public const int ColourCount = 128, LayoutCount = 192, TextureCount = 144, MotionCount = 48;

    private const int Hues = 8, Strengths = 3, Lumas = 4, Greys = 32, Directions = 9, Fields = 4;

    /// <summary>Distance from grey at which colour begins, grows stronger, and is strong; of 134.</summary>
    private const double Coloured = 12, Stronger = 30, Strong = 60;

    public static FrameSample Of(SmallFrame frame, SmallFrame? before) =>
        new(ColoursOf(frame), LayoutOf(frame), TextureOf(frame), before is null ? null : MotionOf(frame, before));

    private static float[] ColoursOf(SmallFrame frame)
    {
        var shares = new float[ColourCount];
        ReadOnlySpan<byte> luma = frame.Luma, blue = frame.Blue, red = frame.Red;
        for (var i = 0; i < SmallFrame.ChromaBytes; i++)
        {
            var light = luma[i / SmallFrame.ChromaWidth * 2 * SmallFrame.Width + i % SmallFrame.ChromaWidth * 2];
            var (b, r) = (blue[i] - 128, red[i] - 128);
            var strength = Math.Sqrt(b * b + r * r);
            if (strength < Coloured)
            {
                shares[Hues * Strengths * Lumas + light * Greys / 256]++;
                continue;
            }
            var hue = (int)((Math.Atan2(r, b) / (2 * Math.PI) + 1) * Hues) % Hues;
            var step = strength < Stronger ? 0 : strength < Strong ? 1 : 2;
            shares[(hue * Strengths + step) * Lumas + light * Lumas / 256]++;
        }
        foreach (ref var share in shares.AsSpan())
            share /= SmallFrame.ChromaBytes;
        return shares;
    }

    private static float[] LayoutOf(SmallFrame frame)
    {
        const int Side = 8;
        var means = new float[LayoutCount];
        Fill(frame.Luma, SmallFrame.Width, SmallFrame.Height, means.AsSpan(0, Side * Side));
        Fill(frame.Blue, SmallFrame.ChromaWidth, SmallFrame.ChromaHeight, means.AsSpan(Side * Side, Side * Side));
        Fill(frame.Red, SmallFrame.ChromaWidth, SmallFrame.ChromaHeight, means.AsSpan(2 * Side * Side));
        return means;

        static void Fill(ReadOnlySpan<byte> plane, int width, int height, Span<float> means)
        {
            for (var field = 0; field < means.Length; field++)
            {
                var (left, top) = (field % Side * width / Side, field / Side * height / Side);
                var (right, bottom) = ((field % Side + 1) * width / Side, (field / Side + 1) * height / Side);
                var sum = 0;
                for (var y = top; y < bottom; y++)
                    foreach (var value in plane[(y * width + left)..(y * width + right)])
                        sum += value;
                means[field] = sum / (255f * (right - left) * (bottom - top));
            }
        }
    }

    // Each pixel's slope counts for the two directions next to its own, so that a slight turn changes little. Every other
    // pixel of every other row is enough.
    private static float[] TextureOf(SmallFrame frame)
    {
        const int Width = SmallFrame.Width, Height = SmallFrame.Height;
        var strengths = new float[TextureCount];
        var luma = frame.Luma;
        for (var y = 1; y < Height - 1; y += 2)
            for (var x = 1; x < Width - 1; x += 2)
            {
                var at = y * Width + x;
                double dx = luma[at + 1] - luma[at - 1], dy = luma[at + Width] - luma[at - Width];
                var strength = Math.Sqrt(dx * dx + dy * dy);
                if (strength < 1)
                    continue;
                var direction = (Math.Atan2(dy, dx) / Math.PI + 1) * Directions % Directions;
                var (first, part) = ((int)direction, direction - Math.Floor(direction));
                var field = (y * Fields / Height * Fields + x * Fields / Width) * Directions;
                strengths[field + first] += (float)(strength * (1 - part));
                strengths[field + (first + 1) % Directions] += (float)(strength * part);
            }
        foreach (ref var strength in strengths.AsSpan())
            strength /= 255f * Width * Height / (4 * Fields * Fields);
        return strengths;
    }

    private static float[] MotionOf(SmallFrame frame, SmallFrame before)
    {
        const int Columns = 8, Rows = 6, Width = SmallFrame.Width / 4, Height = SmallFrame.Height / 4;
        var changes = new float[MotionCount];
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++)
                changes[y * Rows / Height * Columns + x * Columns / Width] += Math.Abs(frame.Tiny[y * Width + x] - before.Tiny[y * Width + x]);
        var scale = (float)(255.0 * Width * Height / MotionCount * (frame.Seconds - before.Seconds));
        foreach (ref var change in changes.AsSpan())
            change /= scale;
        return changes;
    }
}
