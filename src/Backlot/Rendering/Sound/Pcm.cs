using System.Globalization;

namespace Backlot.Rendering.Sound;

/// <summary>The one form sound has between decoder and encoder: 44.1 kHz stereo 32-bit floats, interleaved.</summary>
internal static class Pcm
{
    public const int Rate = 44_100;
    public const int Channels = 2;

    /// <summary>Samples (of both channels) handled at a time.</summary>
    public const int BlockSamples = 8192;

    /// <summary>How fast sound that starts or is cut at full level comes in and goes out, in samples (5 ms): no click, and nothing to be heard of it.</summary>
    public const int EdgeSamples = Rate / 200;

    public static float Factor(double decibels) => (float)Math.Pow(10, decibels / 20);

    /// <summary>Level of a factor of full scale; -200 for zero.</summary>
    public static double Decibels(double factor) => Math.Max(-200, 20 * Math.Log10(factor));

    /// <summary>Decodes the first audio stream of a file, whatever its own rate and channels are.</summary>
    /// <param name="limitSeconds">What may come after so many seconds need not be decoded; null for all.</param>
    public static DecodedSound Decode(Ffmpeg ffmpeg, string path, MediaFormat format, double? limitSeconds = null) =>
        format == MediaFormat.Wav && WaveSamples.TryOpen(path) is { } samples
            ? new(samples)
            : new(ffmpeg.Open(new([new(format, path)], Output: null)
            {
                OutputOptions =
                [
                    new("map", "0:a:0"), new("ar", Rate), new("ac", Channels), new("c:a", "pcm_f32le"),
                    .. limitSeconds is { } limit
                        ? [new("t", limit.ToString(CultureInfo.InvariantCulture))]
                        : (FfmpegOption[])[],
                ],
                Muxer = "f32le",
            }));
}
