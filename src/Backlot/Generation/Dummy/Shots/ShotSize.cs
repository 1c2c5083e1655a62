using Backlot.Generation.Dummy.Images.Drawing;

namespace Backlot.Generation.Dummy.Shots;

/// <summary>The frame, and the larger picture that is painted for it: a moving camera needs something to move to.</summary>
/// <param name="Width">Of the frame, in pixels; even.</param>
/// <param name="Height">Of the frame, in pixels; even.</param>
internal sealed record ShotSize(int Width, int Height)
{
    private const float Overscan = 1.12f;

    public int CanvasWidth { get; } = Even(Width * Overscan);

    public int CanvasHeight { get; } = Even(Height * Overscan);

    /// <summary>Where in the painted picture a pixel of the frame is found, for a layer.</summary>
    /// <param name="horizon">What a zoom holds in its place, as a share of the height.</param>
    public LayerView View(CameraView camera, float near, float horizon)
    {
        var (scale, weight) = (camera.ScaleOf(near), CameraView.WeightOf(near));
        var x = CanvasWidth / 2f - Width / 2f / scale + weight * SlideOf(camera);
        var y = CanvasHeight * horizon - Height * horizon / scale + camera.Y * weight * (CanvasHeight - Height) * 0.42f;
        return new(x, y, 1 / scale);
    }

    /// <summary>By how many pixels what stands before the lens has moved to the left.</summary>
    public float SlideOf(CameraView camera) => camera.X * (CanvasWidth - Width) / 2f;

    private static int Even(float pixels) => (int)MathF.Ceiling(pixels / 2) * 2;
}

/// <summary>Pixel x of the frame shows pixel X + x · Step of the painted picture.</summary>
internal readonly record struct LayerView(float X, float Y, float Step)
{
    /// <summary>The same for a plane of half the size, whose pixels lie between four of the large one.</summary>
    public LayerView Halved => new((X + 0.5f * Step - 0.5f) / 2, (Y + 0.5f * Step - 0.5f) / 2, Step);

    /// <summary>The row of the frame at which a row of the painted picture is seen.</summary>
    public float RowOf(float canvasRow) => (canvasRow - Y) / Step;
}
