using System.Security.Cryptography;
using Backlot.Platform.Processes;
using Backlot.Rendering;
using Backlot.Tests.Support;

namespace Backlot.Tests.Rendering;

/// <summary>A folder of its own for one test class, with files that ffmpeg's generators make.</summary>
public sealed class MediaFolder : IDisposable
{
    private readonly Dictionary<string, string> paths = [];

    public string Root { get; } = Directory.CreateTempSubdirectory("backlot-render-").FullName;

    public Ffmpeg Ffmpeg { get; } = new(new());

    public string File(string name) => Path.Combine(Root, name);

    /// <summary>Runs ffmpeg as a stranger would, with none of our own arguments.</summary>
    public async Task<string> MakeAsync(string name, params string[] arguments)
    {
        if (!arguments.Any(argument => argument.Contains(Path.GetTempPath(), StringComparison.Ordinal)))
        {
            await MadeOnce.CopyAsync(File(name), arguments);
            return File(name);
        }
        var result = await ChildProcess.RunAsync(
            new("ffmpeg", ["-v", "error", "-y", .. arguments, File(name)]), TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.StderrTail);
        return File(name);
    }

    /// <summary>A picture of one colour.</summary>
    public Task<string> ColourAsync(string name, string colour, string size = "400x300") =>
        MakeAsync(name, "-f", "lavfi", "-i", Plain(colour, size), "-frames:v", "1");

    /// <summary>For ffmpeg's generators, as <see cref="ColourAsync"/>: one picture, as among several inputs an endless one never ends.</summary>
    public static string Plain(string colour, string size) => $"color={colour}:s=64x64:d=0.04,format=rgb24,scale={size}";

    /// <summary>A chord with noise, of its own pitch.</summary>
    public Task<string> TrackAsync(string name, double seconds, int hertz, double volume = 0.3) =>
        MakeAsync(name, "-f", "lavfi", "-i", Chord(seconds, hertz, volume), "-ac", "2");

    /// <summary>For ffmpeg's generators, as <see cref="TrackAsync"/>.</summary>
    public static string Chord(double seconds, int hertz, double volume) => FormattableString.Invariant(
        $"aevalsrc='{volume}*(sin(2*PI*{hertz}*t)+0.5*sin(2*PI*{hertz * 5 / 4}*t)+0.2*random(0))':s=44100:d={seconds}");

    /// <summary>Makes the file findable by what it contains.</summary>
    public string Sha256(string path)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(System.IO.File.ReadAllBytes(path)));
        paths[sha256] = path;
        return sha256;
    }

    public string PathOf(string sha256) => paths[sha256];

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
