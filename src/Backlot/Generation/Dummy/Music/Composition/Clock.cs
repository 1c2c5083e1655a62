using Backlot.Generation.Dummy.Music.Sound;

namespace Backlot.Generation.Dummy.Music.Composition;

/// <summary>Turns bars and steps into frames: swing, a slower last bar, and small imperfections.</summary>
internal sealed class Clock(Meter meter, double tempoBpm, double swing, double loosened, int bars)
{
    private const double LastBarStretch = 1.14, BarBeforeStretch = 1.05;
    private readonly double _barSeconds = meter.BarSeconds(tempoBpm);

    public double StepSeconds => _barSeconds / meter.Steps;

    /// <summary>Length of all bars, with the slowing at the end.</summary>
    public double TotalSeconds => Seconds(bars, 0);

    /// <summary>Multiples of eight frames.</summary>
    public int Frame(int bar, double step) => Whole(Seconds(bar, step));

    /// <summary>The same, as a person plays it: up to about ±15 ms off, never before the start.</summary>
    public int Played(int bar, double step, MusicRandom random, double tightness = 1) =>
        Whole(Math.Max(0, Seconds(bar, step) + (random.Bell() * 0.010 * loosened * tightness)));

    public double Seconds(int bar, double step)
    {
        var quaver = Math.Floor(step / 2);
        if (swing > 0 && quaver % 2 == 1)
            step += (step - (2 * quaver) < 1e-9 ? 2 : 1) * swing;
        else if (swing > 0 && step % 2 != 0)
            step += swing;
        var position = bar + (step / meter.Steps);
        var late = Math.Max(0, position - (bars - 2));
        var stretch = bars < 8
            ? 0
            : (Math.Min(1, late) * (BarBeforeStretch - 1)) + (Math.Clamp(late - 1, 0, 1) * (LastBarStretch - 1));
        return (position + stretch) * _barSeconds;
    }

    private static int Whole(double seconds) => Audio.Frames(seconds) / Lanes.Width * Lanes.Width;
}
