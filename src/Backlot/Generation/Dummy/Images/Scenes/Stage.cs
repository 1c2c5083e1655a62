using System.Numerics;
using Backlot.Generation.Dummy.Images.Colours;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Reading;

namespace Backlot.Generation.Dummy.Images.Scenes;

/// <summary>What every part of one picture shares: canvas, order, colours, dice, and where horizon and light
/// are.</summary>
internal sealed class Stage(Canvas canvas, SceneBrief brief, Palette palette, Dice dice)
{
    public Canvas Canvas => canvas;

    public SceneBrief Brief => brief;

    public Palette Palette => palette;

    public Dice Dice => dice;

    /// <summary>How near the layer that is being painted stands: 0 at the sky, 1 before the lens.</summary>
    public float Near { get; private set; }

    /// <summary>How near the nearest layer may stand. Default 1; less for what is seen through a window.</summary>
    public float Nearest { get; init; } = 1;

    public float Aspect => canvas.Aspect;

    /// <summary>Where sky meets land or water, in picture heights from the top.</summary>
    public float HorizonY { get; set; } = 0.62f;

    /// <summary>The middle of sun or moon; may be below the horizon after sunset.</summary>
    public Vector2 Luminary { get; set; }

    public bool IsMoon { get; set; }

    /// <summary>Strength of sunbeams in the finished picture, 0 for none.</summary>
    public float Rays { get; set; }

    /// <summary>From here on what is painted belongs to a layer that moves like this; a still picture takes no notice.</summary>
    public void Layer(LayerMotion motion)
    {
        Near = motion.Near;
        canvas.Layers?.Begin(canvas, motion with { Near = motion.Near * Nearest });
    }

    /// <summary>As <see cref="Layer(LayerMotion)"/>, for land and things that stand at a depth, 0 far to 1 near, and do not move by
    /// themselves.</summary>
    public void Layer(float depth) => Layer(LayerMotion.Still(MathF.Pow(depth, 1.5f)));

    /// <summary>1 when the light comes from the right of <paramref name="x"/>, −1 from the left.</summary>
    public float LightSide(float x) => Luminary.X >= x ? 1 : -1;

    /// <summary>As <see cref="LightSide"/>, but turning over gently, for shading that must not jump below the
    /// light.</summary>
    public float LightFrom(float x) => Math.Clamp((Luminary.X - x) * 3, -1, 1);

    /// <summary>A place across the picture: 0 left edge, 1 right edge.</summary>
    public float Across(float share) => share * Aspect;

    /// <summary>A third of the width: on the side of the light, or on the other.</summary>
    public float Third(bool towardsLight)
    {
        var lightIsRight = Luminary.X > Aspect / 2;
        return Aspect * (lightIsRight == towardsLight ? dice.Range(0.61f, 0.74f) : dice.Range(0.26f, 0.39f));
    }

    public Vector3 Lamp(float strength) => palette.Glow * strength;
}
