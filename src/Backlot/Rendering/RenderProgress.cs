namespace Backlot.Rendering;

/// <summary>How far a render is.</summary>
/// <param name="Fraction">0 to 1 of the work, weighed by what each step costs; never falls.</param>
/// <param name="Phase">The first phase not yet finished, such as <c>levelling 7 of 20</c>.</param>
public sealed record RenderProgress(double Fraction, string Phase);

/// <summary>Adds up the work of a render's phases, some of which run side by side.</summary>
internal class PhaseMeter(IProgress<RenderProgress>? listener)
{
    private readonly Lock gate = new();
    private double highest;

    /// <summary>In the order in which they are told of.</summary>
    protected IReadOnlyList<RenderPhase> Phases { get; init; } = [];

    public void Update(Action change)
    {
        lock (gate)
        {
            change();
            var total = Phases.Sum(phase => phase.Work);
            highest = Math.Max(highest, Phases.Sum(phase => phase.Work * phase.Fraction) / total);
            var current = Phases.FirstOrDefault(phase => phase.Fraction < 1);
            listener?.Report(new(highest, current?.Note ?? "done"));
        }
    }

    /// <summary>Which of so many is at work.</summary>
    protected static int Of(double done, int total) => Math.Min((int)done + 1, total);

    protected static string Clock(double seconds) => $"{(int)seconds / 60}:{(int)seconds % 60:00}";
}

/// <summary>The phases of a film of stills and music.</summary>
internal sealed class RenderMeter : PhaseMeter
{
    // Seconds of one core, measured at 1080p; only their ratios matter.
    private const double PerTrackSecond = 0.006;
    private const double PerPicture = 0.5;
    private const double PerJoinedSecond = 0.010;
    private const double PerWrittenSecond = 0.002;

    public RenderMeter(Timeline timeline, IProgress<RenderProgress>? listener) : base(listener)
    {
        var seconds = timeline.DurationSeconds;
        var tracks = timeline.Parts.Select(part => part.AudioSha256).Distinct().Count();
        var pictures = timeline.Parts.Select(part => (part.ImageSha256, part.Fit)).Distinct().Count();
        Levelling = new(this, tracks, seconds * PerTrackSecond, done => $"levelling {Of(done, tracks)} of {tracks}");
        Pictures = new(this, pictures, pictures * PerPicture,
            done => $"encoding pictures {Of(done, pictures)} of {pictures}");
        Joining = new(this, seconds, seconds * PerJoinedSecond,
            done => $"joining sound {Clock(done)} of {Clock(seconds)}");
        Writing = new(this, seconds, seconds * PerWrittenSecond, _ => "writing the film");
        Phases = [Levelling, Pictures, Joining, Writing];
    }

    public RenderPhase Levelling { get; }

    public RenderPhase Pictures { get; }

    public RenderPhase Joining { get; }

    public RenderPhase Writing { get; }
}

/// <param name="amount">All there is to do, in the phase's own unit.</param>
/// <param name="work">What that costs.</param>
/// <param name="note">Tells how much is done.</param>
internal sealed class RenderPhase(PhaseMeter meter, double amount, double work, Func<double, string> note)
{
    private double done;

    public double Work => work;

    public double Fraction => Math.Min(1, done / amount);

    public string Note => note(done);

    public void Add(double more) => meter.Update(() => done += more);

    public void Reach(double much) => meter.Update(() => done = Math.Max(done, Math.Min(much, amount)));

    public void Finish() => meter.Update(() => done = amount);
}
