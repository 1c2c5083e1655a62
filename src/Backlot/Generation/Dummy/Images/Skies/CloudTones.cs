using System.Numerics;
using Backlot.Generation.Dummy.Images.Colours;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Scenes;

namespace Backlot.Generation.Dummy.Images.Skies;

/// <summary>Cloud colour from shade to light; clouds near sun or moon burn brighter at their rims.</summary>
internal sealed class CloudTones
{
    private readonly Gradient _tones;
    private readonly Vector2 _light;
    private readonly Vector3 _burn;

    public CloudTones(Stage stage)
    {
        var palette = stage.Palette;
        var storm = stage.Brief.Shows(Air.Storm) ? 0.55f : 0.28f;
        var dark = Vector3.Lerp(palette.MiddleLab, palette.ShadeLab, storm);
        var bright = stage.Brief.IsNight ? Vector3.Lerp(palette.HorizonLab, palette.LightLab, 0.28f)
            : Vector3.Lerp(palette.HorizonLab, palette.LightLab, 0.8f);
        _tones = new((0, dark), (0.45f, Vector3.Lerp(palette.MiddleLab, palette.HorizonLab, 0.4f)), (1, bright));
        _light = stage.Luminary;
        _burn = palette.Light * (stage.Brief.IsNight ? 0.22f : 0.4f);
    }

    /// <summary><paramref name="lit"/>: 0 in the shade to 1 in full light.</summary>
    public Vector4 At(float x, float y, float lit, float opacity)
    {
        var near = 1 / (1 + 14 * Vector2.DistanceSquared(new(x, y), _light));
        lit = Math.Clamp(lit + near * 0.18f - 0.05f, 0, 1);
        // Thin cloud in front of the light glows, thick cloud stays dark.
        var rim = near * near * (1 - opacity * 0.8f) * lit;
        return new(_tones.At(lit) + _burn * rim, opacity);
    }
}
