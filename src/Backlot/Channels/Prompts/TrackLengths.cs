namespace Backlot.Channels.Prompts;

/// <summary>Lengths that vary naturally and still add up to the film to the frame.</summary>
internal static class TrackLengths
{
    public const int FramesPerSecond = 25;

    /// <summary>A track is mixed with its neighbours at both ends; at least this much of it is heard alone.</summary>
    private const int AloneFrames = 13;

    /// <summary>How far a track may be from the mean length.</summary>
    private const double Spread = 0.15;

    /// <summary>Lengths in frames, so that their sum less the overlaps of neighbours is the film's length.</summary>
    /// <exception cref="ArgumentException">
    /// The brief's target or crossfade is no whole number of frames, or the film is too short for so many tracks.
    /// </exception>
    public static int[] Draw(PromptBrief brief, int count, PromptRandom random)
    {
        var crossfade = Frames(brief.CrossfadeSeconds, "crossfadeSeconds");
        var total = Frames(brief.TargetDurationSeconds, "targetDurationSeconds") + (count - 1) * crossfade;
        var shortest = 2 * crossfade + AloneFrames;
        if (total < count * shortest)
        {
            throw new ArgumentException(
                $"targetDurationSeconds is {brief.TargetDurationSeconds}: too short for {count} tracks that overlap by "
                + $"{brief.CrossfadeSeconds} s. Ask for a longer film or a shorter crossfade.", nameof(brief));
        }

        var mean = (double)total / count;
        var spread = Math.Min(Spread * mean, mean - shortest);
        return Rounded(Deviations(count, random).Select(d => mean + spread * d), count);
    }

    /// <summary>Numbers from −1 to 1 whose sum is 0.</summary>
    private static double[] Deviations(int count, PromptRandom random)
    {
        var drawn = Enumerable.Range(0, count).Select(_ => 2 * random.NextUnit() - 1).ToArray();
        var mean = drawn.Average();
        var widest = Math.Max(1, drawn.Max(d => Math.Abs(d - mean)));
        return [.. drawn.Select(d => (d - mean) / widest)];
    }

    /// <summary>Rounds the ends rather than the lengths: the errors cannot add up.</summary>
    private static int[] Rounded(IEnumerable<double> lengths, int count)
    {
        var rounded = new int[count];
        var (exactEnd, end) = (0.0, 0);
        foreach (var (i, length) in lengths.Index())
        {
            exactEnd += length;
            rounded[i] = (int)Math.Round(exactEnd) - end;
            end += rounded[i];
        }
        return rounded;
    }

    private static int Frames(double seconds, string field)
    {
        var frames = seconds * FramesPerSecond;
        var whole = Math.Round(frames);
        if (!double.IsFinite(seconds) || seconds < 0 || seconds > 86_400 || Math.Abs(frames - whole) > 1e-6)
        {
            throw new ArgumentException(
                $"{field} is {seconds}: it must be 0 to 86400 s and a whole number of frames of 1/{FramesPerSecond} s.",
                field);
        }
        return (int)whole;
    }
}
