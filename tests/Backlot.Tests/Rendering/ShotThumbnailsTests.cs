using Backlot.Rendering;
using Backlot.Rendering.Scenes;
using Backlot.Rendering.Signals;
using Backlot.Tests.Support;

namespace Backlot.Tests.Rendering;

/// <summary>The pictures of shots that are made while other shots are still looked for.</summary>
public sealed class ShotThumbnailsTests(MediaFolder folder) : IClassFixture<MediaFolder>
{
    /// <summary>More than one call of ffmpeg takes, and not a multiple of it.</summary>
    private const int Shots = FootagePictures.MostThumbnails + 3;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_shot_has_its_own_picture_when_the_last_one_is_found()
    {
        // Each second a shot of its own: dark on one side, lighter by a step than the shot before it on the other.
        var path = await folder.MakeAsync("shots.mp4", "-f", "lavfi", "-i", $"color=black:s=320x180:r=25:d={Shots},format=gray,geq=lum='if(mod(floor(T),2),gt(X,160),lte(X,160))*(90+12*floor(T))+20':cb=128:cr=128",
            "-g", "250", "-bf", "3");
        var thumbnails = await ThumbnailsAsync(path);

        var pictures = new List<byte[]>();
        for (var shot = 0; shot < Shots; shot++)
            pictures.Add(await PixelsAsync(thumbnails.FileOf(shot)));

        for (var shot = 0; shot < Shots; shot++)
        {
            var (left, right) = (pictures[shot][0], pictures[shot][1]);
            var (light, dark) = shot % 2 == 0 ? (left, right) : (right, left);
            Assert.InRange(dark, 0, 30);
            Assert.InRange(light - 1.164 * (94 + 12 * shot), -14, 14);
        }
        Assert.Null(thumbnails.FileOf(Shots));
    }

    [Fact]
    public async Task A_shot_whose_picture_cannot_be_made_has_none_and_the_others_have_theirs()
    {
        var path = await folder.MakeAsync("plain.mp4", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=1");
        var facts = await FactsAsync(path);
        var thumbnails = new ShotThumbnails(new(folder.Ffmpeg), path, facts, Directory.CreateDirectory(folder.File("lacking")).FullName);
        // As damage would have it: a frame that is not in the film.
        thumbnails.Add(1, new(50, 51));

        var reading = await new SceneFinder(folder.Ffmpeg).FindAsync(path, facts, sprites: null, thumbnails, progress: null, Ct);

        Assert.Single(reading.Shots);
        Assert.NotNull(thumbnails.FileOf(0));
        Assert.Null(thumbnails.FileOf(1));
    }

    private async Task<ShotThumbnails> ThumbnailsAsync(string path)
    {
        var facts = await FactsAsync(path);
        var thumbnails = new ShotThumbnails(new(folder.Ffmpeg), path, facts, Directory.CreateDirectory(folder.File("thumbnails")).FullName);
        var reading = await new SceneFinder(folder.Ffmpeg).FindAsync(path, facts, sprites: null, thumbnails, progress: null, Ct);
        Assert.Equal(Shots, reading.Shots.Count);
        return thumbnails;
    }

    private Task<MediaFacts> FactsAsync(string path) => new MediaProbe(folder.Ffmpeg).ProbeAsync(path, MediaKind.Video, Ct);

    /// <summary>How bright the left and the right half are.</summary>
    private async Task<byte[]> PixelsAsync(string? path) => await File.ReadAllBytesAsync(await folder.MakeAsync(
        $"{Guid.CreateVersion7():N}.raw", "-f", "jpeg_pipe", "-i", path ?? "", "-vf", "scale=2:1:flags=area:out_range=pc", "-pix_fmt", "gray", "-f", "rawvideo"), Ct);
}
