namespace Backlot.Generation.Dummy.Music.Sound;

/// <summary>
/// Mean loudness in LUFS by ITU-R BS.1770: K-weighting, then power over overlapping 400 ms windows with both gates.
/// </summary>
internal sealed class LoudnessMeter
{
    private const int WindowBlocks = 17; // 17 × 256 frames are 99 ms: a quarter of a window
    private readonly KWeight _left = new(), _right = new();
    private readonly List<double> _quarters = [];
    private double _power;
    private int _blocks;

    public void Measure(StereoBlock block)
    {
        _power += _left.Power(block.Left) + _right.Power(block.Right);
        if (++_blocks < WindowBlocks)
            return;
        _quarters.Add(_power / (WindowBlocks * Audio.BlockFrames));
        (_power, _blocks) = (0, 0);
    }

    /// <summary>Forgets the window that a jump to another place in the piece would have cut.</summary>
    public void Skip() => (_power, _blocks) = (0, 0);

    /// <summary>Minus infinity for silence.</summary>
    public double Lufs()
    {
        var windows = new List<double>();
        for (var i = 0; i + 4 <= _quarters.Count; i++)
            windows.Add((_quarters[i] + _quarters[i + 1] + _quarters[i + 2] + _quarters[i + 3]) / 4);
        if (windows.Count == 0)
            windows.AddRange(_quarters);
        var heard = windows.Where(w => ToLufs(w) > -70).ToList();
        if (heard.Count == 0)
            return double.NegativeInfinity;
        var gate = ToLufs(heard.Average()) - 10;
        return ToLufs(heard.Where(w => ToLufs(w) > gate).Average());
    }

    private static double ToLufs(double power) => -0.691 + (10 * Math.Log10(power));

    /// <summary>
    /// The two K-weighting filters with the standard's coefficients, moved from 48 to 44.1 kHz by their analogue form.
    /// </summary>
    private sealed class KWeight
    {
        private readonly Biquad _shelf = Biquad.HighShelf(1681.97, 3.99984, 0.70718);
        private readonly Biquad _high = Biquad.HighPass(38.135, 0.50033);

        public double Power(ReadOnlySpan<float> samples)
        {
            var sum = 0.0;
            foreach (var sample in samples)
            {
                var y = _high.Next(_shelf.Next(sample));
                sum += y * y;
            }
            return sum;
        }
    }
}
