using System.Globalization;
using System.Runtime.InteropServices;
using Backlot.Rendering;
using Backlot.Rendering.Cuts;

namespace Backlot.Tests.Rendering.Cuts;

/// <summary>Films whose every frame shows its own number as twelve light or dark fields, and whose sound clicks every 0.4 s.</summary>
public sealed class NumberedFilms : IDisposable
{
    public const int Width = 128, Height = 72;
    public const double ClickSeconds = 0.4;

    private const int Across = 4, Down = 3, SoundRate = 44_100;

    /// <summary>What was seen and heard of films, by their paths.</summary>
    private readonly Dictionary<string, (byte[] Gray, float[] Sound)> shown = [];

    public MediaFolder Folder { get; } = new();

    internal CutRenderer Renderer => new(Folder.Ffmpeg, new(Folder.File("cache"), TimeProvider.System));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Folder.Dispose();

    /// <param name="offset">The number of its first frame.</param>
    /// <returns>Its SHA-256.</returns>
    public Task<string> AddAsync(string name, int frames, int offset, params string[] encoder) => AddOtherAsync(name, frames, offset, "25", "", encoder);

    /// <param name="rate">Frames a second, as ffmpeg writes it.</param>
    /// <param name="filter">What is done to the numbered pictures, behind a comma; empty for nothing.</param>
    public async Task<string> AddOtherAsync(string name, int frames, int offset, string rate, string filter, params string[] encoder)
    {
        // Two pixels a field each way, enlarged: to reckon every pixel takes longer than all else.
        var number = Text($"floor((N+{offset})/pow(2,floor(X/2)+{Across}*floor(Y/2)))");
        var seconds = Rational.Parse(rate)!.Value is var r ? frames / r.Value : 0;
        return Folder.Sha256(await Folder.MakeAsync(name,
        [
            "-f", "lavfi", "-i", $"color=black:s={2 * Across}x{2 * Down}:r={rate},format=yuv420p,geq=lum='if(mod({number},2),220,30)':cb=128:cr=128,"
                + $"scale={Width}:{Height}:flags=neighbor,setsar=1{filter}",
            "-f", "lavfi", "-i", Text($"aevalsrc='if(lt(mod(t,{ClickSeconds}),0.005),0.8*sin(2*PI*2000*t),0)':s=48000:d={seconds}"),
            "-frames:v", $"{frames}", "-pix_fmt", "yuv420p", "-c:a", name.EndsWith(".mkv", StringComparison.Ordinal) ? "pcm_s16le" : "aac",
            .. encoder.Length > 0 ? encoder : ["-c:v", "libx264", "-preset", "veryfast", "-g", "25"],
        ]));
    }

    internal async Task<(string Path, CutResult Result)> RenderAsync(CutList film, string name = "film.mp4")
    {
        var path = Folder.File(name);
        shown.Remove(path);
        return (path, await Renderer.RenderAsync(film, Folder.PathOf, path, progress: null, Ct));
    }

    internal static CutList List(params CutPart[] parts) => new(Width, Height, new(25, 1), parts);

    /// <summary>From one frame of a film of 25 a second up to another, as seconds.</summary>
    internal static CutPart Frames(string sha256, int from, int to) => new(sha256, from / 25.0, to / 25.0);

    /// <summary>The numbers that the frames show, in the order in which they are shown.</summary>
    public async Task<List<int>> NumbersAsync(string film) => [.. (await GrayAsync(film)).Chunk(Width * Height).Select(NumberOf)];

    /// <summary>Luma of all frames, brought to the size of the numbered ones.</summary>
    public async Task<byte[]> GrayAsync(string film) => (await ShownAsync(film)).Gray;

    /// <summary>The left channel at 44,100 samples a second.</summary>
    public async Task<float[]> SoundAsync(string film) => (await ShownAsync(film)).Sound;

    /// <summary>Decoded once: most tests want both.</summary>
    private async Task<(byte[] Gray, float[] Sound)> ShownAsync(string film)
    {
        if (shown.TryGetValue(film, out var known))
            return known;
        var (gray, sound) = (Folder.File(Path.GetRandomFileName() + ".gray"), Path.GetRandomFileName() + ".f32");
        await Folder.MakeAsync(sound, "-i", film,
            "-map", "0:v", "-fps_mode", "passthrough", "-vf", $"scale={Width}:{Height}:flags=area,format=yuv420p,extractplanes=y,format=gray",
            "-f", "rawvideo", gray,
            "-map", "0:a", "-ac", "1", "-ar", $"{SoundRate}", "-f", "f32le");
        var samples = MemoryMarshal.Cast<byte, float>(await File.ReadAllBytesAsync(Folder.File(sound), Ct)).ToArray();
        return shown[film] = (await File.ReadAllBytesAsync(gray, Ct), samples);
    }

    /// <summary>When the clicks of a film begin, in seconds.</summary>
    public async Task<List<double>> ClicksAsync(string film)
    {
        var sound = await SoundAsync(film);
        var loud = sound.Max(Math.Abs) * 0.3f;
        List<double> clicks = [];
        for (var i = 0; i < sound.Length; i++)
        {
            if (Math.Abs(sound[i]) < loud)
                continue;
            clicks.Add(i / (double)SoundRate);
            i += SoundRate / 50;
        }
        return clicks;
    }

    /// <summary>How much of a pitch there is in a stretch of sound, as its amplitude.</summary>
    public static double Amplitude(float[] sound, double hertz, double fromSeconds, double toSeconds)
    {
        var (from, to) = ((int)(fromSeconds * SoundRate), (int)(toSeconds * SoundRate));
        var (sine, cosine) = (0.0, 0.0);
        for (var i = from; i < to; i++)
        {
            sine += sound[i] * Math.Sin(2 * Math.PI * hertz * i / SoundRate);
            cosine += sound[i] * Math.Cos(2 * Math.PI * hertz * i / SoundRate);
        }
        return 2 * Math.Sqrt(sine * sine + cosine * cosine) / (to - from);
    }

    private static int NumberOf(byte[] frame)
    {
        var number = 0;
        for (var bit = 0; bit < Across * Down; bit++)
        {
            var (x, y) = ((bit % Across * 2 + 1) * Width / Across / 2, (bit / Across * 2 + 1) * Height / Down / 2);
            number |= frame[y * Width + x] > 125 ? 1 << bit : 0;
        }
        return number;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
