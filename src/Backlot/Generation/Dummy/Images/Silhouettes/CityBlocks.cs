using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;

namespace Backlot.Generation.Dummy.Images.Silhouettes;

/// <summary>One rank of city buildings: set-back towers, flat blocks, a few spires, their windows and signs.</summary>
internal sealed class CityBlocks
{
    public Shape Walls { get; } = new();

    public Shape Sides { get; } = new();

    public Shape WarmWindows { get; } = new();

    public Shape CoolWindows { get; } = new();

    /// <summary>Lit signs, each with a number from 0 to 1 to choose its colour by.</summary>
    public List<(Shape Sign, float Hue)> Signs { get; } = [];

    public List<Vector2> Beacons { get; } = [];

    private readonly Dice _dice;
    private readonly float _baseY;

    /// <summary>
    /// <paramref name="centre"/>: Where the towers are tallest.
    /// <paramref name="height"/>: Of the tallest.
    /// <paramref name="width"/>: Of a common block.
    /// </summary>
    public CityBlocks(Dice dice, float aspect, float baseY, float centre, float height, float width)
    {
        (_dice, _baseY) = (dice, baseY);
        for (var x = -width; x < aspect + width;)
        {
            var block = width * dice.Range(0.7f, 1.6f);
            var away = (x + block / 2 - centre) / aspect;
            var rise = height * (0.22f + 0.78f * MathF.Exp(-away * away * 9)) * dice.Range(0.35f, 1);
            Block(x, block, rise);
            x += block * dice.Range(0.8f, 1.15f);
        }
    }

    private void Block(float left, float width, float height)
    {
        var top = _baseY - height;
        Walls.Box(left, top, left + width, _baseY);
        Sides.Box(left, top, left + width * 0.22f, _baseY);
        var middle = left + width / 2;
        var style = _dice.Index(5);
        if (style == 0)
        {
            Walls.Box(left + width * 0.18f, top - height * 0.12f, left + width * 0.82f, top + 0.001f);
            Walls.Box(left + width * 0.34f, top - height * 0.20f, left + width * 0.66f, top);
            Spire(middle, top - height * 0.20f, height * 0.24f, width);
        }
        else if (style == 1)
        {
            Walls.Triangle(new(left, top + 0.001f), new(left + width * 0.85f, top - width * 0.6f),
                new(left + width, top + 0.001f));
        }
        else if (style == 2 && height > 0.12f)
        {
            Spire(middle, top, height * 0.22f, width);
        }
        else
        {
            Walls.Box(left + width * 0.2f, top - width * 0.16f, left + width * 0.5f, top);
        }

        Windows(left, top, width);
        if (_dice.Chance(0.4f))
        {
            var at = left + width * _dice.Range(0.1f, 0.75f);
            var length = height * _dice.Range(0.18f, 0.42f);
            Signs.Add((new Shape().Box(at, top + height * 0.2f, at + width * 0.10f, top + height * 0.2f + length),
                _dice.Unit()));
        }
    }

    private void Spire(float x, float y, float height, float width)
    {
        Walls.Limb(new(x, y + 0.001f), new(x, y - height), width * 0.09f, width * 0.015f);
        Beacons.Add(new(x, y - height));
    }

    private void Windows(float left, float top, float width)
    {
        var pitch = MathF.Max(0.0085f, width / 7);
        var columns = (int)(width * 0.9f / pitch);
        var lit = _dice.Range(0.12f, 0.55f);
        for (var y = top + pitch; y < _baseY - pitch * 0.5f; y += pitch * 1.25f)
        {
            for (var i = 0; i < columns; i++)
            {
                if (_dice.Chance(lit))
                {
                    var x = left + width * 0.07f + i * pitch;
                    (_dice.Chance(0.8f) ? WarmWindows : CoolWindows).Box(x, y, x + pitch * 0.5f, y + pitch * 0.55f);
                }
            }
        }
    }
}
