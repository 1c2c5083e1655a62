using System.Numerics;
using Backlot.Generation.Dummy.Images.Colours;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Finish;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Scenes;

namespace Backlot.Generation.Dummy.Images.Interiors;

/// <summary>A warm room around a wide window: the view outside is painted first, then glass, wall, lamps and
/// table.</summary>
internal static class WindowRoom
{
    public static void Draw(Stage stage)
    {
        var dice = stage.Dice;
        var outside = Outside(stage);
        Scene.Outdoors(outside);
        AirParticles.Draw(outside, dice.Fork());
        var rain = stage.Brief.Shows(Air.Rain | Air.Storm);
        stage.Layer(0.58f);
        Glass.Draw(stage, dice.Fork(), rain);
        var library = stage.Brief.Shows(Places.Library);
        var window = new RoomWindow(stage, dice.Fork(), library);
        var lamps = RoomLamps.Hang(stage, dice.Fork(), window);
        stage.Layer(0.66f);
        Wall(stage, window, lamps, dice.Fork());
        if (library || stage.Brief.Shows(Subjects.Books) || dice.Chance(0.45f))
        {
            Bookshelves.Draw(stage, dice.Fork(), window, lamps);
        }

        window.DrawFrame(stage, lamps);
        stage.Layer(0.92f);
        Tabletop.Draw(stage, dice.Fork(), window, lamps);
        stage.Layer(LayerMotion.Lamps(0.75f));
        lamps.Draw(stage);
        stage.HorizonY = outside.HorizonY;
        stage.Luminary = outside.Luminary;
        stage.Rays = stage.Brief.IsNight || rain ? 0 : 0.35f;
    }

    /// <summary>The same picture with a place outside, when the prompt gives none.</summary>
    private static Stage Outside(Stage stage)
    {
        var places = stage.Brief.Places & ~Places.Inside;
        if (places == Places.None)
        {
            places = stage.Dice.Pick(Places.City, Places.City, Places.City | Places.River,
                Places.Mountains | Places.Lake, Places.Village | Places.Hills, Places.Garden | Places.Hills);
        }

        var indoors = Subjects.Cat | Subjects.Books | Subjects.Lanterns;
        var brief = stage.Brief with { Places = places, Subjects = stage.Brief.Subjects & ~indoors };
        return new(stage.Canvas, brief, stage.Palette, stage.Dice) { Nearest = 0.35f };
    }

    private static void Wall(Stage stage, RoomWindow window, RoomLamps lamps, Dice dice)
    {
        var plaster = dice.Noise();
        var hue = stage.Palette.ShadeLab;
        var wall = Oklab.ToLinear(new Vector3(0.50f, hue.Y * 0.5f + 0.012f, hue.Z * 0.5f + 0.02f));
        var panel = window.Bottom + 0.03f;
        stage.Canvas.Fill(window.Surround(0), (x, y) =>
        {
            var grain = 1 + 0.09f * plaster.Fractal(x * 6, y * 6, 4);
            var boards = y > panel ? 0.78f + 0.10f * MathF.Abs(MathF.Sin(x * 46)) : 1;
            return lamps.Shine(wall * (grain * boards), new(x, y));
        });
    }
}
