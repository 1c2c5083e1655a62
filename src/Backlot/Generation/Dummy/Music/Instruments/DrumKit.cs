using Backlot.Generation.Dummy.Music.Sound;

namespace Backlot.Generation.Dummy.Music.Instruments;

/// <summary>Strokes rendered once each in a few variants and then only copied.</summary>
internal sealed class DrumKit(double tonicHertz, MusicRandom random)
{
    private const int Variants = 4;
    private readonly Dictionary<DrumSound, (DrumStroke Stroke, float[][] Takes)> _strokes = [];

    public Voice Play(DrumSound sound, float velocity)
    {
        if (!_strokes.TryGetValue(sound, out var made))
        {
            var stroke = DrumStroke.Of(sound, tonicHertz);
            var takes = Enumerable.Range(0, Variants).Select(_ => stroke.Render(random)).ToArray();
            _strokes[sound] = made = (stroke, takes);
        }
        return new Copy(random.Pick(made.Takes), velocity, (float)made.Stroke.Pan);
    }

    private sealed class Copy(float[] samples, float gain, float pan) : Voice
    {
        private int _at;

        public override bool Render(Span<float> left, Span<float> right)
        {
            var length = Math.Min(left.Length, samples.Length - _at);
            Lanes.Add(samples.AsSpan(_at, length), gain * (1 - Math.Max(0, pan)), left[..length]);
            Lanes.Add(samples.AsSpan(_at, length), gain * (1 + Math.Min(0, pan)), right[..length]);
            _at += length;
            return _at < samples.Length;
        }
    }
}
