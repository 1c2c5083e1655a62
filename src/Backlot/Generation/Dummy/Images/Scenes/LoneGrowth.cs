using System.Numerics;
using Backlot.Generation.Dummy.Images.Colours;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Lands;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Silhouettes;

namespace Backlot.Generation.Dummy.Images.Scenes;

/// <summary>What stands alone where nothing is built: one great tree, a few palms, or a cabin among firs.</summary>
internal static class LoneGrowth
{
    private static readonly Vector3 Blossom = Oklab.Lch(0.82f, 0.10f, 355), Leaves = Oklab.Lch(0.58f, 0.11f, 130);

    public static void Draw(Stage stage, Dice dice, Ridge ridge, float x, float depth)
    {
        var brief = stage.Brief;
        if (brief.Shows(Subjects.Palms))
        {
            PalmGroup(stage, dice, ridge, x, depth);
        }
        else if (brief.Shows(Places.Mountains) || brief.Shows(Subjects.Pines) || brief.Shows(Air.Snow))
        {
            Cabin(stage, dice, ridge, x, depth);
        }
        else
        {
            var (height, lean) = (dice.Range(0.22f, 0.32f), dice.Range(-0.35f, 0.35f));
            Tree(stage, LeafyTree.Grow(dice, new(x, ridge.At(x) + 0.012f), height, lean, stage.LightSide(x)), depth);
        }
    }

    /// <summary>Leaves or blossom in light and shade.</summary>
    public static void Tree(Stage stage, LeafyTree tree, float depth)
    {
        var palette = stage.Palette;
        var blossom = stage.Brief.Shows(Subjects.Cherry);
        var wood = palette.Depth(MathF.Min(1, depth + 0.15f)) * 0.8f;
        var own = blossom ? Blossom : stage.Brief.Shows(Tones.Warm) ? Oklab.Lch(0.62f, 0.13f, 50) : Leaves;
        var dim = Oklab.ToLinear(own with { X = 0.34f + 0.26f * palette.Daylight });
        var shaded = blossom
            ? Vector3.Lerp(palette.Depth(depth), dim, 0.62f)
            : palette.Own(own with { X = 0.4f }, depth, 0.8f);
        var lit = blossom
            ? Oklab.ToLinear(own with { X = 0.52f + 0.32f * palette.Daylight })
            : Vector3.Lerp(palette.Own(own, depth, 1), palette.Light, stage.Brief.IsNight ? 0.07f : 0.20f);
        stage.Canvas.Fill(tree.Wood, wood);
        stage.Canvas.Fill(tree.Shaded, shaded);
        stage.Canvas.Fill(tree.Lit, lit, 0.85f);
    }

    private static void PalmGroup(Stage stage, Dice dice, Ridge ridge, float x, float depth)
    {
        var palms = new Shape();
        for (var i = 0; i < 4; i++)
        {
            var at = x + dice.Range(-0.12f, 0.12f);
            var (height, lean) = (dice.Range(0.10f, 0.17f), dice.Range(-0.3f, 0.3f));
            Palms.Palm(palms, dice, new(at, ridge.At(at) + 0.012f), height, lean);
        }

        stage.Canvas.Fill(palms, stage.Palette.Depth(depth + 0.1f));
    }

    /// <summary>A cabin with a lit window among tall firs.</summary>
    private static void Cabin(Stage stage, Dice dice, Ridge ridge, float x, float depth)
    {
        var firs = new Shape();
        for (var i = 0; i < 9; i++)
        {
            var at = x + dice.Range(0.05f, 0.26f) * dice.Sign();
            Conifers.Fir(firs, dice, new(at, ridge.At(at) + 0.012f), dice.Range(0.10f, 0.19f));
        }

        stage.Canvas.Fill(firs, stage.Palette.Depth(depth + 0.05f));
        var cabin = new Building();
        Houses.House(cabin, dice, new(x, ridge.At(x) + 0.012f), dice.Range(0.075f, 0.095f), stage.LightSide(x));
        cabin.Lamps.Add(new(x, ridge.At(x) - 0.01f));
        cabin.Paint(stage, depth + 0.08f, stage.Brief.Shows(Air.Snow) ? Greenery.Of(stage, 0.5f) : null);
    }
}
