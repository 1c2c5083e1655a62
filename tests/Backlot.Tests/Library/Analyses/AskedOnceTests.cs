using System.Net.Http.Json;
using Backlot.Generation.Costs;
using Backlot.Generation.Keys;
using Backlot.Library;
using Backlot.Library.Analyses;
using Backlot.Platform.Http;
using Backlot.Tests.Generation.Answers;
using Backlot.Tests.Library.Ingest;
using Backlot.Tests.Support;

namespace Backlot.Tests.Library.Analyses;

/// <summary>What was answered is not paid for again.</summary>
public sealed class AskedOnceTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task The_same_question_is_paid_for_once_unless_it_is_asked_anew()
    {
        await using var fake = new FakeAnswerer(AskedReply.Ok(OpenAiDialect.Chat(DescriptionTests.Seen())));
        await using var asked = await AskedServer.StartAsync(cluster, fake);
        var picture = await asked.AddMadeAsync(AssetKind.Image, "testsrc2=s=64x64:d=0.04", "png");

        var first = await asked.MakeAsync(picture, "description", "openai");
        var second = await asked.MakeAsync(picture, "description", "openai");
        Assert.Single(fake.Requests);
        var anew = await asked.MakeAsync(picture, "description", "openai", anew: true);
        Assert.Equal(2, fake.Requests.Count);
        var last = await asked.MakeAsync(picture, "description", "openai");

        Assert.Equal(2, fake.Requests.Count);
        Assert.Equal([(3500, 0.0012m), (0, 0m), (3500, 0.0012m), (0, 0m)], new[] { first, second, anew, last }.Select(a => (a.TokenUsage, a.CostUsd)));
        Assert.All([second, anew, last], a => Assert.Equal($"{first.Result}", $"{a.Result}"));
        Assert.Equal([new("openai", 0.0024m, 2, 0, 0)], (await asked.Http.GetFromJsonAsync<CostView>("/api/costs", Ct))!.Items);
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_jobs_that_ask_the_same_at_the_same_time_call_once()
    {
        var arrived = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        await using var fake = new FakeAnswerer(AskedReply.Ok(OpenAiDialect.Chat(DescriptionTests.Seen())))
        {
            Arrived = _ => { arrived.TrySetResult(); return goOn.Task; },
        };
        await using var asked = await AskedServer.StartAsync(cluster, fake, settings => settings with { GenerateSlots = 4 });
        var picture = await asked.AddMadeAsync(AssetKind.Image, "testsrc2=s=64x64:d=0.04", "png");

        var first = Assert.Single(await asked.OrderAsync(picture, new("description", Provider: "openai")));
        await arrived.Task.WaitAsync(Ct);
        var second = Assert.Single(await asked.OrderAsync(picture, new("description", Provider: "openai")));
        await asked.Server.Database.UntilAsync("select exists (select from jobs where kind = 'library.ask-analysis' and progress_note = 'Another job asks the same')");
        goOn.SetResult();

        Assert.Equal(0.0012m, (await asked.UntilEndedAsync(first.Id)).CostUsd);
        Assert.Equal(0m, (await asked.UntilEndedWithoutRestAsync(second.Id)).CostUsd);
        Assert.Single(fake.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_workflow_asks_for_what_the_asset_has_beside_its_signals()
    {
        await using var fake = new FakeAnswerer(AskedReply.Ok(GeminiDialect.Answer(DescriptionTests.Seen(1, 2))));
        await using var asked = await AskedServer.StartAsync(cluster, fake);
        var film = await asked.AddFilmAsync(shots: 2);
        var picture = await asked.AddMadeAsync(AssetKind.Image, "testsrc2=s=64x64:d=0.04", "png");
        var sound = await asked.AddAsync(AssetKind.Audio, TinyMedia.Speech(1), seconds: 0.1);

        async Task<IEnumerable<string>> Ordered(Asset asset) =>
            (await asked.OrderAsync(asset, new(Workflow: "full", Provider: "gemini", Priority: 9))).Select(a => $"{a.Type} by {a.Provider}, {a.Workflow} {a.Priority}").Order();

        Assert.Equal(["description by gemini, full 9", "loudness by local, full 9", "palette by local, full 9", "scenes by local, full 9", "technical by local, full 9", "transcript by gemini, full 9"], await Ordered(film));
        Assert.Equal(["description by gemini, full 9", "palette by local, full 9", "technical by local, full 9"], await Ordered(picture));
        Assert.Equal(["loudness by local, full 9", "technical by local, full 9", "transcript by gemini, full 9"], await Ordered(sound));
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_a_key_or_a_token_that_may_spend_nothing_is_ordered()
    {
        await using var fake = new FakeAnswerer(AskedReply.Reset);
        await using var asked = await AskedServer.StartAsync(cluster, fake);
        var picture = await asked.AddMadeAsync(AssetKind.Image, "testsrc2=s=64x64:d=0.04", "png");
        using var saver = await TestUser.AddAsync(asked.Server, "saver", [Scopes.Read, Scopes.Write]);
        await asked.Server.Database.RunAsync("update assets set user_id = $1", saver.Id);

        async Task<ProblemDocument> Refused(HttpClient http)
        {
            using var reply = await http.PostAsJsonAsync($"/api/assets/{picture.Id}/analyses", new NewAnalysis("description", Provider: "openai"), Ct);
            return await ProblemDocument.ReadAsync(reply);
        }

        var bySaver = await Refused(saver.Http);
        await asked.Server.Database.RunAsync("update assets set user_id = $1", asked.Server.OwnerId);
        (await asked.Http.PutAsJsonAsync("/api/keys/openai", new NewKey(IsActive: false), Ct)).EnsureSuccessStatusCode();
        var switchedOff = await Refused(asked.Http);
        (await asked.Http.DeleteAsync(new Uri("/api/keys/openai", UriKind.Relative), Ct)).EnsureSuccessStatusCode();
        var without = await Refused(asked.Http);

        Assert.Equal((403, "scope.missing"), (bySaver.Status, bySaver.Code));
        Assert.Equal((409, "key.inactive"), (switchedOff.Status, switchedOff.Code));
        Assert.Equal((409, "key.missing", "There is no key for openai: store one under your keys."), (without.Status, without.Code, without.Detail));
        Assert.Equal(0, await asked.Server.Database.ValueAsync<long>("select (select count(*) from analysis_results) + (select count(*) from jobs)"));
        Assert.Empty(fake.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_key_that_was_deleted_meanwhile_fails_the_analysis_with_the_remedy()
    {
        await using var fake = new FakeAnswerer(new AskedReply(503, "{}"));
        await using var asked = await AskedServer.StartAsync(cluster, fake);
        fake.Arrived = _ => asked.Server.Database.RunAsync("delete from user_api_keys");
        var picture = await asked.AddMadeAsync(AssetKind.Image, "testsrc2=s=64x64:d=0.04", "png");

        var ended = await asked.UntilEndedWithoutRestAsync(Assert.Single(await asked.OrderAsync(picture, new("description", Provider: "openai"))).Id);

        Assert.Equal(("failed", "There is no key for openai: store one under your keys."), (ended.Status, ended.Error));
        Assert.Single(fake.Requests);
    }
}
