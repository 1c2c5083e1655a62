using Backlot.Platform.Blobs;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Backlot.Tests.Library.Similarity;

/// <summary>With another embedder all clips get vectors anew.</summary>
public sealed class EmbedClipsTests(TestCluster cluster)
{
    private const string Job = "select status = 'completed' from jobs where kind = 'library.embed-clips' order by created_at desc limit 1";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_new_embedder_makes_all_vectors_and_when_it_is_gone_our_own_come_back()
    {
        var (own, others) = (MadeFootage.Direction(new Random(1)), MadeFootage.Direction(new Random(2)));
        await using var embedder = new FakeEmbedder(_ => (200, FakeEmbedder.Answer(others)));
        var database = await cluster.NewDatabaseAsync();
        await AddAsync(database, clips: 3, own);

        await using (var server = await TestServer.StartAsync(cluster, settings: embedder.Lead, database: database))
        {
            await ResumeAsync(server);
            await database.HurryUntilAsync("select count(*) = 3 from clips where embedded_by = 'clip-test'");
            await database.UntilAsync(Job);
            Assert.Equal(1, await database.ValueAsync<float>("select progress from jobs where kind = 'library.embed-clips'"));
        }
        Assert.Equal(others[0], (await database.ValueAsync<float[]>("select embedding::real[] from clips limit 1"))[0], 1e-3);
        await using (await TestServer.StartAsync(cluster, database: database))
            await database.UntilAsync("select count(*) = 3 from clips where embedded_by = 'backlot/1' and own_embedding is null");

        Assert.Equal(own[0], (await database.ValueAsync<float[]>("select embedding::real[] from clips limit 1"))[0], 1e-3);
    }

    [Fact(Timeout = 120_000)]
    public async Task What_is_cut_off_goes_on_where_it_was()
    {
        var (asked, vector) = (0, MadeFootage.Direction(new Random(2)));
        // The fourth request comes to nothing.
        await using var embedder = new FakeEmbedder(_ => (Interlocked.Increment(ref asked) == 4 ? 500 : 200, FakeEmbedder.Answer(vector)));
        var database = await cluster.NewDatabaseAsync();
        await AddAsync(database, clips: 6, vector);

        await using var server = await TestServer.StartAsync(cluster, settings: embedder.Lead, database: database);
        await ResumeAsync(server);
        await database.HurryUntilAsync("select count(*) = 6 from clips where embedded_by = 'clip-test'");

        Assert.Equal(7, embedder.Requests.Count);
        Assert.Equal("The embedder cannot be used: it answered 500.",
            await database.ValueAsync<string>("select reason from job_attempts where reason is not null"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_start_with_the_same_embedder_asks_for_nothing()
    {
        await using var embedder = new FakeEmbedder(_ => (200, FakeEmbedder.Answer(MadeFootage.Direction(new Random(2)))));
        var database = await cluster.NewDatabaseAsync();
        await AddAsync(database, clips: 2, MadeFootage.Direction(new Random(1)));
        await database.RunAsync("update clips set embedded_by = 'clip-test'");

        await using var server = await TestServer.StartAsync(cluster, settings: embedder.Lead, database: database);
        var film = await MadeFootage.AddFilmAsync(server);
        await MadeFootage.AddClipsAsync(server, film, MadeFootage.Calm);

        Assert.Equal(0, await database.ValueAsync<long>("select count(*) from jobs"));
        Assert.Empty(embedder.Requests);
    }

    /// <summary>Puts the thumbnail's bytes where the server looks for them, and lets its jobs begin.</summary>
    private static async Task ResumeAsync(TestServer server)
    {
        var path = server.Services.GetRequiredService<BlobStore>().PathOf(new('a', 64));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, "a thumbnail", Ct);
        using var resumed = await server.Http.PostAsync(new Uri("/api/queues/embed/resume", UriKind.Relative), null, Ct);
        Assert.True(resumed.IsSuccessStatusCode);
    }

    /// <summary>Clips with vectors of ours and one thumbnail, of the owner of the servers to come, whose jobs do not begin yet.</summary>
    private static async Task AddAsync(NpgsqlConnectionStringBuilder database, int clips, float[] own)
    {
        await database.RunAsync("""
            insert into queues (name, paused_at) values ('embed', now());
            insert into users (id, email, display_name, subscription_tier, role, is_owner)
                values ('00000000-0000-0000-0000-000000000001', 'owner@localhost', 'Owner', 'studio', 'admin', true);
            insert into assets (id, user_id, kind, source_type, filename, sha256, size_bytes, status)
                select '00000000-0000-0000-0000-000000000002', id, 'video', 'folder', 'a.mp4', repeat('b', 64), 1, 'ready' from users;
            insert into assets (id, user_id, kind, source_type, filename, sha256, size_bytes, status)
                select '00000000-0000-0000-0000-000000000003', id, 'image', 'generated', 'a.jpg', repeat('a', 64), 1, 'ready' from users;
            """);
        await database.RunAsync("""
            insert into clips (user_id, asset_id, start_time, end_time, thumbnail_asset_id, embedding, embedded_by)
                select user_id, id, n, n + 1, '00000000-0000-0000-0000-000000000003', $2::real[], 'backlot/1'
                from assets, generate_series(1, $1) as n where kind = 'video'
            """, clips, own);
    }
}
