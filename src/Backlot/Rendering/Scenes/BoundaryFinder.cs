namespace Backlot.Rendering.Scenes;

/// <summary>Asks the finders of cuts, dissolves and fades, and settles what they disagree about.</summary>
internal sealed class BoundaryFinder
{
    /// <summary>Two boundaries nearer than this are one: no shot is so short.</summary>
    private const double LeastShotSeconds = 0.08;

    private readonly CutFinder cuts = new();
    private readonly BlendFinder blends = new();
    private readonly FadeFinder fades = new();
    private readonly List<Boundary> pending = [];
    private double lastSeconds = double.NegativeInfinity;

    /// <summary>Takes the next frame; tells boundaries as they become certain, in order of time.</summary>
    public IReadOnlyList<Boundary> Add(SmallFrame frame)
    {
        pending.AddRange(cuts.Add(frame));
        pending.AddRange(blends.Add(frame));
        if (fades.Add(frame) is { } fade)
            pending.Add(fade);
        return pending.Count == 0 ? [] : Certain(Known());
    }

    public IReadOnlyList<Boundary> End()
    {
        pending.AddRange(cuts.End());
        pending.AddRange(blends.End());
        return Certain(double.PositiveInfinity);
    }

    /// <summary>No boundary will be told any more that lies before this time.</summary>
    public double SettledSeconds => pending.Count == 0 ? Known() : Math.Min(Known(), pending.Min(boundary => boundary.Seconds));

    private double Known() => Math.Min(cuts.SettledSeconds, Math.Min(blends.SettledSeconds, fades.SettledSeconds));

    private List<Boundary> Certain(double known)
    {
        List<Boundary> certain = [];
        foreach (var boundary in pending.Where(boundary => boundary.ToSeconds < known).OrderBy(boundary => boundary.Seconds).ToList())
        {
            if (pending.Any(other => other != boundary && Outweighs(other, boundary)))
            {
                pending.Remove(boundary);
                continue;
            }
            if (pending.Any(other => other.Seconds < boundary.Seconds))
                break;
            pending.Remove(boundary);
            if (boundary.Seconds - lastSeconds < LeastShotSeconds || boundary.Seconds <= 0)
                continue;
            lastSeconds = boundary.Seconds;
            certain.Add(boundary);
        }
        return certain;
    }

    // A fade is seen whole, so a cut in it is a part of it; a dissolve is guessed from mixtures, so a cut in it refutes it.
    private static bool Outweighs(Boundary other, Boundary boundary) =>
        other.FromSeconds <= boundary.ToSeconds && boundary.FromSeconds <= other.ToSeconds
        && Rank(other.Kind) > Rank(boundary.Kind);

    private static int Rank(Transition kind) => kind switch { Transition.Fade => 2, Transition.Cut => 1, _ => 0 };
}
