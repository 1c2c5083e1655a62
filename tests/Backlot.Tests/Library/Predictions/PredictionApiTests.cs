using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Backlot.Library.Clips;
using Backlot.Library.Predictions;
using Backlot.Library.Predictions.Import;
using Backlot.Library.Predictions.Model;
using Backlot.Platform.Http;
using Backlot.Tests.Support;

namespace Backlot.Tests.Library.Predictions;

public sealed class PredictionApiTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Before_fifty_results_a_prediction_says_that_it_is_untrained_and_is_wide()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var clip = (await AddClipsAsync(server, 1))[0];

        var made = await PredictAsync(server, clip.Id);

        Assert.Equal((false, ModelVersion.Untrained, 0.02), (made.IsTrained, made.ModelVersion, Math.Round(made.PredictedCtr, 10)));
        Assert.True(made.Band.High / made.Band.Low > 50);
        Assert.Equal(ClipFeatures.Names.Order(StringComparer.Ordinal), made.Features.Keys);
        Assert.Equal(JsonSerializer.Serialize(made), JsonSerializer.Serialize(await server.Http.GetFromJsonAsync<PredictionView>($"/api/predictions/{made.Id}", Ct)));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_clip_without_scores_is_a_sentence()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var clip = (await MadeFootage.AddClipsAsync(server, await MadeFootage.AddFilmAsync(server), MadeFootage.Calm))[0];

        using var refused = await server.Http.PostAsync(new Uri($"/api/clips/{clip.Id}/predictions", UriKind.Relative), null, Ct);

        Assert.Equal((409, "clip.unscored"), await CodeAsync(refused));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_came_of_it_is_fed_back_and_only_as_a_whole()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var clip = (await AddClipsAsync(server, 1))[0];
        var (one, two) = (await PredictAsync(server, clip.Id), await PredictAsync(server, clip.Id));

        using var alone = await PatchAsync(server, one.Id, new { views = 10 });
        using var wrong = await PatchAsync(server, one.Id, new { actualCtr = 1.5 });
        using var good = await PatchAsync(server, one.Id, new { actualCtr = 0.024, views = 12_000, adId = "ad-1" });
        using var twice = await PatchAsync(server, two.Id, new { adId = "ad-1" });

        Assert.Equal([(422, "invalid"), (422, "invalid"), (409, "duplicate")], [await CodeAsync(alone), await CodeAsync(wrong), await CodeAsync(twice)]);
        var edited = await good.Content.ReadFromJsonAsync<PredictionView>(Ct);
        Assert.Equal((0.024, 12_000, "ad-1"), (edited?.ActualCtr, edited?.Views, edited?.AdId));
        Assert.Equal([one.Id], (await ListAsync(server, "hasResult=true")).Select(p => p.Id));
        Assert.Equal([two.Id], (await ListAsync(server, $"hasResult=false&clipId={clip.Id}")).Select(p => p.Id));
        Assert.Equal(1, (await CalibrationAsync(server)).Results);
    }

    [Fact(Timeout = 120_000)]
    public async Task From_fifty_results_on_a_model_is_learnt_checked_and_named()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var random = new Random(1);
        var clips = await AddClipsAsync(server, 80, n => n / 80.0);
        var lines = clips.Select((clip, n) => Line($"ad-{n}", clip, Odds.Chance(-4 + 3 * n / 80.0 + 0.1 * PlantedClips.Normal(random)), 20_000)).ToList();

        var few = await ImportAsync(server, lines.Take(49));
        await UntilTrainedAsync(server, few);
        var before = await CalibrationAsync(server);
        var all = await ImportAsync(server, lines);
        await UntilTrainedAsync(server, all);
        var after = await CalibrationAsync(server);
        var (weak, strong) = (await PredictAsync(server, clips[4].Id), await PredictAsync(server, clips[75].Id));

        Assert.Equal((0, 49), (few.Updated, few.Added));
        Assert.Equal((49, 31), (all.Updated, all.Added));
        Assert.Equal((false, 49, 50, null), (before.IsTrained, before.Results, before.ResultsNeeded, before.Auc));
        Assert.Equal((true, "clicks-1.1", 80), (after.IsTrained, after.ModelVersion, after.Results));
        Assert.InRange(after.Auc ?? 0, 0.6, 0.9);
        Assert.True(after.BrierScore < after.BrierOfAverage);
        Assert.Equal(80, after.Bins.Sum(b => b.Results));
        Assert.Equal((true, "clicks-1.1"), (weak.IsTrained, weak.ModelVersion));
        Assert.InRange(weak.PredictedCtr, 0.01, 0.035);
        Assert.InRange(strong.PredictedCtr, 0.15, 0.33);
        Assert.All((PredictionView[])[weak, strong], p => Assert.True(p.Band.Low < p.PredictedCtr && p.PredictedCtr < p.Band.High));
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_a_file_with_a_wrong_line_nothing_is_kept_and_each_wrong_line_is_told()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var clips = await AddClipsAsync(server, 2);
        var bare = (await MadeFootage.AddClipsAsync(server, await MadeFootage.AddFilmAsync(server), MadeFootage.Calm))[0];
        await ImportAsync(server, [Line("known", clips[0], 0.1, 100)]);

        using var refused = await server.Http.PostAsJsonAsync("/api/predictions/import", new
        {
            csv = $"ad_id,clip_id,ctr\nnew,{clips[1].Id},0.5\nknown,{clips[1].Id},0.2\nother,,0.2\nnobody's,{Guid.CreateVersion7()},0.2\nbare,{bare.Id},0.1\n",
        }, Ct);

        var problem = await ProblemDocument.ReadAsync(refused);
        Assert.Equal((422, "invalid"), (problem.Status, problem.Code));
        string[] faults = ["Line 3, column clip_id: the ad shows another clip", "Line 4, column clip_id: the ad is not known yet",
            "Line 5, column clip_id: there is no such clip", "Line 6, column clip_id: the clip has no scores yet"];
        Assert.All(faults.Zip(problem.Errors!.Value.EnumerateArray(), (fault, error) => (fault, error)), pair =>
            Assert.StartsWith(pair.fault, pair.error.GetProperty("detail").GetString(), StringComparison.Ordinal));
        Assert.Equal(faults.Length, problem.Errors.Value.GetArrayLength());
        Assert.Equal([0.1], await server.Database.ColumnAsync<double>("select actual_ctr from predictions"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_dry_run_tells_what_would_be_done_and_does_nothing()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var clips = await AddClipsAsync(server, 2);
        await PredictAsync(server, clips[0].Id);
        var lines = clips.Select((clip, n) => Line($"ad-{n}", clip, 0.1, 100)).ToList();

        var dry = await ImportAsync(server, lines, dryRun: true);
        Assert.Equal(0, await server.Database.ValueAsync<long>("select count(*) from predictions where ad_id is not null"));
        var real = await ImportAsync(server, lines);

        Assert.Equal((1, 1, true, null), (dry.Updated, dry.Added, dry.DryRun, dry.TrainingJobId));
        Assert.Equal((1, 1, false), (real.Updated, real.Added, real.DryRun));
        Assert.Equal(2, await server.Database.ValueAsync<long>("select count(*) from predictions where views = 100 and actual_ctr = 0.1"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Nobody_learns_from_the_results_of_another()
    {
        await using var server = await TestServer.StartAsync(cluster);
        using var other = await TestUser.AddAsync(server, "other");
        var clips = await AddClipsAsync(server, 60, n => n / 60.0);
        await UntilTrainedAsync(server, await ImportAsync(server, clips.Select((clip, n) => Line($"ad-{n}", clip, 0.1 + n / 100.0, 1000))));

        var theirs = await other.Http.GetFromJsonAsync<CalibrationView>("/api/predictions/calibration", Ct);
        using var foreign = await other.Http.PostAsJsonAsync("/api/predictions/import", new { csv = $"ad_id,clip_id,ctr\nx,{clips[0].Id},0.1" }, Ct);

        Assert.True((await CalibrationAsync(server)).IsTrained);
        Assert.Equal((false, 0), (theirs?.IsTrained, theirs?.Results));
        Assert.Contains("there is no such clip", (await ProblemDocument.ReadAsync(foreign)).Errors?.GetRawText(), StringComparison.Ordinal);
    }

    /// <summary>Scored ones; the hook of each as the test says.</summary>
    private static async Task<List<Clip>> AddClipsAsync(TestServer server, int count, Func<int, double>? hook = null)
    {
        var clips = await MadeFootage.AddClipsAsync(server, await MadeFootage.AddFilmAsync(server), Enumerable.Repeat(MadeFootage.Calm, count));
        foreach (var (n, clip) in clips.Index())
            await MadeFootage.ScoreAsync(server, clip.Id, hook?.Invoke(n) ?? 0.5);
        return clips;
    }

    private static string Line(string ad, Clip clip, double rate, int views) =>
        string.Create(CultureInfo.InvariantCulture, $"{ad},{clip.Id},{Math.Round(rate * views)},{views}");

    private static async Task<ImportedResults> ImportAsync(TestServer server, IEnumerable<string> lines, bool dryRun = false)
    {
        using var reply = await server.Http.PostAsJsonAsync("/api/predictions/import",
            new { csv = "ad_id,clip_id,clicks,views\n" + string.Join('\n', lines), dryRun }, Ct);
        Assert.True(reply.StatusCode == HttpStatusCode.OK, await reply.Content.ReadAsStringAsync(Ct));
        return await reply.Content.ReadFromJsonAsync<ImportedResults>(Ct) ?? throw new JsonException();
    }

    private static Task UntilTrainedAsync(TestServer server, ImportedResults imported) =>
        server.Database.UntilAsync("select status = 'completed' from jobs where id = $1", imported.TrainingJobId ?? throw new InvalidOperationException());

    private static async Task<PredictionView> PredictAsync(TestServer server, Guid clip)
    {
        using var reply = await server.Http.PostAsync(new Uri($"/api/clips/{clip}/predictions", UriKind.Relative), null, Ct);
        Assert.True(reply.StatusCode == HttpStatusCode.Created, await reply.Content.ReadAsStringAsync(Ct));
        return await reply.Content.ReadFromJsonAsync<PredictionView>(Ct) ?? throw new JsonException();
    }

    private static Task<HttpResponseMessage> PatchAsync(TestServer server, Guid id, object edit) => server.Http.PatchAsJsonAsync($"/api/predictions/{id}", edit, Ct);

    private static async Task<CalibrationView> CalibrationAsync(TestServer server) =>
        await server.Http.GetFromJsonAsync<CalibrationView>("/api/predictions/calibration", Ct) ?? throw new JsonException();

    private static async Task<IReadOnlyList<PredictionView>> ListAsync(TestServer server, string query) =>
        (await server.Http.GetFromJsonAsync<Page<PredictionView>>("/api/predictions?" + query, Ct))?.Items ?? [];

    private static async Task<(int? Status, string? Code)> CodeAsync(HttpResponseMessage reply)
    {
        var problem = await ProblemDocument.ReadAsync(reply);
        return (problem.Status, problem.Code);
    }
}
