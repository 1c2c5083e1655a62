using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;

namespace Backlot.Generation.Dummy.Images.Silhouettes;

/// <summary>A tree in leaf or blossom: its wood, its shaded leaves and the leaves in the light.</summary>
internal sealed class LeafyTree
{
    public Shape Wood { get; } = new();

    public Shape Shaded { get; } = new();

    public Shape Lit { get; } = new();

    private readonly Dice _dice;
    private readonly float _leaf;
    private readonly float _lightSide;

    private LeafyTree(Dice dice, float leaf, float lightSide) => (_dice, _leaf, _lightSide) = (dice, leaf, lightSide);

    /// <summary><paramref name="lean"/>: Sideways bend of the trunk as a share of the height.</summary>
    public static LeafyTree Grow(Dice dice, Vector2 foot, float height, float lean, float lightSide)
    {
        var tree = new LeafyTree(dice, Math.Clamp(height * 0.021f, 0.0035f, 0.012f), lightSide);
        var fork = foot + new Vector2(lean * height * 0.5f, -height * 0.36f);
        tree.Wood.Bow(foot, foot + new Vector2(-lean * height * 0.25f, -height * 0.2f), fork, height * 0.075f,
            height * 0.045f);
        tree.Wood.Polygon(foot + new Vector2(-height * 0.065f, 0.004f),
            foot + new Vector2(-height * 0.02f, -height * 0.1f),
            foot + new Vector2(height * 0.02f, -height * 0.1f), foot + new Vector2(height * 0.065f, 0.004f));
        var boughs = dice.Index(2) + 4;
        for (var i = 0; i < boughs; i++)
        {
            var spread = -1.05f + 2.1f * i / (boughs - 1) + dice.Range(-0.15f, 0.15f) + lean * 0.5f;
            tree.Branch(fork, spread, height * dice.Range(0.24f, 0.33f), height * 0.034f, 2);
        }

        return tree;
    }

    /// <summary>A branch that hangs into the picture from one side.</summary>
    public static LeafyTree Bough(Dice dice, Vector2 from, Vector2 to, float leaf, float lightSide)
    {
        var tree = new LeafyTree(dice, leaf, lightSide);
        var sag = Vector2.Lerp(from, to, 0.5f) + new Vector2(0, -0.05f);
        tree.Wood.Bow(from, sag, to, 0.020f, 0.004f, 14);
        for (var i = 2; i <= 10; i++)
        {
            var at = Shape.Curve(from, sag, to, i / 10f);
            var along = MathF.Atan2(to.X - from.X, from.Y - to.Y);
            tree.Branch(at, along + dice.Range(-1.15f, 1.15f), dice.Range(0.05f, 0.12f), 0.005f, 1);
        }

        return tree;
    }

    /// <summary><paramref name="angle"/>: 0 straight up, positive to the right.</summary>
    private void Branch(Vector2 from, float angle, float length, float width, int generations)
    {
        var (sin, cos) = MathF.SinCos(angle);
        var to = from + new Vector2(sin, -cos) * length;
        var bend = Vector2.Lerp(from, to, 0.5f) + new Vector2(cos, sin) * (length * _dice.Range(-0.16f, 0.16f));
        Wood.Bow(from, bend, to, width, width * 0.5f, 5);
        if (generations == 0)
        {
            Tuft(to, length * 0.85f);
            return;
        }

        Tuft(Vector2.Lerp(from, to, 0.75f), length * 0.55f);
        for (var i = 0; i < 3; i++)
        {
            Branch(to, angle + (i - 1) * 0.62f + _dice.Range(-0.25f, 0.25f), length * _dice.Range(0.5f, 0.72f),
                width * 0.5f, generations - 1);
        }
    }

    /// <summary>A round tuft of leaves, the ones on top and towards the light in the lit shape.</summary>
    private void Tuft(Vector2 centre, float radius)
    {
        var leaves = Math.Clamp((int)(radius * radius / (_leaf * _leaf) * 2.1f), 8, 170);
        for (var i = 0; i < leaves; i++)
        {
            var (sin, cos) = MathF.SinCos(_dice.Unit() * MathF.Tau);
            var away = MathF.Sqrt(_dice.Unit());
            var offset = new Vector2(cos * radius * away, sin * radius * 0.72f * away);
            var up = (-offset.Y + offset.X * _lightSide * 0.6f) / radius;
            var into = up > _dice.Range(0.05f, 0.75f) ? Lit : Shaded;
            into.Leaf(centre + offset, _leaf * _dice.Range(1.0f, 1.8f), _leaf * _dice.Range(0.5f, 0.9f),
                _dice.Unit() * MathF.PI);
        }
    }
}
