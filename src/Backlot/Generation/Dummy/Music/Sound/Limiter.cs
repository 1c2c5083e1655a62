using System.Runtime.Intrinsics;

namespace Backlot.Generation.Dummy.Music.Sound;

/// <summary>
/// The end of the chain: removes DC and rumble, rounds peaks softly, and holds what is left under the ceiling by
/// turning down before a peak arrives. Output is four pieces of 64 frames late.
/// </summary>
internal sealed class Limiter(float gain)
{
    /// <summary>Highest sample, −2.5 dBFS: peaks between samples stay under −1.5 dBFS.</summary>
    public const float Ceiling = 0.75f;

    private const int Piece = 64, LookAhead = 4;

    /// <summary>How late the output is.</summary>
    public const int DelayFrames = Piece * LookAhead;

    private readonly StereoBlock _held = new();
    private readonly OnePole _cleanLeft = new(18), _cleanRight = new(18);
    private readonly float[] _wanted = [1, 1, 1, 1];
    private float _current = 1;

    /// <summary>Takes a block and replaces it by the block before, limited.</summary>
    public void Process(StereoBlock block)
    {
        _cleanLeft.HighPass(block.Left);
        _cleanRight.HighPass(block.Right);
        Saturate(block.Left);
        Saturate(block.Right);
        for (var at = 0; at < Audio.BlockFrames; at += Piece)
            Advance(block.Left.AsSpan(at, Piece), block.Right.AsSpan(at, Piece),
                _held.Left.AsSpan(at, Piece), _held.Right.AsSpan(at, Piece), at / Piece);
    }

    private void Advance(Span<float> left, Span<float> right, Span<float> heldLeft, Span<float> heldRight, int slot)
    {
        var peak = Math.Max(Lanes.Peak(left), Lanes.Peak(right));
        // The held piece of this slot leaves now; the slots after it are the pieces that leave next.
        var own = _wanted[slot];
        _wanted[slot] = peak > Ceiling ? Ceiling / peak : 1;
        var next = Math.Min(own, Math.Min(_wanted[0], Math.Min(_wanted[1], Math.Min(_wanted[2], _wanted[3]))));
        // Falls in thirds of the way so that it has arrived in time; rises over about half a second.
        var target = next < _current
            ? Math.Min(Math.Min(own, _wanted[(slot + 1) % LookAhead]), _current + ((next - _current) / 2))
            : Math.Min(next, _current + ((1 - _current) * 0.003f) + 0.00002f);
        Lanes.Scale(heldLeft, _current, target);
        Lanes.Scale(heldRight, _current, target);
        _current = target;
        Swap(left, heldLeft);
        Swap(right, heldRight);
    }

    private static void Swap(Span<float> a, Span<float> b)
    {
        for (var i = 0; i < a.Length; i++)
            (a[i], b[i]) = (b[i], a[i]);
    }

    // tanh's Padé form x(27+x²)/(27+9x²) on half the signal: under −12 dBFS it changes nothing one could hear.
    private void Saturate(Span<float> samples)
    {
        var drive = Vector256.Create(gain * 0.5f);
        for (var i = 0; i < samples.Length; i += Lanes.Width)
        {
            var x = Vector256.Min(Vector256.Max(Lanes.Load(samples, i) * drive, Vector256.Create(-3f)),
                Vector256.Create(3f));
            var square = x * x;
            var y = x * (Vector256.Create(27f) + square) / (Vector256.Create(27f) + (square * 9f));
            Lanes.Store(y * 2f, samples, i);
        }
    }
}
