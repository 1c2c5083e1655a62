using System.Net;
using System.Net.Http.Json;
using Backlot.Generation.Caches;
using Backlot.Platform.Http;
using Backlot.Tests.Support;

namespace Backlot.Tests.Generation.Caches;

public sealed class CacheApiTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task It_tells_per_level_how_often_it_served_what_that_saved_and_what_was_wrong()
    {
        await using var server = await TestServer.StartAsync(cluster);
        await server.KeepAsync(CachesOfServer.Lighthouse);
        var wrong = await GenerationsAsync(server, server.OwnerId);

        (await server.Http.PostAsJsonAsync("/api/cache/reports", new NewWrongHit(wrong, "That is a church."), Ct)).EnsureSuccessStatusCode();
        var view = (await server.Http.GetFromJsonAsync<CacheView>("/api/cache", Ct))!;

        Assert.Equal((30, 4L, 0.5, 2.5m, 0.75m, true), (view.Days, view.Generations, view.HitRate, view.SpentUsd, view.SavedUsd, view.IsSemanticOn));
        Assert.Equal(
            [new("exact", 1, 0.25, 0.5m, 0, 1), new("semantic", 1, 0.25, 0.25m, 1, 1), new("component", 0, 0, 0, 0, 0), new("predicted", 0, 0, 0, 0, 0)], view.Levels);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_wrong_hit_is_reported_once_with_what_was_served_instead()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var wrong = await GenerationsAsync(server, server.OwnerId);

        var reply = await server.Http.PostAsJsonAsync("/api/cache/reports", new NewWrongHit(wrong), Ct);
        Assert.Equal(HttpStatusCode.Created, reply.StatusCode);
        await (await server.Http.PostAsJsonAsync("/api/cache/reports", new NewWrongHit(wrong), Ct)).ProblemAsync(409, "cache.reported");

        var report = Assert.Single((await server.Http.GetFromJsonAsync<Page<WrongHitView>>("/api/cache/reports", Ct))!.Items);
        Assert.Equal(("semantic", wrong, "A chapel on a cliff", "A church on a cliff", 0.97), (report.Level, report.GenerationId, report.Prompt, report.CachedPrompt, report.Likeness));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_provider_made_or_another_user_has_is_no_wrong_hit()
    {
        await using var server = await TestServer.StartAsync(cluster);
        using var bob = await TestUser.AddAsync(server, "bob");
        var bobs = await GenerationsAsync(server, bob.Id);
        await GenerationsAsync(server, server.OwnerId);
        var made = await server.Database.ValueAsync<Guid>("select id from generations where served_by = 'provider' and user_id = $1 and intent_key = '1'", server.OwnerId);

        await (await server.Http.PostAsJsonAsync("/api/cache/reports", new NewWrongHit(made), Ct)).ProblemAsync(409, "cache.not-served");
        await (await server.Http.PostAsJsonAsync("/api/cache/reports", new NewWrongHit(bobs), Ct)).ProblemAsync(404, "not-found");
        await (await server.Http.GetAsync(new Uri("/api/cache?days=0", UriKind.Relative), Ct)).ProblemAsync(400, "days.invalid");
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_has_generated_nothing_reads_zeros()
    {
        await using var server = await TestServer.StartAsync(cluster);

        var view = (await server.Http.GetFromJsonAsync<CacheView>("/api/cache?days=1", Ct))!;

        Assert.Equal((0L, 0, 0m, 4), (view.Generations, view.HitRate, view.SavedUsd, view.Levels.Count));
    }

    /// <returns>The one that the semantic level served.</returns>
    private static async Task<Guid> GenerationsAsync(TestServer server, Guid user)
    {
        var note = new CacheHit(Backlot.Generation.ServedBy.Semantic, Guid.Empty, "A church on a cliff", 0.97, 0.25m, Guid.CreateVersion7()).NoteIn();
        await server.Database.RunAsync("""
            insert into generations (user_id, intent_key, kind, provider, prompt, cost, served_by, metadata, status, completed_at) values
                ($1, '1', 'video', 'dummy', 'A church on a cliff', 2, 'provider', '{}', 'completed', now()),
                ($1, '2', 'video', 'dummy', 'A harbour', 0.5, 'provider', '{}', 'completed', now()),
                ($1, '3', 'video', 'dummy', 'A harbour', 0.5, 'exact', '{}', 'completed', now()),
                ($1, '4', 'video', 'dummy', 'A chapel on a cliff', 0.25, 'semantic', $2::jsonb, 'completed', now()),
                ($1, '5', 'video', 'dummy', 'A failure', 9, 'provider', '{}', 'failed', now())
            """, user, note);
        return await server.Database.ValueAsync<Guid>("select id from generations where user_id = $1 and intent_key = '4'", user);
    }
}
