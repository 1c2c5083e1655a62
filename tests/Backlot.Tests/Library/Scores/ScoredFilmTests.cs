using System.Net.Http.Json;
using System.Text.Json;
using Backlot.Library.Assets;
using Backlot.Library.Clips;
using Backlot.Library.Scores;
using Backlot.Library.Similarity;
using Backlot.Platform.Http;
using Backlot.Platform.Processes;
using Backlot.Tests.Library.Ingest;
using Backlot.Tests.Support;

namespace Backlot.Tests.Library.Scores;

/// <summary>From a folder with a film to scored clips that can be searched.</summary>
public sealed class ScoredFilmTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task A_film_that_comes_in_is_scored_by_itself()
    {
        using var footage = new Footage();
        await using var server = await TestServer.StartAsync(cluster);
        // Four seconds of colour bars in silence, then noise that wanders, loudly.
        var made = await ChildProcess.RunAsync(new("ffmpeg",
        [
            "-v", "error", "-f", "lavfi", "-i", "smptebars=s=320x240:r=25:d=4,format=yuv420p[a];life=s=320x240:r=25:mold=10:ratio=0.5:death_color=red:life_color=yellow,trim=duration=4,format=yuv420p[b];[a][b]concat=n=2",
            "-f", "lavfi", "-i", "anullsrc=r=44100:cl=stereo:d=4[a];sine=f=330:r=44100:d=4,volume=8dB,aformat=channel_layouts=stereo[b];[a][b]concat=n=2:v=0:a=1",
            "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", footage.At("film.mp4"),
        ]), Ct);
        Assert.True(made.ExitCode == 0, made.StderrTail);
        Footage.Age(footage.At("film.mp4"));

        await Footage.UntilEndedAsync(server.Http, (await Footage.IngestAsync(server.Http, new(footage.Root))).Id);
        await server.Database.UntilAsync("select exists (select from jobs where kind = 'library.score-footage' and completed_at is not null)");
        Assert.Equal("completed", await server.Database.ValueAsync<string>("select coalesce(error_message, status) from jobs where kind = 'library.score-footage'"));
        var film = Assert.Single((await server.Http.GetFromJsonAsync<Page<AssetView>>("/api/assets", Ct))!.Items);
        var clips = (await server.Http.GetFromJsonAsync<Page<ClipView>>($"/api/assets/{film.Id}/clips", Ct))!.Items;
        var similar = await server.Http.GetFromJsonAsync<SimilarClips>($"/api/clips/{clips[0].Id}/similar", Ct);

        var (still, wild) = (clips[0], clips[^1]);
        Assert.True(clips.Count >= 2);
        Assert.All(clips, clip => Assert.InRange(clip.CompositeScore ?? -1, 0.01, 1));
        Assert.InRange(ScoreOf(wild.PsychologyScore) - ScoreOf(still.PsychologyScore), 0.02, 1);
        Assert.Contains("Hardly anything moves", (await server.Http.GetFromJsonAsync<ScoreReasons>($"/api/clips/{still.Id}/scores", Ct))!.Hook.Evidence[0].Words, StringComparison.Ordinal);
        Assert.Equal(clips.Skip(1).Select(c => c.Id).Order(), similar!.Items.Select(s => s.ClipId).Order());
    }

    private static double ScoreOf(JsonElement? score) => score!.Value.GetProperty("score").GetDouble();
}
