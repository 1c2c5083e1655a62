namespace Backlot.Rendering.Scenes;

/// <summary>Finds dissolves: stretches in which every frame is a mixture of the first and the last one, more of the last from
/// frame to frame, and first and last are different pictures.</summary>
/// <remarks>A moving camera brings frames that are no such mixture; another light brings pictures that are alike.</remarks>
internal sealed class BlendFinder
{
    private static readonly double[] LengthsSeconds = [0.35, 0.5, 0.75, 1, 1.4, 2, 3];

    /// <summary>Frames nearer than this to the one before are left out: 15 a second are enough.</summary>
    private const double SpacingSeconds = 0.06;

    private const int LeastBetween = 3, MostBetween = 7;

    /// <summary>Root mean square of the difference of first and last, 0 to 255; and how alike they may be.</summary>
    private const double LeastDifference = 14, MostCorrelation = 0.6;

    /// <summary>How far a frame may be from a mixture, as a share of the difference; and from the even course.</summary>
    private const double MostResidual = 0.23, MostUneven = 0.17;

    private readonly List<SmallFrame> held = [];
    private readonly List<Found> open = [];

    /// <summary>All dissolves whose middle is before this time are told.</summary>
    public double SettledSeconds =>
        Math.Min(held.Count == 0 ? 0 : held[^1].Seconds - LengthsSeconds[^1], open.Count == 0 ? double.MaxValue : open.Min(found => found.From));

    /// <summary>Takes the next frame and tells the dissolves that became certain.</summary>
    public IEnumerable<Boundary> Add(SmallFrame frame)
    {
        if (held.Count > 0 && frame.Seconds - held[^1].Seconds < SpacingSeconds)
            return [];
        held.Add(frame);
        while (held[0].Seconds < frame.Seconds - LengthsSeconds[^1] - 0.5)
            held.RemoveAt(0);
        foreach (var length in LengthsSeconds)
            if (Look(length) is { } found)
                Weigh(found);
        return Take(found => frame.Seconds > found.To + LengthsSeconds[^1] / 2);
    }

    public IEnumerable<Boundary> End() => Take(_ => true);

    // The same dissolve is found many times, by spans that hold more or less of it: the best of them stays.
    private void Weigh(Found found)
    {
        var same = open.Where(other => Math.Abs(other.Middle - found.Middle) < Math.Max(other.To - other.From, found.To - found.From) / 2).ToList();
        if (same.Any(other => other.Weight >= found.Weight))
            return;
        open.RemoveAll(same.Contains);
        open.Add(found);
    }

    private List<Boundary> Take(Predicate<Found> isReady)
    {
        var ready = open.FindAll(isReady);
        open.RemoveAll(isReady);
        return [.. ready.Select(found =>
            new Boundary(found.Middle, found.From, found.To, Transition.Dissolve, Math.Clamp(1 - found.Residual, 0.5, 1)))];
    }

    private Found? Look(double length)
    {
        var last = held[^1];
        var firstIndex = held.FindIndex(frame => frame.Seconds >= last.Seconds - length - 0.01);
        var between = held.Count - 2 - firstIndex;
        if (between < LeastBetween)
            return null;
        var first = held[firstIndex];
        // Fades go through a flat frame and are found by it.
        if (first.IsFlat || last.IsFlat || first.CorrelationWith(last) > MostCorrelation)
            return null;
        var a = first.Tiny;
        var (aa, ab, bb) = (PixelMath.Dot(a, a), PixelMath.Dot(a, last.Tiny), PixelMath.Dot(last.Tiny, last.Tiny));
        var difference = Math.Max(0, aa - 2 * ab + bb);
        if (Math.Sqrt(difference / a.Length) < LeastDifference)
            return null;
        double worst = 0, middle = double.NaN, before = 0, beforeSeconds = first.Seconds;
        for (var k = 1; k <= Math.Min(between, MostBetween); k++)
        {
            var frame = held[firstIndex + (int)Math.Round(k * (between + 1.0) / (Math.Min(between, MostBetween) + 1))];
            var (fa, fb, ff) = (PixelMath.Dot(frame.Tiny, a), PixelMath.Dot(frame.Tiny, last.Tiny), PixelMath.Dot(frame.Tiny, frame.Tiny));
            // The least squares of f − a against b − a.
            var share = (fb - fa - ab + aa) / difference;
            var residual = Math.Sqrt(Math.Max(0, (ff - 2 * fa + aa) / difference - share * share));
            var even = (frame.Seconds - first.Seconds) / (last.Seconds - first.Seconds);
            if (residual > MostResidual || Math.Abs(share - even) > MostUneven)
                return null;
            worst = Math.Max(worst, residual);
            if (double.IsNaN(middle) && share >= 0.5)
                middle = beforeSeconds + (frame.Seconds - beforeSeconds) * (0.5 - before) / (share - before);
            (before, beforeSeconds) = (share, frame.Seconds);
        }
        if (double.IsNaN(middle))
            middle = (beforeSeconds + last.Seconds) / 2;
        return new(first.Seconds, last.Seconds, middle, worst, Math.Sqrt(difference) * (1 - worst));
    }

    private sealed record Found(double From, double To, double Middle, double Residual, double Weight);
}
