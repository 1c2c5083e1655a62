using System.Net.Http.Json;
using Backlot.Library.Assets;
using Backlot.Library.Footage;
using Backlot.Platform.Http;
using Backlot.Platform.Processes;
using Backlot.Tests.Library.Ingest;
using Backlot.Tests.Support;

namespace Backlot.Tests.Library.Films;

/// <summary>The picture that stands for a film shows something.</summary>
public sealed class PosterTests(TestCluster cluster) : IDisposable
{
    private readonly Footage _footage = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _footage.Dispose();

    [Fact]
    public void The_longest_shot_that_can_be_seen_is_chosen_and_of_dark_ones_the_clearest()
    {
        PosterShot dark = new(60, 0.02, 0.01), flat = new(50, 0.5, 0.02), clear = new(2, 0.4, 0.3), clearer = new(3, 0.2, 0.2), dusk = new(1, 0.1, 0.15);

        Assert.Equal(3, PosterShot.Choose([dark, flat, clear, clearer]));
        Assert.Equal(2, PosterShot.Choose([dark, flat, dusk]));
        Assert.Equal(0, PosterShot.Choose([dark]));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_film_that_is_dark_for_most_of_its_time_has_a_poster_that_is_not()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var made = await ChildProcess.RunAsync(new("ffmpeg", "-v", "error", "-f", "lavfi", "-i",
            "testsrc2=s=320x240:r=25:d=6,eq=brightness=-0.4:contrast=0.1[a];smptebars=s=320x240:r=25:d=2[b];[a][b]concat=n=2",
            "-c:v", "libx264", "-pix_fmt", "yuv420p", _footage.At("night.mp4")), Ct);
        Assert.True(made.ExitCode == 0, made.StderrTail);
        Footage.Age(_footage.At("night.mp4"));

        await Footage.UntilEndedAsync(server.Http, (await Footage.IngestAsync(server.Http, new(_footage.Root))).Id);
        await server.Database.UntilAsync("select exists (select from assets where variant = 'thumbnail')");
        Assert.Equal(2, await server.Database.ValueAsync<long>("select count(*) from clips"));
        var film = Assert.Single((await server.Http.GetFromJsonAsync<Page<AssetView>>("/api/assets", Ct))!.Items);
        await File.WriteAllBytesAsync(_footage.At("poster.jpg"), await server.Http.GetByteArrayAsync(film.Links!.Thumbnail, Ct), Ct);

        Assert.InRange(await LightAsync(_footage.At("poster.jpg")), 40, 255);
    }

    /// <returns>The mean luma, 0 to 255.</returns>
    private async Task<byte> LightAsync(string picture)
    {
        var pixel = _footage.At("pixel.raw");
        var shrunk = await ChildProcess.RunAsync(
            new("ffmpeg", "-v", "error", "-i", picture, "-vf", "scale=1:1:flags=area,format=gray", "-f", "rawvideo", pixel), Ct);
        Assert.True(shrunk.ExitCode == 0, shrunk.StderrTail);
        return Assert.Single(await File.ReadAllBytesAsync(pixel, Ct));
    }
}
