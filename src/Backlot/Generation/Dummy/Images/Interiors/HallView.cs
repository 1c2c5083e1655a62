using System.Numerics;
using Backlot.Generation.Dummy.Images.Colours;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Scenes;

namespace Backlot.Generation.Dummy.Images.Interiors;

/// <summary>The hall's perspective: everything shrinks towards the eye point by the scale of its bay.</summary>
internal sealed class HallView(Stage stage, Dice dice)
{
    /// <summary>How far the floor lies below the eye at scale 1, in picture heights.</summary>
    public const float EyeHeight = 0.36f;

    private readonly float _halfWidth = dice.Range(0.42f, 0.54f);
    private readonly float _wallHeight = dice.Range(0.08f, 0.20f);
    private readonly float _pointed = dice.Range(0.75f, 1.5f);
    private readonly float _pace = dice.Range(1.36f, 1.48f);
    private readonly Gradient _stones = new(
        (0, Between(stage.Palette.MiddleLab, stage.Palette.HorizonLab, 0.45f, stage.Brief.IsNight ? 0.36f : 0.55f)),
        (0.45f, Between(stage.Palette.MiddleLab, stage.Palette.ShadeLab, 0.55f, stage.Brief.IsNight ? 0.22f : 0.32f)),
        (1, stage.Palette.ShadeLab with { X = 0.11f }));

    public Vector2 Eye { get; } = new(stage.Across(dice.Pick(0.5f, 0.42f, 0.58f, 0.35f, 0.65f)),
        dice.Range(0.55f, 0.62f));

    /// <summary>The light of the great windows.</summary>
    public Vector3 Light { get; } = Vector3.Lerp(stage.Palette.Light,
        Oklab.ToLinear(stage.Palette.HorizonLab with { X = 0.8f }), 0.4f);

    /// <summary>The farthest bay is number 0.</summary>
    public float Scale(int bay) => 0.34f * MathF.Pow(_pace, bay);

    public float HalfWidth(float scale) => _halfWidth * scale;

    public float FloorAt(float scale) => Eye.Y + EyeHeight * scale;

    /// <summary>Where the arch begins above the pillar.</summary>
    public float SpringAt(float scale) => Eye.Y - _wallHeight * scale;

    public float ApexAt(float scale) => SpringAt(scale) - _halfWidth * _pointed * scale;

    public Vector3 Stone(int bay) => _stones.At(bay / 5.2f);

    /// <summary>All of the picture outside an arch: two walls and what is above.</summary>
    public Shape Surround(float scale, float floorY)
    {
        var (half, spring) = (HalfWidth(scale), SpringAt(scale));
        var shape = new Shape();
        Span<Vector2> outline = stackalloc Vector2[22];
        foreach (var side in (ReadOnlySpan<int>)[-1, 1])
        {
            var outer = side < 0 ? MathF.Min(-0.1f, Eye.X - half * 1.01f)
                : MathF.Max(stage.Aspect + 0.1f, Eye.X + half * 1.01f);
            for (var i = 0; i <= 16; i++)
            {
                outline[i] = ArchPoint(scale, i / 16f, side);
            }

            outline[17] = new(Eye.X + side * half, floorY);
            outline[18] = new(outer, floorY);
            outline[19] = new(outer, -0.6f);
            outline[20] = new(Eye.X, -0.6f);
            outline[21] = new(Eye.X, MathF.Min(-0.05f, ApexAt(scale)));
            shape.Polygon(outline);
        }

        return shape;
    }

    private static Vector3 Between(Vector3 from, Vector3 to, float share, float lightness) =>
        Vector3.Lerp(from, to, share) with { X = lightness };

    /// <summary>A point of the pointed arch, 0 at its apex to 1 where it meets the pillar.</summary>
    private Vector2 ArchPoint(float scale, float t, int side)
    {
        var half = HalfWidth(scale);
        var (sin, cos) = MathF.SinCos(t * MathF.PI / 2);
        // Two arcs that meet in a point: a quarter ellipse with its top sheared up.
        var up = (cos * 0.80f + (1 - t) * (1 - t) * 0.20f) * half * _pointed;
        return new(Eye.X + side * half * MathF.Pow(sin, 0.9f), SpringAt(scale) - up);
    }
}
