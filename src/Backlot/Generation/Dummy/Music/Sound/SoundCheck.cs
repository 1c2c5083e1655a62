namespace Backlot.Generation.Dummy.Music.Sound;

/// <summary>
/// Finds the gain that brings a piece to the wanted loudness by playing a few excerpts of it first: about a tenth of
/// the work of rendering it twice, and the whole piece never has to be held in memory.
/// </summary>
internal static class SoundCheck
{
    // The excerpts lie in the fuller parts: the whole piece comes out about one lower, at −17.
    private const double WantedLufs = -15.8;

    private const double LeadInSeconds = 1.2, ExcerptSeconds = 4;
    private static readonly double[] Places = [0.22, 0.42, 0.62, 0.8];

    public static float Gain(MixingDesk desk, double durationSeconds, CancellationToken ct)
    {
        var meter = new LoudnessMeter();
        if (durationSeconds <= Places.Length * (LeadInSeconds + ExcerptSeconds))
            Listen(desk, meter, 0, 0, durationSeconds, ct);
        else
            foreach (var place in Places)
                Listen(desk, meter, place * durationSeconds, LeadInSeconds, ExcerptSeconds, ct);
        var lufs = meter.Lufs();
        return double.IsFinite(lufs) ? Audio.Gain(Math.Clamp(WantedLufs - lufs, -40, 40)) : 1;
    }

    private static void Listen(
        MixingDesk desk, LoudnessMeter meter, double fromSeconds, double leadInSeconds, double seconds,
        CancellationToken ct)
    {
        var from = Audio.Frames(fromSeconds) / Lanes.Width * Lanes.Width;
        var mixer = desk.Play(from);
        var block = new StereoBlock();
        for (var at = 0; at < Audio.Frames(leadInSeconds + seconds); at += Audio.BlockFrames)
        {
            ct.ThrowIfCancellationRequested();
            mixer.Render(from + at, block);
            if (at >= Audio.Frames(leadInSeconds))
                meter.Measure(block);
        }
        meter.Skip();
    }
}
