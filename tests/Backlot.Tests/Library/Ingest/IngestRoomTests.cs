using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Backlot.Library.Ingest;
using Backlot.Platform;
using Backlot.Platform.Outbound;
using Backlot.Tests.Platform.Outbound;
using Backlot.Tests.Support;

namespace Backlot.Tests.Library.Ingest;

/// <summary>Files that there is no room for are refused before they are copied, and leave nothing.</summary>
public sealed class IngestRoomTests(TestCluster cluster) : IDisposable
{
    private readonly Footage _footage = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _footage.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task A_file_of_a_folder_that_the_disk_cannot_take_is_refused_before_it_is_read()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: given => given with { IngestMostBytes = 1L << 50 });
        var path = _footage.At("of eight tebibytes.mp4");
        await using (var sparse = new FileStream(path, FileMode.Create))
            sparse.SetLength(8L << 40);
        Footage.Age(path);
        _footage.Add("good.wav", TinyMedia.Wav(1));

        var ended = await Footage.UntilEndedAsync(server.Http, (await Footage.IngestAsync(server.Http, new(_footage.Root))).Id);

        Assert.Equal((1, 1), (ended.Taken, ended.Refused));
        var refused = Assert.Single(await Footage.FilesAsync(server.Http, ended.Id, "refused"));
        Assert.Equal(path, refused.Path);
        Assert.StartsWith("was refused: This needs 8796.09 GB of disk, and only ", refused.Reason, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(server.Folder.Temp));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_file_beyond_the_plan_is_refused_and_one_that_is_there_already_is_known_all_the_same()
    {
        var (first, second) = (TinyMedia.Wav(1), TinyMedia.Wav(2));
        await using var server = await StartAsync(first.Length + 100);
        using var bob = await TestUser.AddAsync(server, "bob");
        _footage.Add("first.wav", first);
        await Footage.UntilEndedAsync(bob.Http, (await Footage.IngestAsync(bob.Http, new(_footage.Root))).Id);
        _footage.Add("again.wav", first);
        _footage.Add("second.wav", second);

        var ended = await Footage.UntilEndedAsync(bob.Http, (await Footage.IngestAsync(bob.Http, new(_footage.Root))).Id);

        Assert.Equal((2, 1, 0), (ended.Known, ended.Refused, ended.Taken));
        Assert.Equal("was refused: Your plan keeps 4.6 kB; 4.5 kB are in use, and this needs 4.5 kB more: delete something, or ask an admin for a larger plan.",
            Assert.Single(await Footage.FilesAsync(bob.Http, ended.Id, "refused")).Reason);
        Assert.Equal(1, Footage.BlobsOf(server));
        Assert.Empty(Directory.GetFiles(server.Folder.Temp));
    }

    [Fact(Timeout = 60_000)]
    public async Task Lost_bytes_that_are_brought_in_again_fit_a_plan_that_they_fill()
    {
        var song = TinyMedia.Wav(1);
        await using var server = await StartAsync(song.Length);
        using var bob = await TestUser.AddAsync(server, "bob");
        _footage.Add("song.wav", song);
        await Footage.UntilEndedAsync(bob.Http, (await Footage.IngestAsync(bob.Http, new(_footage.Root))).Id);
        File.Delete(Assert.Single(Directory.GetFiles(server.Folder.Blobs, "*", SearchOption.AllDirectories)));
        await server.Database.RunAsync("update assets set status = 'failed', error_message = 'gone'");

        var ended = await Footage.UntilEndedAsync(bob.Http, (await Footage.IngestAsync(bob.Http, new(_footage.Root))).Id);

        Assert.Equal((1, 0), (ended.Known, ended.Refused));
        Assert.Equal("ready", await server.Database.ValueAsync<string>("select status from assets"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("Content-Length: 5000\r\n")]       // and not a byte comes: who reads on waits for ever
    [InlineData("")]
    public async Task What_is_at_an_address_is_refused_when_the_plan_has_no_room_for_it_however_long_it_says_it_is(string length)
    {
        var silent = length.Length > 0;
        await using var web = new LoopbackServer(async (_, stream) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{length}Connection: close\r\n\r\n"), Ct);
            if (silent)
                await UntilClosedAsync(stream);
            else
                while (true)
                    await stream.WriteAsync(new byte[1000], Ct);
        });
        await using var server = await StartAsync(4000, given => given with { OutboundAllow = AllowedTargets.Parse($"127.0.0.1:{web.Port}") });
        using var bob = await TestUser.AddAsync(server, "bob");

        using var reply = await bob.Http.PostAsJsonAsync("/api/ingest/url", new NewUrlIngest($"http://127.0.0.1:{web.Port}/song.wav"), Ct);
        var ended = await Footage.UntilEndedAsync(bob.Http, (await reply.Content.ReadFromJsonAsync<IngestView>(Ct))!.Id);

        Assert.StartsWith("was refused: Your plan keeps 4 kB; 0 bytes are in use, and this needs ",
            Assert.Single(await Footage.FilesAsync(bob.Http, ended.Id, "refused")).Reason, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(server.Folder.Uploads));
        Assert.Equal(0, Footage.BlobsOf(server));
    }

    private static async Task UntilClosedAsync(NetworkStream stream)
    {
        while (await stream.ReadAsync(new byte[1000], Ct) > 0)
        {
            // Until the other side has had enough.
        }
    }

    private Task<TestServer> StartAsync(long storageBytes, Func<Settings, Settings>? more = null) => TestServer.StartAsync(cluster, settings: given =>
        (more?.Invoke(given) ?? given) with { IngestRoots = [_footage.Root], Tiers = Tiers.Usual with { Free = new(StorageBytes: storageBytes) } });
}
