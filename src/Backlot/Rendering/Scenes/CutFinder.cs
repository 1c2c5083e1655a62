namespace Backlot.Rendering.Scenes;

/// <summary>Finds hard cuts: a frame that differs from the one before by much more than its neighbours do from theirs, and
/// after which the old picture doesn't come back.</summary>
/// <remarks>
/// <para>The difference is what <see cref="BlockMatch"/> leaves, plus <see cref="HistogramWeight"/> times the share of colours
/// that changed. It must reach <see cref="LeastScore"/>, and <see cref="LeastRatio"/> times the mean of the two largest around it:
/// fast pans and wild scenes are large all the time, a flash twice.</para>
/// <para>A frame is judged when so much is known of what follows; so a few frames are held, not the film.</para>
/// </remarks>
internal sealed class CutFinder
{
    /// <summary>Neighbours are what lies so near, but at least so many frames and at most so many, on each side.</summary>
    private const double AroundSeconds = 0.25;
    private const int LeastAround = 2, MostAround = 12;

    private const double HistogramWeight = 40, LeastScore = 14, LeastRatio = 1.7;

    /// <summary>Cheap gate: with less change of pixels than this, or than this many times the usual, nothing is looked at.</summary>
    private const double GateDifference = 4, GateRatio = 1.3;

    /// <summary>After a flash the old picture is back: as near as this share of the jump.</summary>
    private const double BackShare = 0.45;

    /// <summary>Pictures so alike but for their brightness are one scene under another light.</summary>
    private const double SameScene = 0.9;

    private readonly List<Entry> window = [];
    private int next = 1;

    /// <summary>All cuts before this time are told.</summary>
    public double SettledSeconds => next < window.Count ? window[next].Frame.Seconds : double.PositiveInfinity;

    /// <summary>Takes the next frame and tells the cuts that became certain.</summary>
    public IEnumerable<Boundary> Add(SmallFrame frame)
    {
        window.Add(new(frame, window.Count == 0 ? 0 : frame.DifferenceTo(window[^1].Frame)));
        while (next < window.Count && IsRipe(next))
            if (Judge(next++) is { } cut)
                yield return cut;
        Trim();
    }

    /// <summary>Judges the last frames with what there is.</summary>
    public IEnumerable<Boundary> End()
    {
        while (next < window.Count)
            if (Judge(next++) is { } cut)
                yield return cut;
    }

    private bool IsRipe(int i)
    {
        var ahead = window.Count - 1 - i;
        return ahead >= MostAround || (ahead >= LeastAround + 1 && window[^1].Frame.Seconds - window[i].Frame.Seconds > AroundSeconds);
    }

    private void Trim()
    {
        var old = next - MostAround - 2;
        if (old < 4 * MostAround)
            return;
        window.RemoveRange(0, old);
        next -= old;
    }

    private Boundary? Judge(int i)
    {
        var (before, here) = (window[i - 1], window[i]);
        if (here.Difference < GateDifference)
            return null;
        var neighbours = Neighbours(i).ToList();
        if (here.Difference < GateRatio * neighbours.Select(n => window[n].Difference).DefaultIfEmpty(0).Average())
            return null;
        if (before.Frame.CorrelationWith(here.Frame) > SameScene)
            return null;
        var score = ScoreOf(i);
        if (score < LeastScore)
            return null;
        // Where nothing moves, any change would be many times the usual: that is never taken for less than this.
        var usual = TopTwo(neighbours);
        var ratio = score / Math.Max(usual, LeastScore / LeastRatio / 2);
        if (ratio < LeastRatio || OldPictureReturns(i, score) || NewPictureWasThere(i, score))
            return null;
        return new(here.Frame.Seconds, before.Frame.Seconds, here.Frame.Seconds, Transition.Cut, Math.Min(1, 1 - 0.5 * LeastRatio / ratio));
    }

    private double TopTwo(List<int> neighbours)
    {
        // Scores are dear: only those of the frames that changed most are looked at.
        var scores = neighbours.OrderByDescending(n => window[n].Difference).Take(3).Select(ScoreOf).OrderDescending().Take(2).ToList();
        return scores.Count == 0 ? 0 : scores.Average();
    }

    private IEnumerable<int> Neighbours(int i)
    {
        for (var j = i - 1; j >= 1 && Counts(j); j--)
            yield return j;
        for (var j = i + 1; j < window.Count && Counts(j); j++)
            yield return j;

        bool Counts(int j)
        {
            var distance = Math.Abs(j - i);
            return distance <= LeastAround
                || (distance <= MostAround && Math.Abs(window[j].Frame.Seconds - window[i].Frame.Seconds) <= AroundSeconds);
        }
    }

    private bool OldPictureReturns(int i, double score)
    {
        for (var j = i + 1; j < window.Count && IsFlashApart(i, j); j++)
            if (Distance(window[i - 1].Frame, window[j].Frame) < BackShare * score)
                return true;
        return false;
    }

    private bool NewPictureWasThere(int i, double score)
    {
        for (var j = i - 2; j >= 0 && IsFlashApart(j, i - 1); j--)
            if (Distance(window[j].Frame, window[i].Frame) < BackShare * score)
                return true;
        return false;
    }

    private bool IsFlashApart(int a, int b) =>
        b - a <= MostAround && window[b].Frame.Seconds - window[a].Frame.Seconds <= 1.5 * AroundSeconds;

    private double ScoreOf(int i)
    {
        var entry = window[i];
        return entry.Score ??= Distance(window[i - 1].Frame, entry.Frame);
    }

    private static double Distance(SmallFrame a, SmallFrame b) => BlockMatch.Residual(a, b) + HistogramWeight * a.HistogramDifferenceTo(b);

    private sealed class Entry(SmallFrame frame, double difference)
    {
        public SmallFrame Frame => frame;

        /// <summary>From the frame before.</summary>
        public double Difference => difference;

        public double? Score { get; set; }
    }
}
