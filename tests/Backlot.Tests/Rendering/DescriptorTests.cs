using Backlot.Rendering;
using Backlot.Rendering.Scenes;
using Backlot.Rendering.Signals;
using Backlot.Tests.Support;

namespace Backlot.Tests.Rendering;

public sealed class DescriptorTests(MediaFolder folder) : IClassFixture<MediaFolder>
{
    private const string Data = RealMedia.Folder;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Stretches of real films: file, start and length in seconds.</summary>
    public static TheoryData<string, double, double> Stretches => new()
    {
        { "Megamind.avi", 0.5, 3.4 }, { "Megamind.avi", 8.6, 2.4 }, { "vtest.avi", 10, 3 }, { "tree.avi", 5, 4 },
    };

    [Theory]
    [MemberData(nameof(Stretches))]
    public async Task The_same_clip_coded_otherwise_or_trimmed_is_nearly_the_same_point(string file, double start, double seconds)
    {
        string[][] codings =
        [
            ["-qp", "2"], ["-crf", "33"], ["-vf", "scale=iw/2:-2", "-crf", "23"], ["-ss", "0.2", "-t", Text(seconds - 0.4), "-crf", "23"], ["-r", "12", "-crf", "23"],
        ];
        var films = codings.Index().Select(coding => folder.File($"{file} {Text(start)} {coding.Index}.mkv")).ToList();
        // All in one go: to read and decode the stretch takes longer than most of these.
        string[] all = [.. Stretch(file, start, seconds), .. codings.Zip(films).SelectMany(pair => (string[])[.. Encoder, .. pair.First, pair.Second])];
        await folder.MakeAsync(Path.GetFileName(films[^1]), all[..^1]);
        var points = new List<float[]>();
        foreach (var film in films)
            points.Add(await PointAsync(film));

        Assert.Equal(1, Descriptor.Similarity(points[0], points[0]), 1e-5);
        Assert.All(points[1..], other => Assert.InRange(Descriptor.Similarity(points[0], other), 0.98, 1));
    }

    [Fact]
    public async Task The_same_scene_is_nearer_than_the_same_film_and_that_nearer_than_another()
    {
        // Two stretches of each shot, so that "the same scene" is never the same frames.
        var shots = new[]
        {
            new[] { ("Megamind.avi", 0.3, 1.8), ("Megamind.avi", 2.2, 1.8) }, [("Megamind.avi", 4.2, 1.1), ("Megamind.avi", 5.3, 1.1)],
            [("Megamind.avi", 8.5, 1.3), ("Megamind.avi", 9.9, 1.3)], [("vtest.avi", 5, 5), ("vtest.avi", 60, 5)], [("tree.avi", 2, 5), ("tree.avi", 9, 5)],
        };
        var pieces = shots.SelectMany((shot, index) =>
            shot.Select(piece => (Shot: index, File: piece.Item1, Start: piece.Item2, Seconds: piece.Item3))).ToList();
        var paths = pieces.Select((_, n) => folder.File($"piece {n}.mkv")).ToList();
        string[] inputs = [.. pieces.SelectMany(piece => Stretch(piece.File, piece.Start, piece.Seconds))];
        string[] outputs = [.. paths.SelectMany((path, n) => (string[])["-map", $"{n}:v", .. Encoder, "-crf", "20", path])];
        await folder.MakeAsync(Path.GetFileName(paths[^1]), [.. inputs, .. outputs[..^1]]);
        List<(string Film, int Shot, float[] Point)> points = [];
        foreach (var (piece, path) in pieces.Zip(paths))
            points.Add((piece.File, piece.Shot, await PointAsync(path)));
        var pairs = points.SelectMany((a, i) => points.Skip(i + 1).Select(b => (a, b, Similarity: Descriptor.Similarity(a.Point, b.Point)))).ToList();

        var scene = pairs.Where(pair => pair.a.Shot == pair.b.Shot).Select(pair => pair.Similarity).ToList();
        var film = pairs.Where(pair => pair.a.Shot != pair.b.Shot && pair.a.Film == pair.b.Film).Select(pair => pair.Similarity).ToList();
        var other = pairs.Where(pair => pair.a.Film != pair.b.Film).Select(pair => pair.Similarity).ToList();

        Assert.True(scene.Min() > film.Max(), $"{scene.Min()} against {film.Max()}");
        Assert.True(film.Average() > other.Average() + 0.1, $"{film.Average()} against {other.Average()}");
        Assert.True(film.Average() > other.Max(), $"{film.Average()} against {other.Max()}");
    }

    [Fact]
    public async Task A_point_has_512_numbers_of_unit_length_even_for_black_nothing()
    {
        var path = await folder.MakeAsync("black.mp4", "-f", "lavfi", "-i", "color=black:s=64x64:d=0.04", "-frames:v", "1");

        var point = await PointAsync(path);

        Assert.Equal(Descriptor.Dimensions, point.Length);
        Assert.Equal(1, point.Sum(value => value * value), 1e-4);
    }

    private static string[] Encoder => ["-an", "-c:v", "libx264", "-preset", "veryfast"];

    private static string[] Stretch(string file, double start, double seconds) => ["-ss", Text(start), "-t", Text(seconds), "-i", $"{Data}/{file}"];

    private static string Text(double seconds) => FormattableString.Invariant($"{seconds}");

    private async Task<float[]> PointAsync(string path)
    {
        var facts = await new MediaProbe(folder.Ffmpeg).ProbeAsync(path, MediaKind.Video, Ct);
        var reading = await new SceneFinder(folder.Ffmpeg).FindAsync(path, facts, progress: null, Ct);
        return Descriptor.Of(Assert.Single(reading.Shots).Signals);
    }
}
