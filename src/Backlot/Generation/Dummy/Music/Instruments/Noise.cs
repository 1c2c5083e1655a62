using Backlot.Generation.Dummy.Music.Sound;

namespace Backlot.Generation.Dummy.Music.Instruments;

/// <summary>Noise made once: a loop is long enough that nobody hears it return.</summary>
internal static class Noise
{
    public const int Length = 1 << 16;

    /// <summary>Uniform between −1 and 1.</summary>
    public static readonly float[] White = Make(1);

    /// <summary>Air through a pipe: white noise between about 400 Hz and 4 kHz.</summary>
    public static readonly float[] Breath = MakeBreath();

    private static float[] Make(ulong seed)
    {
        var random = new MusicRandom(seed);
        var noise = new float[Length];
        foreach (ref var sample in noise.AsSpan())
            sample = (float)random.Between(-1, 1);
        return noise;
    }

    private static float[] MakeBreath()
    {
        var noise = Make(2);
        new OnePole(400).HighPass(noise);
        new OnePole(3000).LowPass(noise);
        new OnePole(4000).LowPass(noise);
        // The ends meet at zero, so that starting over makes no click.
        Lanes.Scale(noise.AsSpan(0, 512), 0, 1);
        Lanes.Scale(noise.AsSpan(Length - 512), 1, 0);
        return noise;
    }
}
