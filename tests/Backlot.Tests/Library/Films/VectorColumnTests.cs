using Backlot.Tests.Support;

namespace Backlot.Tests.Library.Films;

/// <summary>A database that gets the extension for vectors later than Backlot keeps what was measured until then.</summary>
public sealed class VectorColumnTests(TestCluster cluster)
{
    [Fact(Timeout = 60_000)]
    public async Task Numbers_that_were_kept_without_the_extension_become_vectors_at_the_next_start()
    {
        var database = await cluster.NewDatabaseAsync();
        await database.RunAsync("""
            drop index clips_embedding_idx;
            alter table clips drop column embedding;
            drop extension vector cascade;       -- and the other columns of vectors, which the next start makes anew
            alter table clips add column embedding real[] constraint clips_embedding_has_512 check (cardinality(embedding) = 512)
            """);
        await database.RunAsync("""
            insert into users (id, email, display_name) values ('00000000-0000-0000-0000-000000000001', 'a@b', 'A');
            insert into assets (id, user_id, kind, source_type, filename) select '00000000-0000-0000-0000-000000000002', id, 'video', 'folder', 'a.mp4' from users;
            insert into clips (user_id, asset_id, start_time, end_time, embedding)
                select user_id, id, 0, 1, array_fill(0.5::real, array[512]) from assets
            """);

        await using (await TestServer.StartAsync(cluster, database: database))
        {
            Assert.Equal("vector(512)", await database.ValueAsync<string>(
                "select format_type(atttypid, atttypmod) from pg_attribute where attrelid = 'clips'::regclass and attname = 'embedding'"));
        }
        await using (await TestServer.StartAsync(cluster, database: database))
        {
            // Nothing is left to be done.
        }

        Assert.Equal(512, await database.ValueAsync<int>("select cardinality(embedding::real[]) from clips"));
        Assert.Equal(["brains.style_vector vector(128)", "characters.face_embedding vector(512)"], await database.ColumnAsync<string>("""
            select attrelid::regclass || '.' || attname || ' ' || format_type(atttypid, atttypmod) from pg_attribute
            where attname in ('style_vector', 'face_embedding') and attrelid in ('brains'::regclass, 'characters'::regclass) and not attisdropped order by 1
            """));
        Assert.True(await database.ValueAsync<bool>("select exists (select from pg_indexes where indexname = 'clips_embedding_idx' and indexdef like '%USING hnsw%')"));
    }
}
