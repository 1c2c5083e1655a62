using System.Runtime.InteropServices;

namespace Backlot.Rendering.Sound;

/// <summary>Brings music to a length, to the sample: a longer piece fades out and ends there; a shorter one begins again, blended with its
/// own end, as often as it takes.</summary>
public sealed class SoundLength(Ffmpeg ffmpeg)
{
    /// <summary>How long a piece that is cut fades out; at most a quarter of it.</summary>
    public const double FadeSeconds = 4;

    /// <summary>How long a piece that begins again sounds together with its end; at most a quarter of it.</summary>
    public const double BlendSeconds = 4;

    /// <summary>What is shorter than this share of the length is not repeated: one would hear little else.</summary>
    public const double LeastShare = 0.5;

    /// <summary>What is longer by less than this has the length already: 39 ms, less than a frame of film.</summary>
    private const int Allowed = (int)(Pcm.Rate * 0.039);

    /// <param name="path">Sound of any format that is let in.</param>
    /// <param name="seconds">More than 0.</param>
    /// <param name="outPath">A FLAC file of 16 bits, 44.1 kHz, stereo; it must not be there yet.</param>
    /// <param name="ct">Ends ffmpeg at once; there is no file then.</param>
    /// <returns>False, and no file, when it has that length already.</returns>
    /// <exception cref="MediaRefused">It is no sound that can be decoded, or less than half as long.</exception>
    public async Task<bool> FitAsync(string path, double seconds, string outPath, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seconds);
        var format = MediaSniffer.Sniff(path, MediaKind.Audio);
        try
        {
            var wanted = (long)Math.Round(seconds * Pcm.Rate);
            var length = await CountAsync(path, format, wanted + Allowed, ct);
            if (length >= wanted && length < wanted + Allowed)
                return false;
            if (length < wanted * LeastShare)
                throw new MediaRefused(FormattableString.Invariant($"lasts {(double)length / Pcm.Rate:0.0} s, less than half of the {seconds:0.0} s that were ordered"));
            await WholeFile.MakeAsync(outPath, temp => ffmpeg.RunAsync(Encoding(temp), onSeconds: null,
                (encoder, feeding) => WriteAsync(path, format, length, wanted, encoder, feeding), ct));
            return true;
        }
        catch (FfmpegFailed failed) when (failed is not FfmpegStalled)
        {
            throw new MediaRefused("has sound that cannot be decoded");
        }
    }

    /// <returns>Its samples, or <paramref name="enough"/> when it has more.</returns>
    private async Task<long> CountAsync(string path, MediaFormat format, long enough, CancellationToken ct)
    {
        await using var sound = Pcm.Decode(ffmpeg, path, format);
        var block = new float[Pcm.BlockSamples * Pcm.Channels];
        var samples = 0L;
        while (samples < enough && await sound.ReadSamplesAsync(block, ct) is var count and > 0)
            samples += count / Pcm.Channels;
        return Math.Min(samples, enough);
    }

    private async Task WriteAsync(string path, MediaFormat format, long length, long wanted, Stream encoder, CancellationToken ct)
    {
        var blend = length >= wanted ? 0 : (int)Math.Min(BlendSeconds * Pcm.Rate, length / 4);
        var fade = (long)Math.Min(FadeSeconds * Pcm.Rate, wanted / 4);
        var tail = Array.Empty<float>();        // the end of the round before, fading
        for (var start = 0L; start < wanted; start += length - blend)
        {
            await using var sound = Pcm.Decode(ffmpeg, path, format);
            var block = await ReadAsync(sound, tail.Length / Pcm.Channels, ct);
            Ramp(block, rising: true);
            for (var i = 0; i < tail.Length; i++)
                block[i] += tail[i];
            var at = start;
            var end = Math.Min(start + length - blend, wanted);
            while (true)
            {
                await PutAsync(block, at, wanted, fade, encoder, ct);
                at += block.Length / Pcm.Channels;
                if (at >= end)
                    break;
                block = await ReadAsync(sound, (int)Math.Min(Pcm.BlockSamples, end - at), ct);
            }
            tail = await ReadAsync(sound, blend, ct);
            Ramp(tail, rising: false);
        }
    }

    /// <summary>Writes what lies before the end, quieter and quieter towards it.</summary>
    private static async Task PutAsync(float[] block, long at, long wanted, long fade, Stream encoder, CancellationToken ct)
    {
        var count = (int)Math.Min(block.Length / Pcm.Channels, wanted - at);
        for (var i = Math.Max(0, wanted - fade - at); i < count; i++)
        {
            var factor = (float)Math.Cos((at + i - (wanted - fade) + 0.5) / fade * Math.PI / 2);
            block[Pcm.Channels * i] *= factor;
            block[Pcm.Channels * i + 1] *= factor;
        }
        await encoder.WriteAsync(MemoryMarshal.AsBytes(block.AsSpan(0, count * Pcm.Channels)).ToArray(), ct);
    }

    private static async Task<float[]> ReadAsync(DecodedSound sound, int samples, CancellationToken ct)
    {
        var block = new float[samples * Pcm.Channels];
        if (samples > 0)
            await sound.ReadSamplesAsync(block, ct);
        return block;
    }

    /// <summary>With equal power, as <see cref="SoundJoin"/> has it: the two are different music.</summary>
    private static void Ramp(float[] block, bool rising)
    {
        var count = block.Length / Pcm.Channels;
        for (var i = 0; i < count; i++)
        {
            var angle = (i + 0.5) / count * Math.PI / 2;
            var factor = (float)(rising ? Math.Sin(angle) : Math.Cos(angle));
            block[Pcm.Channels * i] *= factor;
            block[Pcm.Channels * i + 1] *= factor;
        }
    }

    private static FfmpegArguments Encoding(string temp) => new(
        [new(MediaFormat.Samples, Path: null) { Options = [new("ar", Pcm.Rate), new("ac", Pcm.Channels)] }], temp)
    {
        OutputOptions = [new("map", "0:a:0"), new("c:a", "flac"), new("sample_fmt", "s16"), new("map_metadata", "-1"), new("fflags", "+bitexact"), new("flags:a", "+bitexact")],
        Muxer = "flac",
    };
}
