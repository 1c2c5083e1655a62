using Backlot.Generation;
using Backlot.Generation.Caches;
using Backlot.Generation.Caches.Exact;
using Backlot.Platform.Database;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static Backlot.Tests.Generation.Caches.CachesOfServer;

namespace Backlot.Tests.Generation.Caches;

public sealed class GenerationCachesTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task The_same_question_is_answered_by_what_was_made_and_says_what_it_saves()
    {
        await using var server = await TestServer.StartAsync(cluster);
        Assert.Null(await server.FindAsync(Lighthouse));

        var asset = await server.KeepAsync(Lighthouse);
        var hit = await server.FindAsync(Lighthouse with { Prompt = "a lone lighthouse  on a cliff at dusk." });

        Assert.Equal((ServedBy.Exact, asset, Lighthouse.Prompt, 1, 0.5m), (hit!.Level, hit.AssetId, hit.Prompt, hit.Likeness, hit.SavedUsd));
        Assert.Equal(hit, await server.FindAsync(Lighthouse));      // this time remembered by the process
    }

    [Fact(Timeout = 60_000)]
    public async Task A_paraphrase_is_answered_and_what_differs_in_a_word_a_parameter_or_the_model_is_not()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var asset = await server.KeepAsync(Lighthouse);
        var paraphrase = Lighthouse with { Prompt = "At sunset, a solitary lighthouse on a cliff" };

        var hit = await server.FindAsync(paraphrase);

        Assert.Equal((ServedBy.Semantic, asset, Lighthouse.Prompt), (hit!.Level, hit.AssetId, hit.Prompt));
        Assert.InRange(hit.Likeness, 0.95, 1);
        foreach (var other in (CacheQuestion[])
            [paraphrase with { Prompt = "At sunrise, a solitary lighthouse on a cliff" }, paraphrase with { Parameters = """{"seconds":6}""" },
                paraphrase with { Model = "dummy v2" }, paraphrase with { Kind = GenerationKind.Image }])
            Assert.Null(await server.FindAsync(other));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_kept_while_it_is_looked_for_is_the_same_all_the_same()
    {
        Func<Task> meanwhile = () => Task.CompletedTask;
        await using var server = await TestServer.StartAsync(cluster, services => services.AddScoped<IExactStore>(at =>
            new LateStore(ActivatorUtilities.CreateInstance<ExactTable>(at), () => meanwhile())));
        meanwhile = async () =>
        {
            meanwhile = () => Task.CompletedTask;
            await server.KeepAsync(Lighthouse);
        };

        var hit = await server.FindAsync(Lighthouse);

        Assert.Equal((ServedBy.Exact, 1), (hit!.Level, hit.Likeness));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_one_user_paid_for_is_shown_to_no_other()
    {
        await using var server = await TestServer.StartAsync(cluster);
        using var bob = await TestUser.AddAsync(server, "bob");
        await server.KeepAsync(Lighthouse);

        Assert.Null(await server.FindAsync(Lighthouse, bob.Id));
        Assert.Null(await server.FindAsync(Lighthouse with { Prompt = "At sunset, a solitary lighthouse on a cliff" }, bob.Id));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_prompt_that_asks_for_something_new_is_neither_answered_nor_kept()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var wish = Lighthouse with { Prompt = "20 different lighthouses" };
        await server.KeepAsync(wish);

        Assert.Null(await server.FindAsync(wish));
        Assert.Equal(0, await server.Database.ValueAsync<long>("select count(*) from exact_cache"));
        Assert.Equal(0, await server.Database.ValueAsync<long>("select count(*) from semantic_cache"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_deleted_asset_is_served_by_no_level_not_even_from_memory()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var asset = await server.KeepAsync(Lighthouse);
        Assert.NotNull(await server.FindAsync(Lighthouse));

        await server.DeleteAssetAsync(asset);

        while (await server.FindAsync(Lighthouse) is not null)      // until the database's word has come
            await Task.Delay(25, Ct);
        Assert.Null(await server.FindAsync(Lighthouse with { Prompt = "At sunset, a solitary lighthouse on a cliff" }));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_was_made_anew_is_served_from_then_on()
    {
        await using var server = await TestServer.StartAsync(cluster);
        await server.KeepAsync(Lighthouse);
        Assert.NotNull(await server.FindAsync(Lighthouse));

        var newer = await server.KeepAsync(Lighthouse);

        Assert.Equal(newer, (await server.FindAsync(Lighthouse))!.AssetId);
        Assert.Equal(newer, (await server.FindAsync(Lighthouse with { Prompt = "At sunset, a solitary lighthouse on a cliff" }))!.AssetId);
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_a_transaction_that_comes_to_nothing_nothing_is_kept()
    {
        await using var server = await TestServer.StartAsync(cluster);

        await server.InScopeAsync(async (at, user) =>
        {
            var (db, caches) = (at.GetRequiredService<BacklotDb>(), at.GetRequiredService<GenerationCaches>());
            var place = await caches.PlaceAsync(user, Lighthouse, Ct);
            await using var transaction = await db.Database.BeginTransactionAsync(Ct);
            var asset = AssetOf(user);
            db.Add(asset);
            await db.SaveChangesAsync(Ct);
            await caches.KeepAsync(user, Lighthouse, place, asset.Id, 1, Ct);
            return true;
        });

        Assert.Null(await server.FindAsync(Lighthouse));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_exact_level_is_good_for_30_days_the_semantic_one_for_90_and_then_they_are_swept()
    {
        var time = new ShiftedTime();
        await using var server = await TestServer.StartAsync(cluster, services => services.AddSingleton<TimeProvider>(time));
        await server.KeepAsync(Lighthouse);

        time.Advance(TimeSpan.FromDays(29));
        Assert.Equal(ServedBy.Exact, (await server.FindAsync(Lighthouse))!.Level);
        time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(ServedBy.Semantic, (await server.FindAsync(Lighthouse))!.Level);
        time.Advance(TimeSpan.FromDays(60));
        Assert.Null(await server.FindAsync(Lighthouse));

        Assert.Equal(2, await ActivatorUtilities.CreateInstance<CacheSweep>(server.Services).SweepAsync(Ct));
        Assert.Equal(0, await server.Database.ValueAsync<long>("select count(*) from semantic_cache"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_wrong_exact_hit_is_no_hit_any_more()
    {
        await using var server = await TestServer.StartAsync(cluster);
        await server.KeepAsync(Lighthouse);

        await server.ReportWrongAsync(Lighthouse, (await server.FindAsync(Lighthouse))!);

        Assert.Null(await server.FindAsync(Lighthouse));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_wrong_semantic_hit_makes_its_neighbourhood_stricter_and_no_other()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var (paraphrase, harbour) = (Lighthouse with { Prompt = "At sunset, a solitary lighthouse on a cliff" }, Lighthouse with { Prompt = "Two kids play in the harbour" });
        await server.KeepAsync(Lighthouse);
        await server.KeepAsync(harbour);

        await server.ReportWrongAsync(paraphrase, (await server.FindAsync(paraphrase))!);

        Assert.Null(await server.FindAsync(paraphrase));
        Assert.Null(await server.FindAsync(Lighthouse with { Prompt = "A solitary lighthouse, on a cliff, at nightfall" }));
        Assert.Equal(ServedBy.Exact, (await server.FindAsync(Lighthouse))!.Level);
        Assert.Equal(ServedBy.Semantic, (await server.FindAsync(harbour with { Prompt = "2 children playing in the harbor" }))!.Level);
    }

    [Fact(Timeout = 60_000)]
    public async Task Among_many_entries_the_index_finds_the_one()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var asset = await server.KeepAsync(Lighthouse);
        await server.Database.RunAsync("""
            insert into semantic_cache (user_id, key, parameters_hash, prompt_text, prompt_embedding, embedded_by, asset_id, expires_at)
                select user_id, gen_random_uuid(), parameters_hash, 'something else ' || n,
                    (select array_agg(sin(n * 1000 + i)::real) from generate_series(1, 1536) i), embedded_by, asset_id, expires_at
                from semantic_cache, generate_series(1, 300) n
            """);

        var hit = await server.FindAsync(Lighthouse with { Prompt = "At sunset, a solitary lighthouse on a cliff" });

        Assert.Equal((ServedBy.Semantic, asset, Lighthouse.Prompt), (hit!.Level, hit.AssetId, hit.Prompt));
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_the_extension_the_semantic_level_is_off_and_has_all_when_it_comes()
    {
        var database = await cluster.NewDatabaseAsync();
        await database.RunAsync("""
            drop index semantic_cache_embedding_idx;
            alter table semantic_cache alter column prompt_embedding type real[] using null;
            alter table semantic_cache add constraint semantic_cache_embedding_has_1536 check (cardinality(prompt_embedding) = 1536);
            alter function semantic_cache_takes_vectors rename to real_one;
            create function semantic_cache_takes_vectors() returns boolean language sql as 'select false';
            """);
        var paraphrase = Lighthouse with { Prompt = "At sunset, a solitary lighthouse on a cliff" };
        await using (var without = await TestServer.StartAsync(cluster, database: database))
        {
            await without.KeepAsync(Lighthouse);
            Assert.Equal(ServedBy.Exact, (await without.FindAsync(Lighthouse))!.Level);
            Assert.Null(await without.FindAsync(paraphrase));
        }
        // As after a crash: that table is not logged.
        await database.RunAsync("truncate exact_cache");
        await using (var without = await TestServer.StartAsync(cluster, database: database))
            Assert.Equal((ServedBy.Semantic, 1), await without.FindAsync(Lighthouse) is { } kept ? (kept.Level, kept.Likeness) : default);
        await database.RunAsync("drop function semantic_cache_takes_vectors; alter function real_one rename to semantic_cache_takes_vectors");

        await using var with = await TestServer.StartAsync(cluster, database: database);

        Assert.Equal(ServedBy.Semantic, (await with.FindAsync(paraphrase))!.Level);
    }

    /// <summary>Something happens between its answer and the next level's.</summary>
    private sealed class LateStore(IExactStore store, Func<Task> meanwhile) : IExactStore
    {
        public async Task<ExactEntry?> FindAsync(Guid userId, Guid key, CancellationToken ct)
        {
            var found = await store.FindAsync(userId, key, ct);
            await meanwhile();
            return found;
        }

        public Task KeepAsync(Guid userId, Guid key, ExactEntry entry, DateTimeOffset expiresAt, CancellationToken ct) => store.KeepAsync(userId, key, entry, expiresAt, ct);

        public Task ForgetAsync(Guid userId, Guid key, CancellationToken ct) => store.ForgetAsync(userId, key, ct);
    }
}
