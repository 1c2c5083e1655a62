namespace Backlot.Generation.Dummy.Music.Instruments;

/// <summary>The strokes of all percussion; in a score they stand where other parts have a pitch.</summary>
internal enum DrumSound
{
    Kick, Snare, Rim, Hat, OpenHat, BrushTap, BrushSweep, FrameLow, FrameHigh, HandLow, HandHigh, Shaker, Tambourine,
    Swell,
}
