using System.Globalization;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Platform.Processes;

namespace Backlot.Tests.Support;

/// <summary>Small media made by ffmpeg for a test.</summary>
internal static class SampleMedia
{
    private static readonly string[] Sound = ["ogg", "mp3", "flac", "wav", "m4a"], Picture = ["jpg", "png", "webp"];

    /// <summary>A folder with 20 tracks of about 4 s, each of another pitch, and one with 20 pictures. The first ones are of all formats that are let
    /// in, uneven lengths and many shapes; the others are plain, for which no program is started.</summary>
    public static async Task<(string Tracks, string Images)> MakeTwentyAsync(string root)
    {
        var (tracks, images) = await MakePlainTwentyAsync(root);
        List<string> inputs = [], outputs = [];
        foreach (var (i, ending) in Sound.Index())
        {
            inputs.AddRange(["-f", "lavfi", "-i", Tone(200 + i * 20, 4.013 + i * 0.013)]);
            outputs.AddRange(["-map", $"{i}:a", "-ac", "2", Path.Combine(tracks, $"{i + 1}. piece-{i + 1}.{ending}")]);
            File.Delete(Path.Combine(tracks, $"{i + 1}. piece-{i + 1}.wav"));
        }
        foreach (var (i, ending) in Picture.Index())
        {
            inputs.AddRange(["-f", "lavfi", "-i", TestPicture(240 + i * 240, 620 - i * 160, i * 18)]);
            outputs.AddRange(["-map", $"{Sound.Length + i}:v", "-frames:v", "1", Path.Combine(images, $"picture {i + 1}.{ending}")]);
            File.Delete(Path.Combine(images, $"picture {i + 1}.png"));
        }
        await RunAsync([.. inputs, .. outputs]);
        return (tracks, images);
    }

    /// <summary>The same as WAV and PNG; the pictures are of one shape.</summary>
    public static async Task<(string Tracks, string Images)> MakePlainTwentyAsync(string root, double seconds = 4)
    {
        var (tracks, images) = Folders(root);
        for (var n = 1; n <= 20; n++)
        {
            await PlainParts.WriteToneAsync(Path.Combine(tracks, $"{n}. piece-{n}.wav"), 200 + n * 20, seconds, TestContext.Current.CancellationToken);
            await using var picture = File.Create(Path.Combine(images, $"picture {n}.png"));
            PngWriter.Write(picture, 64, 36, (_, row) => row.AsSpan().Fill((byte)(10 * n)));
        }
        return (tracks, images);
    }

    public static Task MakeTrackAsync(string path, int pitchHz, double seconds) => RunAsync(
        "-f", "lavfi", "-i", Tone(pitchHz, seconds), "-ac", "2", path);

    /// <param name="hueDegrees">Turns the test picture's colours.</param>
    public static Task MakePictureAsync(string path, int width, int height, int hueDegrees) => RunAsync(
        "-f", "lavfi", "-i", TestPicture(width, height, hueDegrees), "-frames:v", "1", path);

    private static string Tone(int pitchHz, double seconds) => string.Create(CultureInfo.InvariantCulture, $"sine=f={pitchHz}:d={seconds:0.000}:r=44100");

    private static string TestPicture(int width, int height, int hueDegrees) => $"testsrc2=s={width}x{height}:d=0.04,hue=h={hueDegrees}";

    private static (string Tracks, string Images) Folders(string root) =>
        (Directory.CreateDirectory(Path.Combine(root, "tracks")).FullName, Directory.CreateDirectory(Path.Combine(root, "images")).FullName);

    private static async Task RunAsync(params string[] arguments)
    {
        var made = await ChildProcess.RunAsync(
            new("ffmpeg", ["-v", "error", "-nostdin", .. arguments]) { Deadline = TimeSpan.FromSeconds(30) }, TestContext.Current.CancellationToken);
        Assert.True(made.ExitCode == 0, made.StderrTail);
    }
}
