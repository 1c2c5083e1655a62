using System.Runtime.InteropServices;

namespace Backlot.Rendering.Sound;

/// <summary>Cuts pieces out of the sound of a film or a track, small enough to be sent to whoever writes down what is said: MP3, mono,
/// 16 kHz, 48 kbit/s, which is 360 kB a minute and loses nothing that speech has.</summary>
public sealed class SpeechSound(Ffmpeg ffmpeg)
{
    private const int Rate = 16_000, BlockBytes = 1 << 16;

    /// <summary>-60 dB under full scale: what never gets louder says nothing.</summary>
    private const float Audible = 0.001f;

    /// <param name="path">A file that was probed.</param>
    /// <param name="kind">Of that file.</param>
    /// <param name="startSeconds">Inclusive.</param>
    /// <param name="seconds">Length; past the end of the sound means to its end.</param>
    /// <param name="outPath">Replaced if it is there.</param>
    /// <param name="ct">Ends ffmpeg at once.</param>
    /// <returns>False, and there is no file, when the piece is silent or has no sound at all.</returns>
    /// <exception cref="MediaRefused">The sound cannot be decoded.</exception>
    public async Task<bool> CutAsync(string path, MediaKind kind, double startSeconds, double seconds, string outPath, CancellationToken ct)
    {
        try
        {
            await using var sound = ffmpeg.Open(Decoding(path, kind, startSeconds, seconds));
            var block = new byte[BlockBytes];
            var count = await sound.ReadBytesAsync(block, ct);
            if (count == 0)
                return false;
            var peak = 0f;
            await WholeFile.MakeAsync(outPath, temp => ffmpeg.RunAsync(Encoding(temp), onSeconds: null, async (encoder, feeding) =>
            {
                for (; count > 0; count = await sound.ReadBytesAsync(block, feeding))
                {
                    peak = Math.Max(peak, PeakOf(block.AsSpan(0, count)));
                    await encoder.WriteAsync(block.AsMemory(0, count), feeding);
                }
            }, ct));
            if (peak >= Audible)
                return true;
            File.Delete(outPath);
            return false;
        }
        catch (FfmpegFailed failed) when (failed is not FfmpegStalled)
        {
            throw new MediaRefused("has sound that cannot be decoded");
        }
    }

    private static float PeakOf(ReadOnlySpan<byte> block)
    {
        var peak = 0f;
        foreach (var sample in MemoryMarshal.Cast<byte, float>(block))
            peak = Math.Max(peak, Math.Abs(sample));
        return peak;
    }

    private static FfmpegArguments Decoding(string path, MediaKind kind, double startSeconds, double seconds) => new(
        [new(MediaSniffer.Sniff(path, kind), Path.GetFullPath(path)) { Options = [new("ss", startSeconds), new("t", seconds)] }], Output: null)
    {
        OutputOptions = [new("map", "0:a:0"), new("ar", Rate), new("ac", 1), new("c:a", "pcm_f32le")],
        Muxer = "f32le",
    };

    private static FfmpegArguments Encoding(string temp) => new(
        [new(MediaFormat.Samples, Path: null) { Options = [new("ar", Rate), new("ac", 1)] }], temp)
    {
        OutputOptions =
        [
            new("map", "0:a:0"), new("c:a", "libmp3lame"), new("b:a", "48k"), new("map_metadata", "-1"),
            new("fflags", "+bitexact"), new("flags:a", "+bitexact"),
        ],
        Muxer = "mp3",
    };
}
