using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Scenes;

namespace Backlot.Generation.Dummy.Images.Interiors;

/// <summary>Pendant lamps, and how they and the window light a surface.</summary>
internal sealed class RoomLamps
{
    private readonly List<(Vector2 At, float Size)> _lamps = [];
    private readonly Vector3 _lamp, _ambient, _sky;
    private readonly RoomWindow _window;

    private RoomLamps(Stage stage, RoomWindow window)
    {
        var day = stage.Palette.Daylight;
        _window = window;
        _lamp = stage.Lamp(stage.Brief.IsDark || stage.Brief.Shows(Air.Rain | Air.Storm | Air.Snow) ? 1.5f : 0.7f);
        _ambient = Vector3.Lerp(stage.Palette.Haze, Vector3.One, 0.2f) * (0.10f + 0.22f * day);
        _sky = stage.Palette.Haze * (0.10f + 0.45f * day);
    }

    public static RoomLamps Hang(Stage stage, Dice dice, RoomWindow window)
    {
        var lamps = new RoomLamps(stage, window);
        var count = 2 + dice.Index(2);
        for (var i = 0; i < count; i++)
        {
            var share = (i + 0.5f) / count;
            var x = stage.Across(0.07f + 0.86f * share) + dice.Range(-0.06f, 0.06f);
            lamps._lamps.Add((new(x, dice.Range(0.13f, 0.30f)), dice.Range(0.045f, 0.065f)));
        }

        return lamps;
    }

    /// <summary>The colour of a surface at a place under this light.</summary>
    public Vector3 Shine(Vector3 surface, Vector2 at)
    {
        var light = _ambient;
        foreach (var (lamp, _) in _lamps)
        {
            light += _lamp * (0.9f / (1 + 26 * Vector2.DistanceSquared(at, lamp)));
        }

        var aside = MathF.Max(0, MathF.Max(_window.Left - at.X, at.X - _window.Right));
        return surface * (light + _sky * MathF.Exp(-aside * 7));
    }

    public void Draw(Stage stage)
    {
        foreach (var (at, size) in _lamps)
        {
            var shade = new Shape().Polygon(at + new Vector2(-size * 0.22f, -size * 0.75f),
                at + new Vector2(size * 0.22f, -size * 0.75f),
                at + new Vector2(size * 0.75f, -size * 0.05f), at + new Vector2(-size * 0.75f, -size * 0.05f));
            var cord = new Shape().Box(at.X - 0.0015f, -0.01f, at.X + 0.0015f, at.Y - size * 0.7f);
            stage.Canvas.Fill(cord, stage.Palette.Shade * 0.5f);
            stage.Canvas.Glow(at, size * 7, _lamp * 0.15f);
            stage.Canvas.Fill(new Shape().Oval(at - new Vector2(0, size * 0.04f), size * 0.30f, size * 0.26f),
                _lamp * 1.7f + new Vector3(0.2f));
            stage.Canvas.Fill(shade, (_, y) => Vector3.Lerp(stage.Palette.Shade, _lamp * 0.35f,
                Math.Clamp((y - at.Y) / size + 0.75f, 0, 1) * 0.6f));
            stage.Canvas.Glow(at + new Vector2(0, size * 0.2f), size * 1.3f, _lamp * 0.4f);
        }
    }
}
