using System.Globalization;
using Backlot.Platform.Processes;

namespace Backlot.Tests.Support;

/// <summary>Small media made by ffmpeg for a test.</summary>
internal static class SampleMedia
{
    private static readonly string[] Sound = ["ogg", "mp3", "flac", "wav", "m4a"], Picture = ["jpg", "png", "webp"];

    /// <summary>A folder with 20 tracks of about 4 s, each of another pitch, and one with 20 pictures of many shapes.</summary>
    public static async Task<(string Tracks, string Images)> MakeTwentyAsync(string root)
    {
        var (tracks, images) = (Path.Combine(root, "tracks"), Path.Combine(root, "images"));
        Directory.CreateDirectory(tracks);
        Directory.CreateDirectory(images);
        await Parallel.ForEachAsync(Enumerable.Range(1, 20), TestContext.Current.CancellationToken, async (n, _) =>
        {
            await MakeTrackAsync(Path.Combine(tracks, $"{n}. piece-{n}.{Sound[n % Sound.Length]}"), 200 + n * 20, 4 + n * 0.013);
            await MakePictureAsync(Path.Combine(images, $"picture {n}.{Picture[n % Picture.Length]}"), 200 + n * 40, 640 - n * 20, n * 18);
        });
        return (tracks, images);
    }

    public static Task MakeTrackAsync(string path, int pitchHz, double seconds) => RunAsync(
        "-f", "lavfi", "-i", string.Create(CultureInfo.InvariantCulture, $"sine=f={pitchHz}:d={seconds:0.000}:r=44100"), "-ac", "2", path);

    /// <param name="hueDegrees">Turns the test picture's colours.</param>
    public static Task MakePictureAsync(string path, int width, int height, int hueDegrees) => RunAsync(
        "-f", "lavfi", "-i", $"testsrc2=s={width}x{height}:d=0.04,hue=h={hueDegrees}", "-frames:v", "1", path);

    private static async Task RunAsync(params string[] arguments)
    {
        var made = await ChildProcess.RunAsync(
            new("ffmpeg", ["-v", "error", "-nostdin", .. arguments]) { Deadline = TimeSpan.FromSeconds(30) }, TestContext.Current.CancellationToken);
        Assert.True(made.ExitCode == 0, made.StderrTail);
    }
}
