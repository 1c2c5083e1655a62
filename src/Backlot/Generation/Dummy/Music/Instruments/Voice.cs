using Backlot.Generation.Dummy.Music.Sound;

namespace Backlot.Generation.Dummy.Music.Instruments;

/// <summary>One sounding note.</summary>
internal abstract class Voice
{
    /// <summary>Adds the next samples; spans are equally long, a multiple of eight up to a block.</summary>
    /// <param name="left">A mono instrument adds to this side alone; its channel pans it.</param>
    /// <param name="right">The other side of a stereo instrument.</param>
    /// <returns>False once nothing more will be heard.</returns>
    public abstract bool Render(Span<float> left, Span<float> right);
}

/// <summary>A note's loudness over time: a rise, a hold as long as the note, and a fall.</summary>
internal struct Gate(double attackSeconds, int holdFrames, double releaseSeconds)
{
    private const int PieceFrames = 64;
    private readonly int _attack = Math.Max(16, Audio.Frames(attackSeconds));
    private readonly int _release = Math.Max(64, Audio.Frames(releaseSeconds));
    private int _position;

    public readonly bool IsOver => _position >= holdFrames + _release;

    /// <summary>The level now and, with <paramref name="ahead"/>, some frames later.</summary>
    public readonly float Level(int ahead = 0)
    {
        var at = _position + ahead;
        var level = at < _attack ? Smooth(at / (float)_attack) : 1;
        if (at <= holdFrames)
            return level;
        var left = 1 - ((at - holdFrames) / (float)_release);
        return left <= 0 ? 0 : level * left * left;
    }

    public void Advance(int frames) => _position += frames;

    /// <summary>Adds the source shaped by the gate and moves on.</summary>
    public void AddShaped(ReadOnlySpan<float> source, float gain, Span<float> target)
    {
        for (var at = 0; at < target.Length; at += PieceFrames)
        {
            var length = Math.Min(PieceFrames, target.Length - at);
            Lanes.AddRamped(source.Slice(at, length), gain * Level(), gain * Level(length), target.Slice(at, length));
            Advance(length);
        }
    }

    private static float Smooth(float x) => x * x * (3 - (2 * x));
}
