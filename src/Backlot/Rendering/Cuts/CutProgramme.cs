using Backlot.Rendering.Sound;

namespace Backlot.Rendering.Cuts;

/// <summary>The own sound of all parts as one programme: each part begins and ends on the very sample on which its pictures do.</summary>
/// <remarks>
/// Places are reckoned from the number of a frame in the film, never from what was written before; so nothing adds up over many joints. Parts
/// that overlap crossfade with equal power: cosine and sine.
/// </remarks>
internal sealed class CutProgramme(Ffmpeg ffmpeg, CutList film, IReadOnlyList<PlannedPart> parts)
{
    /// <summary>Changes whenever the same parts would sound otherwise.</summary>
    public const string Recipe = "programme/1";

    /// <summary>Names all that shapes it.</summary>
    public string Key => $"{Recipe} {film.FrameRate} " + string.Join(' ', parts.Select(part => FormattableString.Invariant(
        $"{part.Source.Sha256}:{part.FirstSeconds:R}:{part.Length}:{part.CrossfadeIn}:{part.Part.IsMuted}")));

    /// <summary>How many samples of both channels there are.</summary>
    public long Samples => film.SampleOf(parts[^1].Start + parts[^1].Length);

    /// <param name="take">Takes the samples, interleaved, in order; it may change them.</param>
    /// <exception cref="FfmpegFailed">The sound of a part can't be decoded.</exception>
    public async Task WriteAsync(Func<Memory<float>, CancellationToken, Task> take, CancellationToken ct)
    {
        float[] tail = [];
        foreach (var part in parts)
            tail = await WriteAsync(part, tail, take, ct);
    }

    /// <returns>The last samples, to be mixed with the next part.</returns>
    private async Task<float[]> WriteAsync(PlannedPart part, float[] before, Func<Memory<float>, CancellationToken, Task> take, CancellationToken ct)
    {
        var start = film.SampleOf(part.Start);
        var count = film.SampleOf(part.Start + part.Length) - start;
        var kept = (int)(count + start - film.SampleOf(part.Start + part.BodyTo));
        var fadeIn = part.CrossfadeIn > 0 ? film.SampleOf(part.Start + part.BodyFrom) - start : Pcm.EdgeSamples;
        var fadeOut = part.CrossfadeOut > 0 ? kept : Pcm.EdgeSamples;
        var tail = new float[kept * Pcm.Channels];
        await using var sound = part.Source.Facts.HasAudio && !part.Part.IsMuted
            ? new SourceSound(ffmpeg, part.Source.Path, part.Source.Format, part.FirstSeconds, part.Source.StartSeconds)
            : null;
        var block = new float[Pcm.BlockSamples * Pcm.Channels];
        for (long at = 0; at < count;)
        {
            // No block lies both before and within the tail.
            var left = at < count - kept ? count - kept - at : count - at;
            var samples = block.AsMemory(0, (int)Math.Min(Pcm.BlockSamples, left) * Pcm.Channels);
            samples.Span.Clear();
            if (sound is not null)
                await sound.ReadAsync(samples, ct);
            Fade(samples.Span, at, count, fadeIn, fadeOut);
            Add(samples.Span, before, at);
            if (at < count - kept)
                await take(samples, ct);
            else
                samples.Span.CopyTo(tail.AsSpan((int)(at - (count - kept)) * Pcm.Channels));
            at += samples.Length / Pcm.Channels;
        }
        return tail;
    }

    private static void Fade(Span<float> samples, long at, long count, long fadeIn, long fadeOut)
    {
        for (var i = 0; i < samples.Length; i += Pcm.Channels)
        {
            var place = at + i / Pcm.Channels;
            var factor = 1.0;
            if (place < fadeIn)
                factor *= Math.Sin((place + 0.5) / fadeIn * Math.PI / 2);
            if (place >= count - fadeOut)
                factor *= Math.Cos((place - (count - fadeOut) + 0.5) / fadeOut * Math.PI / 2);
            samples[i] *= (float)factor;
            samples[i + 1] *= (float)factor;
        }
    }

    private static void Add(Span<float> samples, float[] before, long at)
    {
        var from = at * Pcm.Channels;
        for (var i = 0; i < samples.Length && from + i < before.Length; i++)
            samples[i] += before[from + i];
    }
}
