using Backlot.Library.Clips;
using Backlot.Platform.Database;
using Backlot.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Backlot.Tests.Library.Films;

/// <summary>A database that gets the extension for vectors later than Backlot keeps what was measured until then.</summary>
public sealed class VectorColumnTests(TestCluster cluster)
{
    private const string IsVector =
        "select format_type(atttypid, atttypmod) = 'vector(512)' from pg_attribute where attrelid = 'clips'::regclass and attname = 'embedding'";
    private const string Add = """
        insert into clips (user_id, asset_id, start_time, end_time, embedding)
            select user_id, id, n, n + 1, array_fill((0.001 * n)::real, array[512]) from assets, generate_series($1, $2) as n
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Numbers_that_were_kept_without_the_extension_become_vectors_after_the_next_start()
    {
        var database = await WithoutExtensionAsync(clips: 3);

        await using (await TestServer.StartAsync(cluster, database: database))
        {
            await database.UntilAsync(IsVector);
            await database.UntilAsync("select exists (select from pg_indexes where indexname = 'clips_embedding_idx' and indexdef like '%USING hnsw%')");
        }
        await using (await TestServer.StartAsync(cluster, database: database))
        {
            // Nothing is left to be done.
        }

        Assert.Equal([0.001f, 0.002f, 0.003f], await database.ColumnAsync<float>("select (embedding::real[])[1] from clips order by start_time"));
        Assert.Equal(["brains.style_vector vector(128)", "characters.face_embedding vector(512)"], await database.ColumnAsync<string>("""
            select attrelid::regclass || '.' || attname || ' ' || format_type(atttypid, atttypmod) from pg_attribute
            where attname in ('style_vector', 'face_embedding') and attrelid in ('brains'::regclass, 'characters'::regclass) and not attisdropped order by 1
            """));
    }

    [Fact(Timeout = 60_000)]
    public async Task They_are_copied_by_pages_and_what_was_cut_off_is_gone_on_with()
    {
        var database = await WithoutExtensionAsync(clips: 10);
        await database.RunAsync("create extension vector");
        // As one left them that was killed after its first page; later clips were written by others meanwhile.
        await database.RunAsync(SqlFile.Read("Library/Clips/Sql/begin_vectors.sql"));
        await database.RunAsync("update clips set embedding_vector = embedding::vector(512) where start_time <= 4");
        await database.RunAsync(Add, 11, 12);
        await database.RunAsync("update clips set embedding = array_fill(0.5::real, array[512]) where start_time = 2");

        await using var source = NpgsqlDataSource.Create(database);
        Assert.True(await ColumnOf(source).TakeVectorsAsync(Ct));
        Assert.True(await ColumnOf(source).TakeVectorsAsync(Ct));

        Assert.True(await database.ValueAsync<bool>(IsVector));
        Assert.Equal([0.001f, 0.5f, .. Enumerable.Range(3, 10).Select(n => (float)(0.001m * n))],
            await database.ColumnAsync<float>("select (embedding::real[])[1] from clips order by start_time"));
        Assert.Equal(0, await database.ValueAsync<long>("select count(*) from pg_proc where proname = 'clips_copy_embedding'"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_holds_the_table_is_not_waited_for_and_keeps_nobody_else_waiting()
    {
        var database = await WithoutExtensionAsync(clips: 3);
        await database.RunAsync("create extension vector");
        await using var source = NpgsqlDataSource.Create(database);
        await using var writer = await database.OpenAsync();
        await using var transaction = await writer.BeginTransactionAsync(Ct);
        await using (var hold = new NpgsqlCommand("lock table clips in row exclusive mode", writer))
            await hold.ExecuteNonQueryAsync(Ct);

        var taking = ColumnOf(source).TakeVectorsAsync(Ct);
        await database.UntilAsync("select exists (select from pg_locks where relation = 'clips'::regclass and not granted)");
        await database.RunAsync(Add, 4, 5);         // behind the one that waits
        Assert.False(taking.IsCompleted);
        await transaction.RollbackAsync(Ct);

        Assert.True(await taking);
        Assert.Equal(5, await database.ValueAsync<long>("select count(embedding) from clips"));
    }

    private static VectorColumn ColumnOf(NpgsqlDataSource source) => new(new DirectDatabase(source), NullLogger<VectorColumn>.Instance) { PageRows = 3 };

    /// <summary>A database as one without the extension would be, with clips whose numbers tell them apart.</summary>
    private async Task<NpgsqlConnectionStringBuilder> WithoutExtensionAsync(int clips)
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
            insert into assets (id, user_id, kind, source_type, filename)
                select '00000000-0000-0000-0000-000000000002', id, 'video', 'folder', 'a.mp4' from users;
            """);
        await database.RunAsync(Add, 1, clips);
        return database;
    }
}
