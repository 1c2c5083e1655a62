namespace Backlot.Rendering.Cuts;

/// <summary>The phases of a cut.</summary>
internal sealed class CutMeter : PhaseMeter
{
    // Seconds of one core, measured at 1080p; only their ratios matter.
    private const double PerEncodedFrame = 0.023;
    private const double PerSoundSecond = 0.02;
    private const double PerLevelledSecond = 0.05;
    private const double PerWrittenSecond = 0.01;

    public CutMeter(double filmSeconds, int encodedFrames, IProgress<RenderProgress>? listener) : base(listener)
    {
        FilmSeconds = filmSeconds;
        // With nothing to encode the phase is done from the start.
        Pictures = new(this, Math.Max(1, encodedFrames), encodedFrames * PerEncodedFrame,
            done => $"encoding frame {Of(done, encodedFrames)} of {encodedFrames}");
        Sound = new(this, filmSeconds, filmSeconds * PerSoundSecond, done => $"joining sound {Clock(done)} of {Clock(filmSeconds)}");
        Levelling = new(this, filmSeconds, filmSeconds * PerLevelledSecond, _ => "levelling the sound");
        Writing = new(this, filmSeconds, filmSeconds * PerWrittenSecond, _ => "writing the film");
        Phases = [Pictures, Sound, Levelling, Writing];
    }

    public double FilmSeconds { get; }

    public RenderPhase Pictures { get; }

    public RenderPhase Sound { get; }

    public RenderPhase Levelling { get; }

    public RenderPhase Writing { get; }
}
