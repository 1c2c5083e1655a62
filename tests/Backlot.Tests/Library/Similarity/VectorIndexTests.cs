using Backlot.Library.Similarity;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Backlot.Tests.Library.Similarity;

public sealed class VectorIndexTests(TestCluster cluster)
{
    private const string IsWhole = "select exists (select from pg_index where indexrelid = to_regclass('clips_embedding_idx') and indisvalid)";
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task An_index_that_is_missing_was_cut_off_or_is_of_another_make_is_built_and_one_that_is_whole_is_left()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var index = Of(server);
        Assert.False(await index.EnsureAsync(Ct));

        foreach (var harm in (string[])[
            "drop index clips_embedding_idx",
            "update pg_index set indisvalid = false where indexrelid = 'clips_embedding_idx'::regclass",
            "drop index clips_embedding_idx; create index clips_embedding_idx on clips using hnsw (embedding vector_cosine_ops)"])
        {
            await server.Database.RunAsync(harm);
            Assert.True(await index.EnsureAsync(Ct));
            Assert.True(await server.Database.ValueAsync<bool>(IsWhole));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_build_keeps_nobody_from_adding_clips_and_when_it_is_cut_off_the_next_one_makes_it_whole()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var film = await MadeFootage.AddFilmAsync(server);
        await server.Database.RunAsync("drop index clips_embedding_idx");
        var index = Of(server);

        // It waits for those who write already, and so is surely under way when it is cut off.
        await using var writer = await server.Database.OpenAsync();
        await using var transaction = await writer.BeginTransactionAsync(Ct);
        await using (var hold = new NpgsqlCommand("lock table clips in row exclusive mode; select pg_current_xact_id()", writer))
            await hold.ExecuteNonQueryAsync(Ct);
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var build = index.EnsureAsync(cut.Token);
        await server.Database.UntilAsync("select exists (select from pg_stat_progress_create_index)");
        var clip = (await MadeFootage.AddClipsAsync(server, film, MadeFootage.Calm))[0];
        await MadeFootage.SetVectorAsync(server, clip.Id, MadeFootage.Direction(new Random(1)));
        await cut.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => build);
        await transaction.RollbackAsync(Ct);

        Assert.False(await server.Database.ValueAsync<bool>(IsWhole));
        Assert.True(await index.EnsureAsync(Ct));
        Assert.True(await server.Database.ValueAsync<bool>(IsWhole));
    }

    private static VectorIndex Of(TestServer server) => ActivatorUtilities.CreateInstance<VectorIndex>(server.Services);
}
