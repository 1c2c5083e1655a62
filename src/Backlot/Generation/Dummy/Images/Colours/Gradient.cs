using System.Numerics;

namespace Backlot.Generation.Dummy.Images.Colours;

/// <summary>Colours mixed in Oklab between stops, kept as 512 linear-light steps and read with interpolation.</summary>
internal sealed class Gradient
{
    private const int Steps = 512;
    private readonly Vector3[] _linear = new Vector3[Steps + 2];

    /// <summary><paramref name="stops"/>: Places from 0 to 1 in rising order, with Oklab colours.</summary>
    public Gradient(params ReadOnlySpan<(float At, Vector3 Lab)> stops)
    {
        for (var i = 0; i < _linear.Length; i++)
        {
            var t = Math.Min(1, (float)i / Steps);
            var k = 0;
            while (k < stops.Length - 2 && t > stops[k + 1].At)
            {
                k++;
            }

            var (from, to) = (stops[k], stops[k + 1]);
            var u = Math.Clamp((t - from.At) / (to.At - from.At), 0, 1);
            _linear[i] = Oklab.ToLinear(Vector3.Lerp(from.Lab, to.Lab, u * u * (3 - 2 * u) * 0.5f + u * 0.5f));
        }
    }

    public Vector3 At(float t)
    {
        var at = Math.Clamp(t, 0, 1) * Steps;
        var i = (int)at;
        return Vector3.Lerp(_linear[i], _linear[i + 1], at - i);
    }
}
