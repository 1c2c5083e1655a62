using Backlot.Generation.Dummy.Music.Prompts;
using Backlot.Generation.Dummy.Music.Sound;

namespace Backlot.Generation.Dummy.Music.Instruments;

/// <summary>A bed of noise under a whole piece: rain, the surface of an old record, or wind and surf.</summary>
internal sealed class TextureVoice : Voice
{
    private readonly MusicRandom _random;
    private readonly Side _left, _right;
    private readonly double _dropsPerSecond, _swellHertz;
    private readonly float _bed, _drop;
    private Gate _gate;
    private double _swellTurns;

    public TextureVoice(InstrumentKind kind, float velocity, int holdFrames, MusicRandom random)
    {
        _random = random;
        _swellTurns = random.Unit();
        (var lowHertz, var highHertz, _bed, _drop, _dropsPerSecond, _swellHertz) = kind switch
        {
            InstrumentKind.Rain => (600.0, 5500.0, 0.22f, 0.5f, 34.0, 0.05),
            InstrumentKind.Vinyl => (250.0, 3200.0, 0.08f, 1.1f, 5.0, 0.55),
            _ => (90.0, 520.0, 0.55f, 0f, 0.0, 0.085),
        };
        (_bed, _drop) = (_bed * velocity, _drop * velocity);
        _left = new Side(lowHertz, highHertz);
        _right = new Side(lowHertz, highHertz);
        _gate = new Gate(3, holdFrames, 3);
    }

    public override bool Render(Span<float> left, Span<float> right)
    {
        _swellTurns += _swellHertz * left.Length / Audio.SampleRate;
        var level = _gate.Level(left.Length) * (float)(0.75 + (0.25 * Math.Sin(2 * Math.PI * _swellTurns)));
        _left.Add(left, _bed, Drops(left.Length), level, _random);
        _right.Add(right, _bed, Drops(left.Length), level, _random);
        _gate.Advance(left.Length);
        return !_gate.IsOver;
    }

    // A drop excites the filter that the bed runs through, so it is a soft tick and not a click.
    private float Drops(int frames) =>
        _random.Chance(_dropsPerSecond * frames / Audio.SampleRate)
            ? _drop * (float)(0.15 + (2 * Math.Pow(_random.Unit(), 3))) : 0;

    private sealed class Side(double lowHertz, double highHertz)
    {
        private readonly OnePole _low = new(lowHertz), _high = new(highHertz), _higher = new(highHertz);
        private readonly float[] _scratch = new float[Audio.BlockFrames];
        private float _level;

        public void Add(Span<float> target, float bed, float drop, float level, MusicRandom random)
        {
            var scratch = _scratch.AsSpan(0, target.Length);
            scratch.Clear();
            var at = random.Whole(0, (Noise.Length - Audio.BlockFrames) / Lanes.Width) * Lanes.Width;
            Lanes.Add(Noise.White.AsSpan(at, target.Length), bed, scratch);
            if (drop > 0)
            {
                var place = random.Whole(0, target.Length - 24);
                for (var i = 0; i < 24; i++)
                    scratch[place + i] += drop * (1 - (i / 24f));
            }
            _high.LowPass(scratch);
            _higher.LowPass(scratch);
            _low.HighPass(scratch);
            Lanes.AddRamped(scratch, _level, level, target);
            _level = level;
        }
    }
}
