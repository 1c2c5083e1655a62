using System.Numerics;
using Backlot.Generation.Dummy.Images.Colours;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Scenes;

namespace Backlot.Generation.Dummy.Images.Skies;

/// <summary>Curtains of light that hang along wandering lines, bright at the hem, fading upwards through a second
/// colour.</summary>
internal static class Aurora
{
    public static void Draw(Stage stage, Dice dice)
    {
        var hue = dice.Range(140, 172);
        var (hem, top) = (Oklab.ToLinear(Oklab.Lch(0.84f, 0.17f, hue)),
            Oklab.ToLinear(Oklab.Lch(0.55f, 0.19f, hue + dice.Range(100, 160))));
        for (var i = 0; i < 3; i++)
        {
            var (path, rays) = (dice.Noise(), dice.Noise());
            var baseY = stage.HorizonY * dice.Range(0.42f, 0.82f);
            var height = dice.Range(0.26f, 0.42f);
            var strength = dice.Range(0.7f, 1.1f) / (1 + i * 0.45f);
            var lean = dice.Range(-0.16f, 0.16f);
            Veil.Add(stage.Canvas, stage.HorizonY, 3, (x, y) =>
            {
                var line = baseY + path.Fractal(x * 1.3f, 3) * 0.24f + lean * (x - stage.Aspect / 2);
                var up = (line - y) / height;
                if (up is < -0.12f or > 1.3f)
                {
                    return Vector3.Zero;
                }

                var fold = path.Fractal(x * 1.3f + 9, 3);
                var ray = 0.55f + 0.45f * rays.Fractal(x * 26 + fold * 8, 0.3f + up * 0.4f, 3);
                var body = up < 0 ? 1 + up / 0.12f : MathF.Exp(-up * 2.6f) * Math.Clamp((1.3f - up) * 2, 0, 1);
                var along = Math.Clamp(0.55f + fold * 1.2f, 0, 1);
                return Vector3.Lerp(hem, top, Math.Clamp(up * 1.5f, 0, 1)) * (body * body * ray * along * strength);
            });
        }
    }
}
