using System.Numerics;
using Backlot.Generation.Dummy.Images.Colours;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Scenes;

namespace Backlot.Generation.Dummy.Images.Interiors;

/// <summary>Shelves of books on both sides of the window, spines in a few leather colours.</summary>
internal static class Bookshelves
{
    public static void Draw(Stage stage, Dice dice, RoomWindow window, RoomLamps lamps)
    {
        Case(stage, dice, lamps, -0.05f, window.Left - 0.06f);
        Case(stage, dice, lamps, window.Right + 0.06f, stage.Aspect + 0.05f);
    }

    private static void Case(Stage stage, Dice dice, RoomLamps lamps, float left, float right)
    {
        if (right - left < 0.08f)
        {
            return;
        }

        var wood = Oklab.ToLinear(Oklab.Lch(0.34f, 0.045f, 52));
        stage.Canvas.Fill(new Shape().Box(left - 0.012f, -0.05f, right + 0.012f, 1), (x, y) =>
            lamps.Shine(wood * 0.45f, new(x, y)));
        for (var shelf = 0.135f; shelf < 1; shelf += 0.135f)
        {
            Row(stage, dice, lamps, left, right, shelf);
            stage.Canvas.Fill(new Shape().Box(left - 0.012f, shelf, right + 0.012f, shelf + 0.011f), (x, y) =>
                lamps.Shine(wood * 1.2f, new(x, y)));
        }

        var posts = new Shape().Box(left - 0.018f, -0.05f, left + 0.004f, 1)
            .Box(right - 0.004f, -0.05f, right + 0.018f, 1);
        stage.Canvas.Fill(posts, (x, y) => lamps.Shine(wood, new(x, y)));
    }

    private static void Row(Stage stage, Dice dice, RoomLamps lamps, float left, float right, float shelf)
    {
        for (var x = left + 0.006f; x < right - 0.014f;)
        {
            var (width, height) = (dice.Range(0.009f, 0.021f), dice.Range(0.070f, 0.112f));
            if (dice.Chance(0.07f))
            {
                x += dice.Range(0.02f, 0.06f);
                continue;
            }

            var hue = stage.Palette.IsTinted && dice.Chance(0.4f)
                ? stage.Brief.Colours[dice.Index(stage.Brief.Colours.Count)].Hue
                : dice.Pick(30f, 55f, 75f, 150f, 250f, 20f);
            var cover = Oklab.ToLinear(Oklab.Lch(dice.Range(0.30f, 0.55f), dice.Range(0.03f, 0.10f), hue));
            var (from, to) = (x, MathF.Min(x + width, right - 0.006f));
            stage.Canvas.Fill(new Shape().Box(from, shelf - height, to, shelf), (px, y) =>
            {
                var round = 1 - 0.45f * MathF.Pow(2 * (px - from) / width - 1, 2);
                return lamps.Shine(cover * round, new(px, y));
            });
            if (dice.Chance(0.55f))
            {
                var band = shelf - height * dice.Range(0.7f, 0.85f);
                var gold = new Shape().Box(from, band, to, band + 0.002f).Box(from, band + 0.006f, to, band + 0.0075f);
                stage.Canvas.Fill(gold, (px, y) => lamps.Shine(new(0.55f, 0.42f, 0.18f), new(px, y)), 0.8f);
            }

            x += width + 0.001f;
        }
    }
}
