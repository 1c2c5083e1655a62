using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Reading;

namespace Backlot.Generation.Dummy.Shots;

/// <summary>What is so in one frame of a shot.</summary>
/// <param name="Seconds">Into the shot.</param>
/// <param name="TotalSeconds">Of the shot.</param>
/// <param name="Flash">How much brighter lightning makes the sky.</param>
/// <param name="Horizon">Where the horizon is, as a share of the picture's height.</param>
internal sealed record Moment(float Seconds, float TotalSeconds, CameraView Camera, float Flash, float Horizon, SceneBrief Brief)
{
    /// <summary>What the light of a layer is multiplied by.</summary>
    public float GainOf(LayerMotion motion) => motion.Shimmer switch
    {
        Shimmer.Sky => 1 + 0.55f * Flash,
        Shimmer.Lamp => 0.93f + 0.04f * MathF.Sin(Seconds * 9.1f) + 0.03f * MathF.Sin(Seconds * 23.7f + 1),
        Shimmer.Beam => 0.25f + 0.75f * MathF.Pow(0.5f + 0.5f * MathF.Sin(Seconds * 1.25f + 0.9f), 2),
        _ => 1 + 0.12f * Flash,
    };

    /// <summary>How far a layer has gone by itself, in picture heights to the right and down.</summary>
    public (float X, float Y) DriftOf(LayerMotion motion)
    {
        // Counted from the middle of the shot, so that it needs the least of what was painted beside the frame.
        var since = Seconds - TotalSeconds / 2;
        var x = motion.HorizonY is null ? motion.DriftPerSecond * since : 0;
        return (x, motion.Bob * MathF.Sin(Seconds * 1.9f + motion.Near * 9) - motion.RisePerSecond * since);
    }

    /// <summary>For a layer whose rows move differently, how far each has gone to the right, in picture heights; null for others.</summary>
    /// <param name="rows">Of the painted picture.</param>
    public float[]? RowDriftsOf(LayerMotion motion, int rows)
    {
        if (motion.Sway == 0 && motion.HorizonY is null)
        {
            return null;
        }

        var drifts = new float[rows];
        var since = Seconds - TotalSeconds / 2;
        var wind = Brief.Shows(Air.Storm) ? 2.6f : 1;
        for (var row = 0; row < rows; row++)
        {
            var y = (float)row / rows;
            drifts[row] = motion.HorizonY is { } horizon
                ? motion.DriftPerSecond * since * (0.25f + 1.1f * Math.Clamp((horizon - y) / MathF.Max(0.1f, horizon), 0, 1))
                : motion.Sway * wind * Bend(MathF.Abs(y - motion.RootY), y);
        }

        return drifts;
    }

    private float Bend(float away, float y) =>
        MathF.Min(3, MathF.Pow(away * 5, 1.4f)) * (0.7f * MathF.Sin(Seconds * 1.5f - y * 3) + 0.3f * MathF.Sin(Seconds * 3.4f - y * 8));
}
