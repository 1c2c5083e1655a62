namespace Backlot.Generation.Dummy.Music.Sound;

/// <summary>The constants every part of the synthesizer shares.</summary>
internal static class Audio
{
    public const int SampleRate = 44_100;

    /// <summary>Sound is made in blocks of this many frames; envelopes move in straight lines within one.</summary>
    public const int BlockFrames = 256;

    public static int Frames(double seconds) => (int)Math.Round(seconds * SampleRate);

    public static float Gain(double decibels) => (float)Math.Pow(10, decibels / 20);
}
