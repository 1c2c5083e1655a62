using System.Numerics;

namespace Backlot.Generation.Dummy.Images.Drawing;

/// <summary>Water as it is painted, to be painted again with its waves moved on.</summary>
/// <param name="TopY">The far edge, in picture heights; everything above is mirrored at it.</param>
/// <param name="Roughness">0 a still pond, 1 open sea.</param>
/// <param name="Deep">Its own colour, in linear light.</param>
/// <param name="Sparkle">Of the path of light, in linear light.</param>
/// <param name="LightX">Where the path of light runs, in picture heights from the left.</param>
internal sealed record WaterLook(float TopY, float Roughness, Vector3 Deep, Vector3 Sparkle, float LightX)
{
    /// <summary>How near the far edge of water is.</summary>
    public const float FarNear = 0.3f;
}
