using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Backlot.Generation.Keys;
using Backlot.Generation.Providers;
using Backlot.Studio.Projects;
using Backlot.Studio.Scenes;
using Backlot.Tests.Generation.Answers;
using Backlot.Tests.Support;

namespace Backlot.Tests.Studio.Prompts.Models;

/// <summary>Who enhances a prompt when one cannot, what that is taken to cost, and what a budget lets pass.</summary>
public sealed class EnhanceInTurnTests(TestCluster cluster)
{
    private static readonly string Good = JsonSerializer.Serialize(new { opening = "Wide, low.", closing = "Lamplight on wet stone." });
    private static readonly AskedReply ByOpenAi = AskedReply.Ok(OpenAiDialect.Chat(Good)), ByGemini = AskedReply.Ok(GeminiDialect.Answer(Good));
    private static readonly AskedReply NoMoney = new(429, OpenAiDialect.Error("You exceeded your current quota", "insufficient_quota", "insufficient_quota"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task The_next_of_the_configured_order_writes_when_one_cannot_and_the_job_says_why()
    {
        await using var fake = new FakeAnswerer(new AskedReply(401, OpenAiDialect.Error("Incorrect API key", "invalid_request_error", "invalid_api_key")), ByGemini);
        await using var server = await StartAsync(fake);
        var scene = await AddSceneAsync(server);

        var job = await OrderAsync(server, scene);

        Assert.StartsWith("gemini/", await WriterAsync(server, scene), StringComparison.Ordinal);
        Assert.StartsWith("OpenAI answered 401", await NoteAsync(server, job), StringComparison.Ordinal);
        Assert.Equal(2, fake.Requests.Count);
        Assert.Equal(["gemini completed", "openai failed"], await server.Database.ColumnAsync<string>("select provider || ' ' || status from generations order by 1"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_may_pass_is_waited_for_before_the_next_is_asked()
    {
        await using var fake = new FakeAnswerer(AskedReply.Html(502), AskedReply.Html(503), AskedReply.Html(502), ByGemini);
        await using var server = await StartAsync(fake);
        var scene = await AddSceneAsync(server);

        await OrderAsync(server, scene);

        Assert.StartsWith("gemini/", await WriterAsync(server, scene), StringComparison.Ordinal);
        Assert.Equal([true, true, true, false], fake.Requests.Select(request => request.Line.Contains("/chat/completions", StringComparison.Ordinal)));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_built_in_writer_writes_when_no_model_can()
    {
        await using var fake = new FakeAnswerer(new AskedReply(401, "{}"));
        await using var server = await StartAsync(fake);
        var scene = await AddSceneAsync(server);

        var job = await OrderAsync(server, scene);

        Assert.Equal("built-in/1", await WriterAsync(server, scene));
        Assert.Contains("OpenAI", await NoteAsync(server, job), StringComparison.Ordinal);
        Assert.Equal(2, fake.Requests.Count);
        Assert.Equal(0m, await server.Database.ValueAsync<decimal>("select sum(cost) from generations"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_one_will_not_write_about_is_offered_to_no_other()
    {
        await using var fake = new FakeAnswerer(AskedReply.Ok(OpenAiDialect.Chat(null, refusal: "I can't help with that.")), ByGemini);
        await using var server = await StartAsync(fake);
        var scene = await AddSceneAsync(server);

        await OrderAsync(server, scene);

        Assert.Equal("built-in/1", await WriterAsync(server, scene));
        Assert.Single(fake.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_account_without_money_is_left_alone_and_named_writers_are_the_only_ones()
    {
        await using var fake = new FakeAnswerer(NoMoney, ByGemini);
        await using var server = await StartAsync(fake);
        var (first, second) = (await AddSceneAsync(server), await AddSceneAsync(server));

        await OrderAsync(server, first);
        await OrderAsync(server, second);
        var named = await OrderAsync(server, second, new("openai", Anew: true));

        Assert.Equal(3, fake.Requests.Count);
        Assert.Single(fake.Requests, request => request.Line.Contains("/chat/completions", StringComparison.Ordinal));
        Assert.Matches("^failed .*left alone until ", await EndAsync(server, named));
        var listed = (await server.Http.SendAsync<ProviderList>(HttpMethod.Get, "/api/providers")).Items;
        Assert.NotNull(listed.Single(p => p is { Name: "openai", Kind: "text" }).PausedUntil);
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_has_no_key_and_names_nobody_gets_the_built_in_writer_for_nothing()
    {
        await using var fake = new FakeAnswerer(AskedReply.Reset);
        await using var server = await StartAsync(fake, hasKeys: false);
        var scene = await AddSceneAsync(server);

        var ordered = await PostAsync(server, scene, new());
        await UntilIdleAsync(server);

        Assert.Equal((0m, "built-in/1"), (ordered.EstimatedCost, await WriterAsync(server, scene)));
        Assert.Equal("completed ", await EndAsync(server, ordered.JobId));
        Assert.Empty(fake.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_budget_that_is_used_up_is_said_at_once_to_who_names_a_writer_and_nobody_is_asked()
    {
        await using var fake = new FakeAnswerer(ByOpenAi);
        await using var server = await StartAsync(fake);
        var scene = await AddSceneAsync(server, budgetUsd: 0.0005m);

        var refused = await server.Http.RefusedAsync(HttpMethod.Post, $"/api/scenes/{scene}/enhancements", new NewEnhancement("openai", ["dummy"]));

        Assert.Equal((402, "budget.used-up"), (refused.Status, refused.Code));
        Assert.StartsWith("The project's budget is $0.0005, $0.00 of it are spent or promised, and this takes about $0.001", refused.Detail, StringComparison.Ordinal);
        Assert.Empty(fake.Requests);
        Assert.Equal(0, await server.Database.ValueAsync<long>("select (select count(*) from generations) + (select count(*) from jobs where kind = 'studio.enhance-scene')"));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_built_in_writer_writes_for_who_names_nobody_when_the_budget_is_used_up_and_the_job_says_why()
    {
        await using var fake = new FakeAnswerer(ByOpenAi);
        await using var server = await StartAsync(fake);
        var scene = await AddSceneAsync(server, budgetUsd: 0.0005m);

        var ordered = await PostAsync(server, scene, new());
        await UntilIdleAsync(server);

        Assert.Equal((0m, "built-in/1"), (ordered.EstimatedCost, await WriterAsync(server, scene)));
        Assert.StartsWith("The project's budget is $0.0005,", await NoteAsync(server, ordered.JobId), StringComparison.Ordinal);
        Assert.Empty(fake.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_being_asked_is_set_aside_and_what_it_took_is_spent()
    {
        var (arrived, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var fake = new FakeAnswerer(ByOpenAi) { Arrived = _ => { arrived.TrySetResult(); return goOn.Task; } };
        await using var server = await StartAsync(fake);
        var scene = await AddSceneAsync(server, budgetUsd: 0.002m);
        var other = (await server.Http.AddSceneAsync((await server.Http.SendAsync<SceneView>(HttpMethod.Get, $"/api/scenes/{scene}")).ProjectId, new("Mara sleeps"))).Id;

        var ordered = await PostAsync(server, scene, new());
        await arrived.Task.WaitAsync(Ct);
        var meanwhile = await server.Http.RefusedAsync(HttpMethod.Post, $"/api/scenes/{other}/enhancements", new NewEnhancement("openai"));
        goOn.SetResult();
        await UntilIdleAsync(server);
        var after = await server.Http.RefusedAsync(HttpMethod.Post, $"/api/scenes/{other}/enhancements", new NewEnhancement("openai"));

        // 3,000 tokens read and 500 written, at $0.20 and $1.20 for a million.
        Assert.InRange(ordered.EstimatedCost, 0.0013m, 0.0019m);
        Assert.Contains(FormattableString.Invariant($"${ordered.EstimatedCost:0.00##} of it are spent or promised"), meanwhile.Detail, StringComparison.Ordinal);
        Assert.Contains("$0.0012 of it are spent or promised", after.Detail, StringComparison.Ordinal);
        Assert.Equal(0.0012m, await server.Database.ValueAsync<decimal>("select cost from generations"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("openai", "failed The project's budget is $0.002,")]
    [InlineData(null, "completed ")]
    public async Task Of_two_that_were_ordered_at_once_only_as_many_are_asked_as_the_budget_lasts_for(string? named, string otherEnds)
    {
        await using var fake = new FakeAnswerer(ByOpenAi);
        await using var server = await StartAsync(fake);
        var scene = await AddSceneAsync(server, budgetUsd: 0.002m);
        var other = (await server.Http.AddSceneAsync((await server.Http.SendAsync<SceneView>(HttpMethod.Get, $"/api/scenes/{scene}")).ProjectId, new("Mara sleeps"))).Id;
        (await server.Http.PostAsync(new Uri("/api/queues/generate/pause", UriKind.Relative), null, Ct)).EnsureSuccessStatusCode();

        Guid[] jobs = [(await PostAsync(server, scene, new(named))).JobId, (await PostAsync(server, other, new(named))).JobId];
        (await server.Http.PostAsync(new Uri("/api/queues/generate/resume", UriKind.Relative), null, Ct)).EnsureSuccessStatusCode();
        await UntilIdleAsync(server);

        string[] ends = [await EndAsync(server, jobs[0]), await EndAsync(server, jobs[1])];
        string?[] writers = [await WriterAsync(server, scene), await WriterAsync(server, other)];
        Assert.StartsWith(otherEnds, ends.Order().Last(), StringComparison.Ordinal);
        Assert.Equal("completed ", ends.Order().First());
        Assert.Single(writers, writer => writer?.StartsWith("openai/", StringComparison.Ordinal) == true);
        Assert.Single(writers, named is null ? "built-in/1" : null);
        Assert.Single(fake.Requests);
        Assert.Equal(1, await server.Database.ValueAsync<long>("select count(*) from generations"));
    }

    private async Task<TestServer> StartAsync(FakeAnswerer fake, bool hasKeys = true)
    {
        var server = await TestServer.StartAsync(cluster, settings: given => fake.Lead(given) with { TextProviders = ["openai", "gemini"] });
        foreach (var provider in hasKeys ? ["openai", "gemini"] : Array.Empty<string>())
            (await server.Http.PutAsJsonAsync($"/api/keys/{provider}", new NewKey(FakeAnswerer.Key), Ct)).EnsureSuccessStatusCode();
        return server;
    }

    private static async Task<Guid> AddSceneAsync(TestServer server, decimal? budgetUsd = null)
    {
        var project = await server.Http.AddProjectAsync(new("The lighthouse", Settings: new(BudgetUsd: budgetUsd)));
        return (await server.Http.AddSceneAsync(project.Id, new("Mara climbs the stairs"))).Id;
    }

    private static Task<OrderedEnhancement> PostAsync(TestServer server, Guid scene, NewEnhancement wanted) =>
        server.Http.SendAsync<OrderedEnhancement>(HttpMethod.Post, $"/api/scenes/{scene}/enhancements", wanted, HttpStatusCode.Accepted);

    private static async Task<Guid> OrderAsync(TestServer server, Guid scene, NewEnhancement? wanted = null)
    {
        var ordered = await PostAsync(server, scene, wanted ?? new());
        await UntilIdleAsync(server);
        return ordered.JobId;
    }

    private static async Task<string?> WriterAsync(TestServer server, Guid scene) =>
        (await server.Http.SendAsync<SceneView>(HttpMethod.Get, $"/api/scenes/{scene}")).Enhancement?.Writer;

    private static Task<string> NoteAsync(TestServer server, Guid job) =>
        server.Database.ValueAsync<string>("select coalesce(result ->> 'note', '') from jobs where id = $1", job);

    private static Task<string> EndAsync(TestServer server, Guid job) =>
        server.Database.ValueAsync<string>("select status || ' ' || coalesce(error_message, '') from jobs where id = $1", job);

    private static Task UntilIdleAsync(TestServer server) => server.Database.HurryUntilAsync(
        "select not exists (select from jobs where kind = 'studio.enhance-scene' and completed_at is null)");
}
