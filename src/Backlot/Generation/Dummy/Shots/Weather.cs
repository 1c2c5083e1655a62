using System.Numerics;
using Backlot.Generation.Dummy.Images.Colours;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Scenes;

namespace Backlot.Generation.Dummy.Shots;

/// <summary>
/// What falls and floats between viewer and scene: rain, snow, fireflies, petals, bubbles, dust. Each speck is a function of time alone, so
/// any frame can be drawn without the one before it.
/// </summary>
internal sealed class Weather
{
    private readonly List<Speck> _specks = [];
    private readonly Vector3 _rain;
    private readonly float _aspect, _lean;

    public Weather(Stage stage, Dice dice)
    {
        var brief = stage.Brief;
        _aspect = stage.Aspect;
        _lean = (brief.Shows(Air.Storm) ? 0.34f : 0.10f) * dice.Sign();
        _rain = Yuv.OfLight(Vector3.Lerp(stage.Palette.Haze, Vector3.One, 0.35f));
        if (brief.Shows(Places.Inside) || brief.Shows(Places.Space))
        {
            Add(SpeckKind.Dust, brief.Shows(Places.Space) ? 0 : 70, dice, Yuv.OfLight(stage.Lamp(0.6f)));
            return;
        }

        Add(SpeckKind.Bubble, brief.Shows(Places.Underwater) ? 60 : 0, dice, Yuv.OfLight(Vector3.Lerp(stage.Palette.Light, Vector3.One, 0.6f)));
        Add(SpeckKind.Snow, brief.Shows(Air.Snow) ? (int)(_aspect * 300) : 0, dice, Yuv.OfLight(Vector3.Lerp(stage.Palette.Haze, Vector3.One, 0.6f)));
        Add(SpeckKind.Rain, brief.Shows(Air.Rain) ? (int)(_aspect * 380) : brief.Shows(Air.Storm) ? (int)(_aspect * 260) : 0, dice, _rain);
        Add(SpeckKind.Firefly, brief.Shows(Air.Fireflies) ? 60 : 0, dice, Yuv.OfLight(Oklab.ToLinear(Oklab.Lch(0.92f, 0.16f, 105))));
        var hue = brief.Shows(Tones.Warm) && !brief.Shows(Subjects.Cherry) ? 50 : 355;
        Add(SpeckKind.Petal, brief.Shows(Air.Petals) || brief.Shows(Subjects.Cherry) ? 90 : 0, dice,
            Yuv.OfLight(Oklab.ToLinear(Oklab.Lch(0.62f + 0.24f * stage.Palette.Daylight, 0.09f, hue))));
    }

    private enum SpeckKind { Snow, Rain, Firefly, Petal, Bubble, Dust }

    /// <summary>Draws it over a finished frame.</summary>
    public void Draw(FramePlanes frame, CameraView camera, float seconds)
    {
        foreach (var speck in _specks)
        {
            var at = Place(speck, seconds) - new Vector2(camera.X * 0.06f * _aspect, camera.Y * 0.04f) * (0.3f + 0.7f * speck.Near);
            // What leaves on one side comes back on the other, a little outside of the frame.
            at = new((Wrap(at.X / _aspect + 0.05f, 1.1f) - 0.05f) * _aspect, Wrap(at.Y + 0.06f, 1.12f) - 0.06f);
            Draw(frame, speck, at * frame.Height, seconds);
        }
    }

    private void Draw(FramePlanes frame, Speck speck, Vector2 at, float seconds)
    {
        var height = frame.Height;
        var pulse = MathF.Sin(seconds * (1.2f + speck.Pace) + speck.Phase * MathF.Tau);
        switch (speck.Kind)
        {
            case SpeckKind.Rain:
                Streak(frame, at, (0.026f + 0.05f * speck.Near) * height, 0.10f + 0.16f * speck.Near);
                break;
            case SpeckKind.Snow:
                frame.Dab(at, new((0.0026f + 0.010f * speck.Near) * height), speck.Yuv, 0.9f - 0.4f * speck.Near);
                break;
            case SpeckKind.Firefly:
                var lit = MathF.Max(0, 0.35f + 0.65f * pulse);
                frame.Dab(at, new((0.012f + 0.022f * speck.Near) * height), speck.Yuv, 0.30f * lit);
                frame.Dab(at, new((0.0028f + 0.003f * speck.Near) * height), speck.Yuv, lit);
                break;
            case SpeckKind.Petal:
                frame.Dab(at, new Vector2(0.005f + 0.010f * speck.Near, (0.003f + 0.006f * speck.Near) * (0.55f + 0.45f * pulse)) * height, speck.Yuv, 1);
                break;
            case SpeckKind.Bubble:
                frame.Dab(at, new((0.0025f + 0.006f * speck.Near) * height), speck.Yuv, 0.45f);
                break;
            default:
                frame.Dab(at, new((0.002f + 0.004f * speck.Near) * height), speck.Yuv, 0.22f * (0.6f + 0.4f * pulse));
                break;
        }
    }

    /// <summary>In picture heights.</summary>
    private Vector2 Place(Speck speck, float seconds)
    {
        var (from, phase) = (speck.From, speck.Phase * MathF.Tau);
        var sway = MathF.Sin(seconds * (0.7f + speck.Pace) + phase);
        return from + speck.Kind switch
        {
            SpeckKind.Rain => new Vector2(_lean, 1) * (seconds * (0.9f + 0.9f * speck.Near)),
            SpeckKind.Snow => new Vector2(_lean * 0.35f, 1) * (seconds * (0.05f + 0.13f * speck.Near)) + new Vector2(sway * 0.012f, 0),
            SpeckKind.Petal => new Vector2(_lean * 0.8f, 1) * (seconds * (0.05f + 0.09f * speck.Near)) + new Vector2(sway * 0.03f, sway * 0.01f),
            SpeckKind.Firefly => new(sway * 0.03f, MathF.Sin(seconds * 0.9f * speck.Pace + phase * 2) * 0.022f),
            SpeckKind.Bubble => new(sway * 0.008f, -seconds * (0.04f + 0.10f * speck.Near)),
            _ => new(sway * 0.012f + seconds * 0.004f, seconds * 0.006f * (speck.Pace - 0.4f)),
        };
    }

    /// <summary>A drop while the shutter is open: a thin line, bright in its middle.</summary>
    private void Streak(FramePlanes frame, Vector2 foot, float length, float opacity)
    {
        var (plane, half) = (frame.Luma, MathF.Max(0.55f, frame.Height * 0.0009f));
        for (var y = Math.Max(0, (int)(foot.Y - length)); y < Math.Min(frame.Height, foot.Y); y++)
        {
            var along = (foot.Y - y) / length;
            var middle = foot.X - _lean * (foot.Y - y);
            var row = plane.Row(y);
            for (var x = Math.Max(0, (int)MathF.Ceiling(middle - half)); x <= Math.Min(row.Length - 1, (int)(middle + half)); x++)
            {
                var within = (1 - MathF.Abs(x - middle) / (half + 0.5f)) * 4 * along * (1 - along);
                row[x] = FramePlane.Toward(row[x], _rain.X, MathF.Max(0, within * opacity));
            }
        }
    }

    private void Add(SpeckKind kind, int count, Dice dice, Vector3 yuv)
    {
        for (var i = 0; i < count; i++)
        {
            var from = new Vector2(dice.Unit() * _aspect * 1.1f, kind == SpeckKind.Firefly ? dice.Range(0.4f, 0.98f) : dice.Unit() * 1.12f);
            var near = MathF.Pow(dice.Unit(), kind == SpeckKind.Rain ? 1 : 3);
            _specks.Add(new(kind, from, near, dice.Unit(), dice.Unit(), yuv));
        }
    }

    private static float Wrap(float at, float size) => at - size * MathF.Floor(at / size);

    /// <param name="From">Where it is when the shot begins, in picture heights.</param>
    /// <param name="Near">0 far to 1 near.</param>
    /// <param name="Phase">0 to 1.</param>
    /// <param name="Pace">0 to 1: how restless it is.</param>
    private sealed record Speck(SpeckKind Kind, Vector2 From, float Near, float Phase, float Pace, Vector3 Yuv);
}
