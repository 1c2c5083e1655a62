namespace Backlot.Generation.Providers.Gemini;

/// <summary>The shapes and sizes that Gemini's models draw.</summary>
internal static class PictureShape
{
    /// <summary>Those that every model draws; <c>gemini-3.1</c> has some more.</summary>
    private static readonly (int Width, int Height)[] Ratios = [(1, 1), (2, 3), (3, 2), (3, 4), (4, 3), (9, 16), (16, 9), (21, 9)];

    /// <returns>The ratio that is nearest by its logarithm, so that twice as wide and half as wide are equally far: <c>16:9</c>.</returns>
    public static string Nearest(int width, int height)
    {
        var wanted = Math.Log((double)width / height);
        var (w, h) = Ratios.MinBy(r => Math.Abs(Math.Log((double)r.Width / r.Height) - wanted));
        return $"{w}:{h}";
    }

    /// <returns>The smallest of 1K, 2K and 4K, about so many pixels on the longer side, that has no fewer pixels than wanted.</returns>
    public static string SizeName(int width, int height) => Math.Max(width, height) switch { <= 1024 => "1K", <= 2048 => "2K", _ => "4K" };
}
