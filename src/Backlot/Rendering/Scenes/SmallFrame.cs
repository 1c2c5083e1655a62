namespace Backlot.Rendering.Scenes;

/// <summary>One picture of a film, made so small that all that is to be known of it is quickly found.</summary>
/// <param name="Seconds">When it is shown.</param>
/// <param name="Pixels">Luma, then blue and red difference at half the size; the full range of 0 to 255.</param>
internal sealed record SmallFrame(double Seconds, byte[] Pixels)
{
    public const int Width = 128, Height = 72, ChromaWidth = Width / 2, ChromaHeight = Height / 2;
    public const int LumaBytes = Width * Height, ChromaBytes = ChromaWidth * ChromaHeight;
    public const int Bytes = LumaBytes + 2 * ChromaBytes;

    /// <summary>A luma that deviates less than this from its mean is a frame of one colour.</summary>
    public const double FlatDeviation = 5;

    private const int Lumas = 16, Chromas = 8;

    public ReadOnlySpan<byte> Luma => Pixels.AsSpan(0, LumaBytes);

    public ReadOnlySpan<byte> Blue => Pixels.AsSpan(LumaBytes, ChromaBytes);

    public ReadOnlySpan<byte> Red => Pixels.AsSpan(LumaBytes + ChromaBytes, ChromaBytes);

    /// <summary>Mean and standard deviation of luma, 0 to 255.</summary>
    public (double Mean, double Deviation) Light { get; } = PixelMath.MeanAndDeviation(Pixels.AsSpan(0, LumaBytes));

    /// <summary>32 x 18 lumas and 2 x 16 x 9 chromas, each the mean of 4 x 4.</summary>
    public float[] Tiny { get; } = MakeTiny(Pixels);

    public bool IsFlat => Light.Deviation < FlatDeviation;

    // Made when first asked for: most frames are so like the one before that nobody asks.
    private float[]? histogram;

    private float[] Histogram => histogram ??= MakeHistogram(Pixels);

    /// <summary>Mean difference of luma and, half as much, of colour, per pixel, 0 to 255 and somewhat more.</summary>
    public double DifferenceTo(SmallFrame other) =>
        PixelMath.SumOfDifferences(Luma, other.Luma) / (double)LumaBytes
        + 0.5 * PixelMath.SumOfDifferences(Pixels.AsSpan(LumaBytes), other.Pixels.AsSpan(LumaBytes)) / (2 * ChromaBytes);

    /// <summary>Which share of the picture has another brightness or colour, wherever it is: 0 to 1.</summary>
    public double HistogramDifferenceTo(SmallFrame other)
    {
        var sum = 0f;
        var (mine, others) = (Histogram, other.Histogram);
        for (var i = 0; i < mine.Length; i++)
            sum += Math.Abs(mine[i] - others[i]);
        return sum / 4; // two for the two sides of each shift, two for luma and chroma
    }

    /// <summary>How alike the two are but for brightness and contrast: 1 is alike, 0 unrelated, 0 for a flat one.</summary>
    public double CorrelationWith(SmallFrame other) =>
        IsFlat || other.IsFlat ? 0 : PixelMath.Correlation(Tiny.AsSpan(0, TinyLumas), other.Tiny.AsSpan(0, TinyLumas));

    private const int TinyWidth = Width / 4, TinyHeight = Height / 4, TinyLumas = TinyWidth * TinyHeight;

    private static float[] MakeTiny(byte[] pixels)
    {
        var tiny = new float[TinyLumas * 3 / 2];
        Shrink(pixels.AsSpan(0, LumaBytes), Width, tiny.AsSpan(0, TinyLumas));
        Shrink(pixels.AsSpan(LumaBytes, ChromaBytes), ChromaWidth, tiny.AsSpan(TinyLumas, TinyLumas / 4));
        Shrink(pixels.AsSpan(LumaBytes + ChromaBytes), ChromaWidth, tiny.AsSpan(TinyLumas * 5 / 4));
        return tiny;
    }

    private static void Shrink(ReadOnlySpan<byte> plane, int width, Span<float> target)
    {
        var columns = width / 4;
        for (var i = 0; i < target.Length; i++)
        {
            var at = i / columns * 4 * width + i % columns * 4;
            var sum = 0;
            for (var row = 0; row < 4; row++, at += width)
                sum += plane[at] + plane[at + 1] + plane[at + 2] + plane[at + 3];
            target[i] = sum / 16f;
        }
    }

    private static float[] MakeHistogram(byte[] pixels)
    {
        Span<int> counts = stackalloc int[Lumas + 2 * Chromas];
        for (var i = 0; i < LumaBytes; i++)
            counts[pixels[i] >> 4]++;
        for (var i = 0; i < ChromaBytes; i++)
        {
            counts[Lumas + (pixels[LumaBytes + i] >> 5)]++;
            counts[Lumas + Chromas + (pixels[LumaBytes + ChromaBytes + i] >> 5)]++;
        }
        var shares = new float[counts.Length];
        for (var i = 0; i < shares.Length; i++)
            shares[i] = counts[i] / (float)(i < Lumas ? LumaBytes : 2 * ChromaBytes);
        return shares;
    }
}
