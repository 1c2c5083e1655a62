using Backlot.Generation.Dummy.Music.Sound;
using Backlot.Generation.Dummy.Music.Theory;

namespace Backlot.Generation.Dummy.Music.Instruments;

/// <summary>
/// PADsynth by Nasca Octavian Paul: each harmonic is smeared over many bins with random phases, and an inverse
/// transform makes a loop that sounds like a whole section playing. One transform makes the loops of two pitches.
/// </summary>
internal sealed class EnsembleTables
{
    private const int Phases = 4096;
    private static readonly (float Cos, float Sin)[] Circle = MakeCircle();
    private static readonly float[] Bell = MakeBell();
    private readonly Dictionary<int, float[]> _loops = [];

    /// <summary>Prepares every pitch beforehand: about 2 ms and half a megabyte each.</summary>
    public EnsembleTables(EnsembleTimbre timbre, IEnumerable<int> pitches, MusicRandom random)
    {
        var levels = new float[Fourier.Size / 2];
        foreach (var pair in pitches.Distinct().Order().Chunk(2))
        {
            var (re, im) = (new float[Fourier.Size], new float[Fourier.Size]);
            for (var i = 0; i < pair.Length; i++)
            {
                Array.Clear(levels);
                Spread(levels, timbre, Scale.Hertz(pair[i]));
                File(levels, re, im, isImaginary: i == 1, random);
            }
            Fourier.Invert(re, im);
            _loops[pair[0]] = Levelled(re);
            if (pair.Length == 2)
                _loops[pair[1]] = Levelled(im);
        }
    }

    /// <summary>A seamless loop of <see cref="Fourier.Size"/> samples with a mean power of 0.01.</summary>
    public float[] Loop(int pitch) => _loops[pitch];

    private static void Spread(float[] levels, EnsembleTimbre timbre, double hertz)
    {
        const double BinHertz = (double)Audio.SampleRate / Fourier.Size;
        var spread = Math.Pow(2, timbre.SpreadCents / 1200) - 1;
        for (var n = 1; n * hertz < 9_000 && n <= 48; n++)
        {
            var centre = n * hertz / BinHertz;
            // Two octaves up the players are not four times as far apart: the spread grows a little slower than pitch.
            var width = Math.Max(1.0, spread * hertz * Math.Pow(n, 0.9) / BinHertz / 2);
            var level = timbre.Level(n, n * hertz) / Math.Sqrt(width);
            if (level < 1e-5)
                continue;
            for (var bin = Math.Max(1, (int)(centre - (3 * width))); bin <= centre + (3 * width); bin++)
                levels[bin] += (float)level * Bell[(int)Math.Min(Bell.Length - 1,
                    Math.Abs(bin - centre) / width * Bell.Length / 3)];
        }
    }

    // A real signal's bins come in conjugate pairs; i times a second real signal rides along in the same transform.
    private static void File(float[] levels, float[] re, float[] im, bool isImaginary, MusicRandom random)
    {
        for (var bin = 1; bin < levels.Length; bin++)
        {
            if (levels[bin] == 0)
                continue;
            var (cos, sin) = Circle[(int)(random.Next() >> 52)];
            var (x, y) = (levels[bin] * cos, levels[bin] * sin);
            var (low, high) = (Fourier.Slot(bin), Fourier.Slot(Fourier.Size - bin));
            re[low] += isImaginary ? -y : x;
            im[low] += isImaginary ? x : y;
            re[high] += isImaginary ? y : x;
            im[high] += isImaginary ? x : -y;
        }
    }

    private static float[] Levelled(float[] loop)
    {
        var power = 0.0;
        foreach (var sample in loop)
            power += sample * sample;
        var gain = (float)(0.1 / Math.Sqrt((power / loop.Length) + 1e-12));
        Lanes.Scale(loop, gain, gain);
        return loop;
    }

    private static (float Cos, float Sin)[] MakeCircle() =>
        [.. Enumerable.Range(0, Phases).Select(i =>
            ((float)double.CosPi(2.0 * i / Phases), (float)double.SinPi(2.0 * i / Phases)))];

    private static float[] MakeBell() =>
        [.. Enumerable.Range(0, 512).Select(i => (float)Math.Exp(-0.5 * Math.Pow(3.0 * i / 511, 2)))];
}
