using System.Numerics;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Scenes;

namespace Backlot.Generation.Dummy.Images.Silhouettes;

/// <summary>Something built, in the parts that are painted differently.</summary>
internal sealed class Building
{
    public Shape Walls { get; } = new();

    /// <summary>Parts of the walls that face the light.</summary>
    public Shape Lit { get; } = new();

    public Shape Roofs { get; } = new();

    /// <summary>Lines and openings darker than the wall.</summary>
    public Shape Marks { get; } = new();

    public Shape Windows { get; } = new();

    public List<Vector2> Lamps { get; } = [];

    /// <summary>
    /// <paramref name="depth"/>: 0 far to 1 near.
    /// <paramref name="roof"/>: Own colour of the roofs in linear light; null takes a darker wall.
    /// </summary>
    public void Paint(Stage stage, float depth, Vector3? roof = null)
    {
        var (canvas, palette) = (stage.Canvas, stage.Palette);
        var wall = palette.Depth(depth);
        canvas.Fill(Walls, wall);
        var sunny = Vector3.Lerp(palette.Haze, palette.Light, 0.4f);
        canvas.Fill(Lit, Vector3.Lerp(wall, sunny, stage.Brief.IsNight ? 0.10f : 0.26f));
        canvas.Fill(Roofs, roof is { } own ? Vector3.Lerp(wall, own, 0.6f) : wall * 0.66f);
        canvas.Fill(Marks, wall * 0.5f);
        var lamplit = stage.Palette.Daylight < 0.92f || stage.Brief.IsDark;
        canvas.Fill(Windows, lamplit ? stage.Lamp(1.7f) : wall * 0.45f);
        foreach (var lamp in Lamps)
        {
            if (lamplit)
            {
                canvas.Glow(lamp, 0.05f, stage.Lamp(0.16f));
            }
        }
    }

    /// <summary>A wall with its side towards the light.</summary>
    public void Wall(float left, float top, float right, float bottom, float lightSide)
    {
        Walls.Box(left, top, right, bottom);
        var width = right - left;
        Lit.Box(lightSide > 0 ? right - width * 0.38f : left, top, lightSide > 0 ? right : left + width * 0.38f,
            bottom);
    }

    /// <summary>A narrow window with a round top.</summary>
    public void Window(Vector2 at, float width, float height, bool lamp = false)
    {
        Windows.Box(at.X - width / 2, at.Y - height / 2, at.X + width / 2, at.Y + height / 2);
        Windows.Oval(at - new Vector2(0, height / 2), width / 2, width / 2);
        if (lamp)
        {
            Lamps.Add(at);
        }
    }

    public void Flag(Vector2 foot, float height, float side)
    {
        Roofs.Limb(foot, foot - new Vector2(0, height), height * 0.05f, height * 0.03f);
        var top = foot - new Vector2(0, height);
        Roofs.Polygon(top, top + new Vector2(side * height * 0.42f, height * 0.06f),
            top + new Vector2(side * height * 0.75f, height * 0.20f),
            top + new Vector2(side * height * 0.40f, height * 0.26f), top + new Vector2(0, height * 0.34f));
    }
}
