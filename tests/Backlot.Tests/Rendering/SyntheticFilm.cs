using System.Globalization;
using Backlot.Tests.Support;

namespace Backlot.Tests.Rendering;

/// <summary>A film put together by a seed from real pictures that are panned over, real footage and generators, so that every
/// boundary is known.</summary>
/// <param name="Arguments">For ffmpeg, without the output.</param>
/// <param name="BoundarySeconds">When the first frame of each part but the first is shown; of a dissolve the middle.</param>
public sealed record SyntheticFilm(string[] Arguments, double[] BoundarySeconds)
{
    public const int FramesPerSecond = 25;

    private const string Data = RealMedia.Folder;

    private static readonly string[] Pictures =
    [
        "aloeL.jpg", "baboon.jpg", "board.jpg", "building.jpg", "fruits.jpg", "home.jpg", "messi5.jpg", "orange.jpg", "starry_night.jpg",
        "stuff.jpg", "squirrel_cls.jpg", "aero1.jpg", "apple.jpg", "rubberwhale1.png", "graf1.png", "HappyFish.jpg", "leuvenA.jpg", "cards.png",
        "butterfly.jpg", "licenseplate_motion.jpg",
    ];

    // Stretches in which the camera isn't stopped.
    private static readonly (string File, double Start, double Seconds)[] Footage =
    [
        ("vtest.avi", 3, 12), ("vtest.avi", 40, 12), ("tree.avi", 2, 20), ("Megamind.avi", 0.4, 3.4),
    ];

    private static readonly string[] Generators =
    [
        "testsrc2=s=320x180:r=25", "mandelbrot=s=320x180:r=25:start_scale=1", "smptehdbars=s=320x180:r=25", "gradients=s=320x180:r=25:seed=3:speed=0.02",
        "cellauto=s=320x180:r=25:rule=110:seed=5", "color=0x305080:s=320x180:r=25", "rgbtestsrc=s=320x180:r=25",
    ];

    /// <summary>Parts of half a second to two and a half, cut hard.</summary>
    public static SyntheticFilm Cuts(int seed, int parts) => Make(seed, parts, dissolveFrames: 0);

    /// <summary>Parts that stand alone for two to four seconds, each mixed into the next.</summary>
    public static SyntheticFilm Dissolves(int seed, int parts, int frames) => Make(seed, parts, frames);

    private static SyntheticFilm Make(int seed, int parts, int dissolveFrames)
    {
        var random = new Random(seed);
        List<string> inputs = [], chains = [];
        List<double> boundaries = [];
        var (frames, last) = (0, -1);
        for (var i = 0; i < parts; i++)
        {
            int source;
            // The last piece of footage is too short for dissolves; mixtures with generators nobody could tell.
            do
                source = random.Next(dissolveFrames > 0 ? Pictures.Length + Footage.Length - 1 : Pictures.Length + Footage.Length + Generators.Length);
            while (FileOf(source) == FileOf(last));
            last = source;
            var length = dissolveFrames > 0 ? random.Next(50, 100) + 2 * dissolveFrames : random.Next(13, 63);
            var (input, chain) = Part(source, random);
            inputs.AddRange(input);
            chains.Add(Text($"[{i}:v]{chain},settb=1/25,setpts=N,trim=end_frame={length},setpts=N,format=yuv420p,setsar=1[p{i}]"));
            if (i > 0)
                boundaries.Add((frames + dissolveFrames / 2.0) / FramesPerSecond);
            frames += length - dissolveFrames;
        }
        chains.Add(dissolveFrames == 0
            ? string.Concat(Enumerable.Range(0, parts).Select(i => $"[p{i}]")) + $"concat=n={parts}:v=1[film]"
            : Mixed(boundaries, dissolveFrames));
        return new([.. inputs, "-filter_complex", string.Join(';', chains), "-map", "[film]", "-r", "25", "-preset", "veryfast", "-g", "60"], [.. boundaries]);
    }

    // Two stretches of one camera's street next to each other are no new scene.
    private static string? FileOf(int source) =>
        source < 0 ? null
        : source >= Pictures.Length && source < Pictures.Length + Footage.Length ? Footage[source - Pictures.Length].File
        : $"{source}";

    private static string Mixed(List<double> boundaries, int frames)
    {
        var seconds = frames / (double)FramesPerSecond;
        return string.Join(';', boundaries.Select((middle, i) =>
        {
            var (from, to) = (i == 0 ? "p0" : $"m{i}", i == boundaries.Count - 1 ? "film" : $"m{i + 1}");
            return Text($"[{from}][p{i + 1}]xfade=duration={seconds}:offset={middle - seconds / 2}[{to}]");
        }));
    }

    private static (string[] Input, string Chain) Part(int source, Random random)
    {
        const string Fill = "scale=320:180:force_original_aspect_ratio=increase,crop=320:180";
        if (source < Pictures.Length)
        {
            // Still, or under a slowly moving camera.
            var (dx, dy) = (random.Next(-2, 3), random.Next(-1, 2));
            return (["-framerate", "25", "-i", $"{Data}/{Pictures[source]}"],
                Text($"scale=480:320:force_original_aspect_ratio=increase,loop=-1:1,crop=320:180:x='(iw-320)/2+{dx}*n':y='(ih-180)/2+{dy}*n'"));
        }
        source -= Pictures.Length;
        if (source < Footage.Length)
        {
            var (file, start, seconds) = Footage[source];
            return (["-ss", Text($"{start}"), "-t", Text($"{seconds}"), "-i", $"{Data}/{file}"], $"{Fill},fps=25");
        }
        return (["-f", "lavfi", "-i", Generators[source - Footage.Length]], "null");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
