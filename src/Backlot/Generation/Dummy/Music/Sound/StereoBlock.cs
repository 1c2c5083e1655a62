namespace Backlot.Generation.Dummy.Music.Sound;

/// <summary>One block of stereo sound, reused from block to block.</summary>
internal sealed class StereoBlock
{
    public float[] Left { get; } = new float[Audio.BlockFrames];

    public float[] Right { get; } = new float[Audio.BlockFrames];

    public void Clear()
    {
        Array.Clear(Left);
        Array.Clear(Right);
    }
}
