using System.Numerics;
using Backlot.Generation.Dummy.Images.Colours;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Lands;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Images.Silhouettes;
using Backlot.Generation.Dummy.Images.Skies;

namespace Backlot.Generation.Dummy.Images.Scenes;

/// <summary>Inside a forest: ranks of trunks that fade into bright air, light falling between them, a stream or
/// path.</summary>
internal static class Forest
{
    public static void Draw(Stage stage)
    {
        var dice = stage.Dice;
        stage.HorizonY = dice.Range(0.60f, 0.70f);
        Sky.Draw(stage);
        Air(stage);
        var water = stage.Brief.Shows(Places.Water);
        for (var i = 0; i < 5; i++)
        {
            var depth = 0.16f + 0.2f * i;
            stage.Layer(depth);
            Rank(stage, dice.Fork(), depth,
                stage.HorizonY + 0.015f + (water && i > 1 ? 0.02f : 0.055f * i * i * 0.42f));
            Mist.Band(stage, dice.Fork(), stage.HorizonY + 0.02f * i, 0.09f, Mist.Strength(stage) * (0.8f - 0.14f * i));
            if (water && i == 2)
            {
                Water.Paint(stage, dice.Fork(), stage.HorizonY + 0.05f, 0.12f);
                break;
            }
        }

        stage.Rays = MathF.Max(stage.Rays, stage.Brief.IsNight ? 0.35f : 1.0f);
        Foreground.Draw(stage, dice.Fork());
        NearTrunks(stage, dice.Fork());
    }

    /// <summary>The light that fills the clearing behind the trees.</summary>
    private static void Air(Stage stage)
    {
        var glow = stage.Palette.Light * (stage.Brief.IsNight ? 0.12f : 0.32f);
        stage.Canvas.Glow(new(stage.Luminary.X, stage.HorizonY - 0.12f), 0.75f, glow);
    }

    private static void Rank(Stage stage, Dice dice, float depth, float groundY)
    {
        var ridge = Ridge.Hills(stage, dice, groundY, 0.02f + 0.02f * depth, 2);
        var trees = new Shape();
        var gap = dice.Range(0.38f, 0.62f) * stage.Aspect;
        var pines = stage.Brief.Shows(Subjects.Pines) || !stage.Brief.Shows(Subjects.Oaks | Subjects.Cherry);
        for (var x = -0.05f; x < stage.Aspect + 0.05f; x += dice.Range(0.05f, 0.15f) * (0.5f + depth * 0.8f))
        {
            var open = MathF.Abs(x - gap) < 0.10f + 0.20f * depth;
            if (open)
            {
                continue;
            }

            if (pines && depth < 0.7f && dice.Chance(0.5f))
            {
                Conifers.Fir(trees, dice, new(x, ridge.At(x) + 0.01f),
                    (0.16f + 0.55f * depth) * dice.Range(0.6f, 1.1f));
            }
            else
            {
                Trunk(trees, dice, new(x, ridge.At(x) + 0.01f), 0.010f + 0.030f * depth * dice.Range(0.6f, 1.3f),
                    pines);
            }
        }

        Terrain.Paint(stage, ridge, new(depth, Greenery.Of(stage, depth), Haze: 0.5f * (1 - depth), Rim: 0.5f,
            Texture: 1), dice, trees);
        Greenery.Flowers(stage, dice, ridge, depth);
    }

    private static void Trunk(Shape trees, Dice dice, Vector2 foot, float width, bool pine)
    {
        var top = new Vector2(foot.X + dice.Range(-0.05f, 0.05f), -0.03f);
        trees.Limb(foot, top, width, width * 0.55f);
        trees.Triangle(foot + new Vector2(-width * 1.1f, 0.01f), foot - new Vector2(0, width * 3),
            foot + new Vector2(width * 1.1f, 0.01f));
        var branches = 4 + dice.Index(5);
        for (var i = 0; i < branches; i++)
        {
            var from = Vector2.Lerp(foot, top, dice.Range(0.35f, 0.95f));
            var side = dice.Sign();
            var length = width * dice.Range(2.5f, 6);
            var rise = pine ? -dice.Range(0.05f, 0.4f) : dice.Range(0.3f, 0.9f);
            var to = from + new Vector2(side, -rise) * length;
            trees.Bow(from, Vector2.Lerp(from, to, 0.5f) - new Vector2(0, length * 0.12f), to, width * 0.22f,
                width * 0.03f, 5);
        }
    }

    /// <summary>Great trunks cut by the frame, and leaves hanging in from above.</summary>
    private static void NearTrunks(Stage stage, Dice dice)
    {
        var dark = stage.Palette.Depth(1) * 0.75f;
        var trunks = new Shape();
        foreach (var share in (ReadOnlySpan<float>)[dice.Range(0.02f, 0.08f), dice.Range(0.90f, 0.97f)])
        {
            Trunk(trunks, dice, new(stage.Across(share), 1.03f), dice.Range(0.07f, 0.11f), pine: false);
        }

        stage.Layer(1);
        stage.Canvas.Fill(trunks, (x, y) => dark * (1 + 0.12f * MathF.Sin(x * 420 + MathF.Sin(y * 22) * 2)));
        var side = dice.Sign();
        var from = new Vector2(stage.Across(side < 0 ? -0.02f : 1.02f), -0.02f);
        stage.Layer(LayerMotion.Growth(1, 0));
        LoneGrowth.Tree(stage, LeafyTree.Bough(dice, from, new(stage.Across(side < 0 ? 0.36f : 0.64f), 0.09f), 0.0095f,
            -side), 0.95f);
    }
}
