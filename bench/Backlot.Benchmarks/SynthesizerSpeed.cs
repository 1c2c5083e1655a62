using Backlot.Channels;
using Backlot.Channels.Prompts;
using Backlot.Generation.Dummy.Images;
using Backlot.Generation.Dummy.Music;

namespace Backlot.Benchmarks;

/// <summary>How much do the built-in synthesizers make in one second of one core? Music at least 100 seconds.</summary>
/// <param name="MusicSeconds">Seconds of music for each CPU second.</param>
/// <param name="Pictures">1920×1080 pictures for each CPU second.</param>
internal sealed record SynthesizerSpeed(double MusicSeconds, double Pictures)
{
    /// <summary>Measures some pieces of an album by its own prompts and lengths, one after the other in this process;
    /// the first one of each kind, which the compiler still works on, does not count.</summary>
    /// <param name="every">1 takes all of them.</param>
    public static SynthesizerSpeed Of(AlbumPrompts prompts, int every, CancellationToken ct)
    {
        MusicPrompt[] music = [.. prompts.MusicPrompts.Where((_, i) => i % every == 0)];
        VisualPrompt[] pictures = [.. prompts.VisualPrompts.Where((_, i) => i % every == 0)];
        return new(
            music.Skip(1).Sum(piece => piece.DurationSeconds) / CpuSeconds(music, piece =>
                MusicSynthesizer.Render(piece.Prompt, piece.Seed, piece.DurationSeconds, Stream.Null, null, ct)),
            (pictures.Length - 1) / CpuSeconds(pictures, picture =>
                ImageComposer.Render(picture.Prompt, picture.Seed, AlbumPlan.Width, AlbumPlan.Height, Stream.Null, ct)));
    }

    /// <summary>Of this whole process, so that what the compiler and the collector do for it counts, too.</summary>
    private static double CpuSeconds<T>(IReadOnlyList<T> orders, Action<T> make)
    {
        make(orders[0]);
        var before = Environment.CpuUsage.TotalTime;
        foreach (var order in orders.Skip(1))
            make(order);
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }
}
