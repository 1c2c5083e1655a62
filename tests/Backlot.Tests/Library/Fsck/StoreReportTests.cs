using Backlot.Library.Fsck;
using Backlot.Platform.Blobs;
using Backlot.Tests.Library.Ingest;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Library.Fsck;

/// <summary>Rows against files, both ways.</summary>
public sealed class StoreReportTests(TestCluster cluster) : IDisposable
{
    private readonly Footage _footage = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _footage.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task Each_fault_is_told_without_a_change_then_repaired_and_then_gone()
    {
        await using var server = await TestServer.StartAsync(cluster);
        for (var n = 0; n < 4; n++)
            _footage.Add($"{n}.wav", TinyMedia.Wav(n));
        await Footage.UntilEndedAsync(server.Http, (await Footage.IngestAsync(server.Http, new(_footage.Root))).Id);
        Assert.Empty((await CheckAsync(server, new(Repair: true, HashShare: 1))).Faults);
        var blobs = await BreakAsync(server);

        var told = await CheckAsync(server, new(Repair: false, HashShare: 1));
        Assert.Equal(told.Faults, (await CheckAsync(server, new(Repair: false, HashShare: 1))).Faults);
        var repaired = await CheckAsync(server, new(Repair: true, HashShare: 1));
        var after = await CheckAsync(server, new(Repair: false, HashShare: 1));

        Assert.Equal(
            [$"missing {blobs[0]}", "stray blobs/readme.txt", $"unneeded {Unneeded(told)}", "upload left over uploads/left.part", $"upload lost {Lost(told)}",
                $"wrong bytes {blobs[2]}", $"wrong size {blobs[1]}"],
            told.Faults.Select(f => $"{f.Kind} {f.What}").Order());
        Assert.Equal(told.Faults, repaired.Faults);
        Assert.Empty(after.Faults);
        Assert.Equal(["failed", "failed", "failed", "ready"], (await server.Database.ColumnAsync<string>("select status from assets")).Order());
        Assert.Equal(3, Directory.GetFiles(Path.Combine(server.Folder.Root, "quarantine")).Length);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_file_that_is_brought_in_again_heals_the_asset_whose_bytes_were_lost()
    {
        await using var server = await TestServer.StartAsync(cluster);
        _footage.Add("0.wav", TinyMedia.Wav(0));
        await Footage.UntilEndedAsync(server.Http, (await Footage.IngestAsync(server.Http, new(_footage.Root))).Id);
        var file = Assert.Single(Directory.GetFiles(server.Folder.Blobs, "*", SearchOption.AllDirectories));
        File.Delete(file);
        await CheckAsync(server, new(Repair: true, HashShare: 0));
        Assert.Equal("failed", await server.Database.ValueAsync<string>("select status from assets"));

        var again = await Footage.UntilEndedAsync(server.Http, (await Footage.IngestAsync(server.Http, new(_footage.Root))).Id);

        Assert.Equal((1, 0), (again.Known, again.Taken));
        Assert.Equal("ready", await server.Database.ValueAsync<string>("select concat_ws(' ', status, error_message) from assets"));
        Assert.Equal(TinyMedia.Wav(0), await File.ReadAllBytesAsync(file, Ct));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_young_is_nobodys_fault_yet()
    {
        await using var server = await TestServer.StartAsync(cluster);
        await server.Services.GetRequiredService<BlobStore>().PutAsync(new MemoryStream([1, 2, 3]), Ct);

        Assert.Empty((await CheckAsync(server, new(Repair: true, HashShare: 1))).Faults);
        Assert.Equal(1, Footage.BlobsOf(server));
    }

    /// <summary>Everything that can be wrong, once each.</summary>
    /// <returns>The blobs that were lost, cut and changed, below the data folder.</returns>
    private static async Task<string[]> BreakAsync(TestServer server)
    {
        var root = server.Folder.Root;
        string[] blobs = [.. Directory.GetFiles(server.Folder.Blobs, "*", SearchOption.AllDirectories).Order()];
        File.Delete(blobs[0]);
        await File.WriteAllBytesAsync(blobs[1], (await File.ReadAllBytesAsync(blobs[1], Ct))[..100], Ct);
        var changed = await File.ReadAllBytesAsync(blobs[2], Ct);
        changed[^1] ^= 1;
        await File.WriteAllBytesAsync(blobs[2], changed, Ct);
        var unneeded = await server.Services.GetRequiredService<BlobStore>().PutAsync(new MemoryStream([1, 2, 3]), Ct);
        Old(server.Services.GetRequiredService<BlobStore>().PathOf(unneeded.Sha256));
        await File.WriteAllTextAsync(Path.Combine(root, "blobs/readme.txt"), "What is this?", Ct);
        await File.WriteAllTextAsync(Path.Combine(root, "uploads/left.part"), "", Ct);
        Old(Path.Combine(root, "uploads/left.part"));
        await server.Database.RunAsync("""
            with i as (insert into ingests (user_id, source, location) select id, 'upload', 'a.mp4' from users limit 1 returning id, user_id)
            insert into uploads (id, user_id, length_bytes, received_bytes, expires_at) select id, user_id, 10, 5, now() + interval '1 hour' from i
            """);
        return [.. blobs.Take(3).Select(path => Path.GetRelativePath(root, path))];
    }

    private static void Old(string path) => File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);

    private static string Unneeded(StoreReport report) => report.Faults.Single(f => f.Kind == StoreFaults.Unneeded).What;

    private static string Lost(StoreReport report) => report.Faults.Single(f => f.Kind == StoreFaults.UploadLost).What;

    private static Task<StoreReport> CheckAsync(TestServer server, StoreCheckWish wish) => StoreReport.ReadAsync(server.Services, wish, Ct);
}
