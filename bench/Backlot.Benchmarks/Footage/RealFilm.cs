using System.Globalization;
using Backlot.Platform;

namespace Backlot.Benchmarks.Footage;

/// <summary>A film of real footage in the size and length that a measurement wants.</summary>
internal static class RealFilm
{
    private const string Footage = "/usr/share/doc/opencv-doc/examples/data/Megamind.avi";

    /// <exception cref="StartFailed">The footage is not on this machine.</exception>
    public static void Demand()
    {
        if (!File.Exists(Footage))
            throw new StartFailed("The footage to measure with is missing: sudo apt-get install opencv-doc");
    }

    /// <summary>The footage over and over, H.264 by x264 with a tone in AAC.</summary>
    /// <param name="size">Such as 1280x720.</param>
    /// <param name="preset">Of x264.</param>
    /// <param name="toneHertz">Another tone makes another film of the same pictures.</param>
    /// <returns>The path.</returns>
    public static async Task<string> MakeAsync(string path, string size, string preset, int seconds, CancellationToken ct, int toneHertz = 300)
    {
        Demand();
        await PlainFfmpeg.RunAsync(ct, "-stream_loop", "-1", "-i", Footage, "-f", "lavfi", "-i", $"sine=f={toneHertz}:r=48000", "-map", "0:v", "-map", "1:a",
            "-vf", $"scale={size.Replace('x', ':')}:flags=bicubic", "-c:v", "libx264", "-preset", preset, "-crf", "21", "-c:a", "aac", "-ac", "2",
            "-t", seconds.ToString(CultureInfo.InvariantCulture), "-y", path);
        return path;
    }
}
