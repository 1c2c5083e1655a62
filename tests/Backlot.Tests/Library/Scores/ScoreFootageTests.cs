using System.Net.Http.Json;
using System.Text.Json;
using Backlot.Library.Clips;
using Backlot.Library.Scores;
using Backlot.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Tests.Library.Scores;

public sealed class ScoreFootageTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_film_is_scored_and_each_score_says_why()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var clips = await AddAsync(server, 3);

        await ScoreAsync(server, clips[0].AssetId);
        var scored = await ClipAsync(server, clips[1].Id);
        var reasons = await server.Http.GetFromJsonAsync<ScoreReasons>($"/api/clips/{clips[1].Id}/scores", Ct);

        Assert.NotNull(reasons);
        Assert.Equal(reasons.Composite.Value, scored.CompositeScore!.Value, 1e-3);
        Assert.Equal((reasons.Hook.Value, reasons.Psychology.Value, reasons.Scene.Value), (scored.HookRank, scored.PsychologyRank, scored.SceneScore));
        Assert.Equal(reasons.Novelty?.Value, scored.NoveltyRank);
        Assert.Equal(["hook", "novelty", "psychology", "scene"], reasons.Composite.Evidence.Select(e => e.Name));
        Assert.Contains("score", scored.HookStrength, StringComparison.Ordinal);
        Assert.NotNull(scored.EmotionData);
    }

    [Fact(Timeout = 60_000)]
    public async Task Novelty_is_the_distance_to_the_owners_own_other_clips()
    {
        await using var server = await TestServer.StartAsync(cluster);
        using var other = await TestUser.AddAsync(server, "other");
        var (mine, random) = (await AddAsync(server, 3, vectors: false), new Random(1));
        var (same, away) = (MadeFootage.Direction(random), MadeFootage.Direction(random));
        foreach (var (clip, vector) in mine.Zip((float[][])[same, same, away]))
            await MadeFootage.SetVectorAsync(server, clip.Id, vector);
        // Another's clip of the very same picture takes nothing from mine.
        var theirs = await MadeFootage.AddClipsAsync(server, await MadeFootage.AddFilmAsync(server, other.Id), MadeFootage.Calm);
        await MadeFootage.SetVectorAsync(server, theirs[0].Id, away);

        await ScoreAsync(server, mine[0].AssetId);

        var (twin, lone) = (await NoveltyAsync(server, mine[0].Id), await NoveltyAsync(server, mine[2].Id));
        Assert.Equal(0, twin.GetProperty("evidence")[0].GetProperty("from")[0].GetProperty("value").GetDouble(), 1e-3);
        Assert.InRange(lone.GetProperty("score").GetDouble(), 0.9, 1);
        Assert.Equal(2, lone.GetProperty("evidence")[0].GetProperty("from").GetArrayLength());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_clip_without_a_vector_is_scored_by_what_there_is()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var clip = (await AddAsync(server, 1, vectors: false))[0];

        await ScoreAsync(server, clip.AssetId);
        var scored = await ClipAsync(server, clip.Id);
        var reasons = await server.Http.GetFromJsonAsync<ScoreReasons>($"/api/clips/{clip.Id}/scores", Ct);

        Assert.Null(scored.NoveltyScore);
        Assert.Equal(reasons!.Composite.Value, scored.CompositeScore!.Value, 1e-3);
    }

    [Fact(Timeout = 60_000)]
    public async Task Changed_weights_make_every_composite_score_anew_and_those_of_nobody_else()
    {
        await using var server = await TestServer.StartAsync(cluster);
        using var other = await TestUser.AddAsync(server, "other");
        var mine = await AddAsync(server, 3);
        var theirs = await AddAsync(server, 1, owner: other.Id);
        foreach (var film in (Guid[])[mine[0].AssetId, theirs[0].AssetId])
            await ScoreAsync(server, film, film == mine[0].AssetId ? null : other);
        var before = await ClipAsync(server, theirs[0].Id, other.Id);

        using var changed = await server.Http.PatchAsJsonAsync("/api/score-weights", new { hook = 0, novelty = 0, psychology = 0, scene = 7 }, Ct);
        using var refused = await server.Http.PatchAsJsonAsync("/api/score-weights", new { scene = 0 }, Ct);
        await server.Database.UntilAsync("select not exists (select from jobs where completed_at is null)");

        Assert.True(changed.IsSuccessStatusCode);
        Assert.Equal("invalid", (await ProblemDocument.ReadAsync(refused)).Code);
        Assert.Equal(new(0, 0, 0, 7), await server.Http.GetFromJsonAsync<ScoreWeightsView>("/api/score-weights", Ct));
        Assert.Equal(3, await server.Database.ValueAsync<long>(
            "select count(*) from clips where user_id = $1 and composite_score = round(scene_score::numeric, 4)", server.OwnerId));
        Assert.Equal(before.CompositeScore, (await ClipAsync(server, theirs[0].Id, other.Id)).CompositeScore);
    }

    private static async Task<List<Clip>> AddAsync(TestServer server, int count, bool vectors = true, Guid? owner = null)
    {
        var clips = await MadeFootage.AddClipsAsync(server, await MadeFootage.AddFilmAsync(server, owner),
            Enumerable.Range(0, count).Select(n => MadeFootage.Calm with { Brightness = 0.4 + 0.1 * n, MotionMean = 0.1 * n }));
        foreach (var clip in vectors ? clips : [])
            await MadeFootage.SetVectorAsync(server, clip.Id, MadeFootage.Direction(new Random(clip.Id.GetHashCode())));
        return clips;
    }

    private static async Task ScoreAsync(TestServer server, Guid film, TestUser? user = null)
    {
        using var reply = await (user?.Http ?? server.Http).PostAsync(new Uri($"/api/assets/{film}/scores", UriKind.Relative), null, Ct);
        var order = await reply.Content.ReadFromJsonAsync<ScoringOrder>(Ct);
        await server.Database.UntilAsync("select completed_at is not null from jobs where id = $1", order!.JobId);
        Assert.Equal("completed", await server.Database.ValueAsync<string>("select coalesce(error_message, status) from jobs where id = $1", order.JobId));
    }

    private static async Task<Clip> ClipAsync(TestServer server, Guid id, Guid? owner = null)
    {
        await using var db = server.OpenDb(owner);
        return await db.Set<Clip>().AsNoTracking().SingleAsync(c => c.Id == id, Ct);
    }

    private static async Task<JsonElement> NoveltyAsync(TestServer server, Guid id) =>
        JsonSerializer.Deserialize<JsonElement>((await ClipAsync(server, id)).NoveltyScore!);
}
