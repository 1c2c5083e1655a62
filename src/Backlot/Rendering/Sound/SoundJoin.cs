using System.Runtime.InteropServices;

namespace Backlot.Rendering.Sound;

/// <summary>One track in the film's sound.</summary>
/// <param name="Start">The sample of the film on which it begins.</param>
/// <param name="End">The sample after its last one.</param>
/// <param name="GainDb">Asked for when the join reaches the track, so that levelling can run ahead of it.</param>
internal sealed record JoinedTrack(string Path, MediaFormat Format, long Start, long End, Func<Task<double>> GainDb);

/// <summary>Joins levelled tracks into one continuous stream of exactly the film's length.</summary>
/// <remarks>
/// Overlapping tracks crossfade with equal power (cosine and sine): they are different pieces of music, so their powers
/// add, and the sum stays as loud as each was; a linear fade would dip by 3 dB in the middle. One limiter runs over the
/// whole.
/// </remarks>
internal sealed class SoundJoin(Ffmpeg ffmpeg, IReadOnlyList<JoinedTrack> tracks, double ceilingDb)
{
    /// <summary>Changes whenever the same tracks would come out otherwise.</summary>
    public const string Recipe = "join/1";

    private readonly PeakLimiter limiter = new(ceilingDb);
    private readonly float[] block = new float[Pcm.BlockSamples * Pcm.Channels];
    private int filled;
    private int toDrop = PeakLimiter.DelaySamples * Pcm.Channels;

    /// <param name="fadeOutSamples">How long the film's end fades to silence.</param>
    /// <param name="target">Takes raw stereo floats.</param>
    /// <param name="onSamples">Told how many samples of the film are written.</param>
    /// <param name="ct">Stops at the next block.</param>
    public async Task WriteAsync(int fadeOutSamples, Stream target, Action<long> onSamples, CancellationToken ct)
    {
        var tail = Array.Empty<float>();
        for (var i = 0; i < tracks.Count; i++)
        {
            var track = tracks[i];
            var last = i == tracks.Count - 1;
            var overlap = last ? Math.Max(fadeOutSamples, Pcm.EdgeSamples) : (int)(track.End - tracks[i + 1].Start);
            await using var sound = Pcm.Decode(ffmpeg, track.Path, track.Format);
            var factor = Pcm.Factor(await track.GainDb());

            var head = await ReadAsync(sound, i == 0 ? Pcm.EdgeSamples : tail.Length / Pcm.Channels, factor, ct);
            Fade(head, rising: true);
            for (var s = 0; s < tail.Length; s++)
                head[s] += tail[s];
            await PutAsync(head, target, ct);

            var body = track.End - overlap - track.Start - head.Length / Pcm.Channels;
            for (long done = 0; done < body; done += Pcm.BlockSamples)
            {
                var count = (int)Math.Min(Pcm.BlockSamples, body - done);
                await PutAsync(await ReadAsync(sound, count, factor, ct), target, ct);
                onSamples(track.Start + head.Length / Pcm.Channels + done);
            }
            tail = await ReadAsync(sound, overlap, factor, ct);
            Fade(tail, rising: false);
        }
        await PutAsync(tail, target, ct);
        await FlushAsync(target, ct);
    }

    private static async Task<float[]> ReadAsync(DecodedSound sound, int count, float factor, CancellationToken ct)
    {
        var samples = new float[count * Pcm.Channels]; // a track that is too short ends in silence
        if (count > 0)
            await sound.ReadSamplesAsync(samples, ct);
        foreach (ref var sample in samples.AsSpan())
            sample *= factor;
        return samples;
    }

    private static void Fade(float[] samples, bool rising)
    {
        var count = samples.Length / Pcm.Channels;
        for (var i = 0; i < count; i++)
        {
            var angle = (i + 0.5) / count * Math.PI / 2;
            var factor = (float)(rising ? Math.Sin(angle) : Math.Cos(angle));
            samples[2 * i] *= factor;
            samples[2 * i + 1] *= factor;
        }
    }

    private async Task PutAsync(ReadOnlyMemory<float> samples, Stream target, CancellationToken ct)
    {
        while (!samples.IsEmpty)
        {
            var count = Math.Min(samples.Length, block.Length - filled);
            samples.Span[..count].CopyTo(block.AsSpan(filled));
            samples = samples[count..];
            filled += count;
            if (filled == block.Length)
                await EmitAsync(block.Length, target, ct);
        }
    }

    // The limiter is late by a few samples: what it still holds is pushed out by as many zeros.
    private async Task FlushAsync(Stream target, CancellationToken ct)
    {
        await PutAsync(new float[PeakLimiter.DelaySamples * Pcm.Channels], target, ct);
        await EmitAsync(filled, target, ct);
    }

    private async Task EmitAsync(int count, Stream target, CancellationToken ct)
    {
        block.AsSpan(filled).Clear();
        limiter.Process(block);
        var dropped = Math.Min(toDrop, count);
        toDrop -= dropped;
        filled = 0;
        await target.WriteAsync(MemoryMarshal.AsBytes(block.AsSpan(dropped, count - dropped)).ToArray(), ct);
    }
}
