using Backlot.Library.Blobs;
using Backlot.Platform.Blobs;
using Backlot.Tests.Library.Ingest;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Library.Blobs;

/// <summary>Bytes of deleted assets go after a while, and never those that something needs.</summary>
public sealed class BlobSweepTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_deleted_assets_bytes_stay_a_day_and_then_go()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var id = await AddAsync(server, [1, 2, 3]);
        using var deleted = await server.Http.DeleteAsync(new Uri($"/api/assets/{id}", UriKind.Relative), Ct);

        Assert.Equal((0, 1), (await SweepAsync(server), Footage.BlobsOf(server)));
        await LongAgoAsync(server);
        Assert.Equal((1, 0), (await SweepAsync(server), Footage.BlobsOf(server)));
        Assert.Equal(0, await server.Database.ValueAsync<long>("select count(*) from deleted_blobs"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Bytes_that_another_asset_has_stay()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var id = await AddAsync(server, [1, 2, 3]);
        using var other = await TestUser.AddAsync(server, "other");
        await server.Database.RunAsync("""
            insert into assets (user_id, kind, source_type, filename, sha256, size_bytes, status) select $2, kind, source_type, filename, sha256, size_bytes, status from assets where id = $1
            """, id, other.Id);
        using var deleted = await server.Http.DeleteAsync(new Uri($"/api/assets/{id}", UriKind.Relative), Ct);
        await LongAgoAsync(server);

        Assert.Equal((0, 1), (await SweepAsync(server), Footage.BlobsOf(server)));
    }

    [Fact(Timeout = 60_000)]
    public async Task Bytes_that_somebody_is_keeping_again_just_now_stay()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var id = await AddAsync(server, [1, 2, 3]);
        using var deleted = await server.Http.DeleteAsync(new Uri($"/api/assets/{id}", UriKind.Relative), Ct);
        await LongAgoAsync(server);

        // Its row is not there yet.
        await server.Services.GetRequiredService<BlobStore>().PutAsync(new MemoryStream([1, 2, 3]), Ct);

        Assert.Equal((0, 1), (await SweepAsync(server), Footage.BlobsOf(server)));
    }

    private static async Task<Guid> AddAsync(TestServer server, byte[] bytes)
    {
        var blob = await server.Services.GetRequiredService<BlobStore>().PutAsync(new MemoryStream(bytes), Ct);
        return await server.Database.ValueAsync<Guid>("""
            insert into assets (user_id, kind, source_type, filename, sha256, size_bytes, status)
            select id, 'other', 'folder', 'a.bin', $1, 3, 'ready' from users order by created_at limit 1 returning id
            """, blob.Sha256);
    }

    /// <summary>As if all of it had happened two days ago.</summary>
    private static async Task LongAgoAsync(TestServer server)
    {
        await server.Database.RunAsync("update deleted_blobs set deleted_at = now() - interval '2 days'");
        foreach (var file in Directory.GetFiles(server.Folder.Blobs, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
    }

    private static Task<int> SweepAsync(TestServer server) => ActivatorUtilities.CreateInstance<BlobSweep>(server.Services).SweepAsync(Ct);
}
