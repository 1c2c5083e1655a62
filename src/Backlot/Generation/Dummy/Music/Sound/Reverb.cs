using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Backlot.Generation.Dummy.Music.Prompts;

namespace Backlot.Generation.Dummy.Music.Sound;

/// <summary>
/// A feedback delay network: sixteen delays of unlike lengths, mixed by a Hadamard matrix (J.-M. Jot's form), behind
/// two diffusing all-passes per side. Every delay is longer than a vector, so the whole network runs eight samples at a
/// time.
/// </summary>
internal sealed class Reverb
{
    private const int Lines = 16;

    // Primes, spread evenly on a logarithmic scale, at size 1.
    private static readonly int[] Lengths =
        [1009, 1109, 1217, 1327, 1453, 1583, 1733, 1889, 2053, 2243, 2447, 2671, 2909, 3169, 3461, 3767];

    private readonly DelayLine[] _lines = new DelayLine[Lines];
    private readonly Vector256<float>[] _near = new Vector256<float>[Lines];
    private readonly Vector256<float>[] _far = new Vector256<float>[Lines];
    private readonly Vector256<float>[] _state = new Vector256<float>[Lines];
    private readonly AllPass[] _left, _right;
    private readonly DelayLine _preLeft, _preRight;
    private readonly OnePole _cleanLeft = new(140), _cleanRight = new(140);

    public Reverb(Room room)
    {
        var (size, seconds, damping, preDelayMs) = Shape(room);
        for (var i = 0; i < Lines; i++)
        {
            var length = (int)(Lengths[i] * size) | 1;
            var gain = (float)Math.Pow(10, -3.0 * length / (Audio.SampleRate * seconds));
            _lines[i] = new DelayLine(length);
            _near[i] = Vector256.Create(gain * (1 - damping));
            _far[i] = Vector256.Create(gain * damping);
        }
        _left = [new AllPass(241), new AllPass(577)];
        _right = [new AllPass(263), new AllPass(541)];
        _preLeft = new DelayLine(8 + (int)(preDelayMs * Audio.SampleRate / 1000));
        _preRight = new DelayLine(8 + (int)(preDelayMs * Audio.SampleRate / 1000) + 61);
    }

    /// <summary>Seconds until the tail has fallen by 60 dB at middle frequencies.</summary>
    public static double Seconds(Room room) => Shape(room).Seconds;

    /// <summary>
    /// Adds the echo of <paramref name="send"/> (which it filters in place) to <paramref name="mix"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Process(StereoBlock send, StereoBlock mix)
    {
        _cleanLeft.HighPass(send.Left);
        _cleanRight.HighPass(send.Right);
        for (var i = 0; i < Audio.BlockFrames; i += Lanes.Width)
        {
            var left = Diffuse(_preLeft, _left, Lanes.Load(send.Left, i));
            var right = Diffuse(_preRight, _right, Lanes.Load(send.Right, i));
            var (outLeft, outRight) = Circulate(left, right);
            Lanes.Store(Lanes.Load(mix.Left, i) + outLeft, mix.Left, i);
            Lanes.Store(Lanes.Load(mix.Right, i) + outRight, mix.Right, i);
        }
    }

    private static Vector256<float> Diffuse(DelayLine pre, AllPass[] stages, Vector256<float> input)
    {
        var value = pre.Read();
        pre.Write(input);
        foreach (var stage in stages)
            value = stage.Process(value);
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (Vector256<float> Left, Vector256<float> Right) Circulate(Vector256<float> left, Vector256<float> right)
    {
        var state = _state;
        var (outLeft, outRight) = (Vector256<float>.Zero, Vector256<float>.Zero);
        for (var i = 0; i < Lines; i += 2)
        {
            state[i] = (_lines[i].Read() * _near[i]) + (_lines[i].Read(1) * _far[i]);
            state[i + 1] = (_lines[i + 1].Read() * _near[i + 1]) + (_lines[i + 1].Read(1) * _far[i + 1]);
            // Alternating signs keep the two sides unlike each other.
            outLeft += (i & 2) == 0 ? state[i] : -state[i];
            outRight += (i & 4) == 0 ? state[i + 1] : -state[i + 1];
        }
        Hadamard(state);
        for (var i = 0; i < Lines; i++)
            _lines[i].Write((state[i] * 0.25f) + ((i & 1) == 0 ? left : right));
        return (outLeft * 0.35f, outRight * 0.35f);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Hadamard(Vector256<float>[] state)
    {
        for (var half = 1; half < Lines; half *= 2)
            for (var start = 0; start < Lines; start += 2 * half)
                for (var i = start; i < start + half; i++)
                    (state[i], state[i + half]) = (state[i] + state[i + half], state[i] - state[i + half]);
    }

    private static (double Size, double Seconds, float Damping, double PreDelayMs) Shape(Room room) => room switch
    {
        Room.Dry => (0.35, 0.5, 0.30f, 3),
        Room.Chamber => (0.50, 1.0, 0.24f, 8),
        Room.Plate => (0.60, 1.8, 0.10f, 6),
        Room.Hall => (0.95, 2.4, 0.20f, 18),
        _ => (1.40, 4.2, 0.24f, 28),
    };

    private sealed class AllPass(int length)
    {
        private readonly DelayLine _line = new(length);

        public Vector256<float> Process(Vector256<float> input)
        {
            var delayed = _line.Read();
            var fed = input + (delayed * 0.62f);
            _line.Write(fed);
            return delayed - (fed * 0.62f);
        }
    }
}
