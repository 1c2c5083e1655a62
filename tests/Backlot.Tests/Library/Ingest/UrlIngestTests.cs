using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Backlot.Library.Ingest;
using Backlot.Platform.Outbound;
using Backlot.Tests.Platform.Outbound;
using Backlot.Tests.Support;

namespace Backlot.Tests.Library.Ingest;

/// <summary>Files on the internet, downloaded and brought in.</summary>
public sealed class UrlIngestTests(TestCluster cluster, SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly byte[] Song = TinyMedia.Wav(9, samples: 200_000);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task What_is_at_an_address_becomes_an_asset_that_says_where_it_is_from()
    {
        await using var web = new LoopbackServer((_, stream) => SendAsync(stream, "200 OK", "", Song));
        await using var server = await StartAsync(web);

        var ended = await IngestAsync(server, $"http://127.0.0.1:{web.Port}/music/a%20song.wav");

        Assert.Equal(("completed", 1, 1), (ended.Status, ended.Found, ended.Taken));
        Assert.Equal($"a song.wav|url|http://127.0.0.1:{web.Port}/music/a%20song.wav|{Hash(Song)}",
            await server.Database.ValueAsync<string>("select concat_ws('|', filename, source_type, source_url, sha256) from assets"));
        Assert.Empty(Directory.GetFiles(server.Folder.Uploads));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_download_that_breaks_off_goes_on_where_it_stopped()
    {
        var calls = 0;
        await using var web = new LoopbackServer(async (head, stream) =>
        {
            if (Interlocked.Increment(ref calls) == 1)
                await SendAsync(stream, "200 OK", "ETag: \"v1\"\r\n", Song, sent: 150_000);
            else
                await SendAsync(stream, "206 Partial Content", $"ETag: \"v1\"\r\nContent-Range: bytes 150000-{Song.Length - 1}/{Song.Length}\r\n", Song[150_000..]);
        });
        await using var server = await StartAsync(web);

        var ended = await IngestAsync(server, $"http://127.0.0.1:{web.Port}/song.wav");

        Assert.Equal(1, ended.Taken);
        Assert.Equal(Hash(Song), await server.Database.ValueAsync<string>("select sha256 from assets"));
        var again = Assert.Single(web.Requests.Skip(1));
        Assert.Contains("Range: bytes=150000-", again, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("If-Range: \"v1\"", again, StringComparison.OrdinalIgnoreCase);
    }

    [Fact(Timeout = 60_000)]
    public async Task Parts_that_are_shorter_than_was_asked_are_put_together()
    {
        var calls = 0;
        await using var web = new LoopbackServer((_, stream) => Interlocked.Increment(ref calls) switch
        {
            1 => SendAsync(stream, "200 OK", "ETag: \"v1\"\r\n", Song, sent: 150_000),
            2 => SendAsync(stream, "206 Partial Content", $"ETag: \"v1\"\r\nContent-Range: bytes 150000-150999/{Song.Length}\r\n", Song[150_000..151_000]),
            _ => SendAsync(stream, "206 Partial Content", $"ETag: \"v1\"\r\nContent-Range: bytes 151000-{Song.Length - 1}/{Song.Length}\r\n", Song[151_000..]),
        });
        await using var server = await StartAsync(web);

        await IngestAsync(server, $"http://127.0.0.1:{web.Port}/song.wav");

        Assert.Equal(Hash(Song), await server.Database.ValueAsync<string>("select sha256 from assets"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_file_that_changed_meanwhile_is_downloaded_anew()
    {
        var other = TinyMedia.Wav(10, samples: 120_000);
        var calls = 0;
        await using var web = new LoopbackServer((_, stream) => Interlocked.Increment(ref calls) == 1
            ? SendAsync(stream, "200 OK", "ETag: \"v1\"\r\n", Song, sent: 150_000)
            : SendAsync(stream, "200 OK", "ETag: \"v2\"\r\n", other));
        await using var server = await StartAsync(web);

        var ended = await IngestAsync(server, $"http://127.0.0.1:{web.Port}/song.wav");

        Assert.Equal(1, ended.Taken);
        Assert.Equal(Hash(other), await server.Database.ValueAsync<string>("select sha256 from assets"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_cannot_be_used_is_refused_with_its_reason_and_leaves_nothing()
    {
        await using var web = new LoopbackServer((head, stream) => head.Contains("/part", StringComparison.Ordinal)
            ? SendAsync(stream, "206 Partial Content", "Content-Range: bytes 0-999/2000\r\n", Song[..1000])
            : head.Contains("/missing", StringComparison.Ordinal) ? SendAsync(stream, "404 Not Found", "", [])
            : head.Contains("/huge", StringComparison.Ordinal) ? SendAsync(stream, "200 OK", "", Song, length: 10L << 30)
            : head.Contains("/endless", StringComparison.Ordinal) ? SendEndlesslyAsync(stream)
            : SendAsync(stream, "200 OK", "Content-Type: video/mp4\r\n", "<html>log in</html>"u8.ToArray()));
        await using var server = await StartAsync(web);

        foreach (var (path, reason) in ((string, string)[])[("part.mp4", "another part"), ("missing.mp4", "answered 404"), ("huge.mp4", "larger than"), ("endless.mp4", "larger than"), ("page.mp4", "text")])
        {
            var ended = await IngestAsync(server, $"http://127.0.0.1:{web.Port}/{path}");
            Assert.Equal(("completed", 1), (ended.Status, ended.Refused));
            Assert.Contains(reason, Assert.Single(await Footage.FilesAsync(server.Http, ended.Id, "refused")).Reason, StringComparison.Ordinal);
        }
        Assert.Equal(0, Footage.BlobsOf(server));
        Assert.Empty(Directory.GetFiles(server.Folder.Uploads));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://example.org/")]
    [InlineData("http://user@example.org/a.mp4")]
    [InlineData("http://example.org:22/a.mp4")]
    [InlineData("not an address")]
    public async Task An_address_that_is_not_called_is_refused_at_once(string url)
    {
        var server = shared.Server;

        using var reply = await server.Http.PostAsJsonAsync("/api/ingest/url", new NewUrlIngest(url), Ct);

        Assert.Equal((422, "url.refused"), ((int)reply.StatusCode, (await ProblemDocument.ReadAsync(reply)).Code));
        Assert.Equal(0, await server.Database.ValueAsync<long>("select count(*) from ingests"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_private_address_is_never_called()
    {
        await using var web = new LoopbackServer((_, stream) => SendAsync(stream, "200 OK", "", Song));
        await using var server = await TestServer.StartAsync(cluster, settings: given => given with { OutboundAllow = AllowedTargets.Parse($"allowed.example:{web.Port}") });

        using var reply = await server.Http.PostAsJsonAsync("/api/ingest/url", new NewUrlIngest("http://127.0.0.1/song.wav"), Ct);
        var ingest = (await reply.Content.ReadFromJsonAsync<IngestView>(Ct))!;
        await server.Database.UntilAsync("select exists (select from jobs where kind = 'library.ingest-file' and error_message is not null)");

        Assert.Equal("The address cannot be reached.", await server.Database.ValueAsync<string>("select error_message from jobs where kind = 'library.ingest-file'"));
        Assert.Empty(web.Requests);
        Assert.Equal(1, (await server.Http.GetFromJsonAsync<IngestView>($"/api/ingest/{ingest.Id}", Ct))!.Waiting);
    }

    private Task<TestServer> StartAsync(LoopbackServer web) => TestServer.StartAsync(cluster,
        settings: given => given with { OutboundAllow = AllowedTargets.Parse($"127.0.0.1:{web.Port}"), IngestMostBytes = 1 << 20 });

    private static async Task<IngestView> IngestAsync(TestServer server, string url)
    {
        using var reply = await server.Http.PostAsJsonAsync("/api/ingest/url", new NewUrlIngest(url), Ct);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync(Ct));
        return await Footage.UntilEndedAsync(server.Http, (await reply.Content.ReadFromJsonAsync<IngestView>(Ct))!.Id);
    }

    private static async Task SendAsync(NetworkStream stream, string status, string headers, byte[] body, int? sent = null, long? length = null)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{headers}Content-Length: {length ?? body.Length}\r\nConnection: close\r\n\r\n"), Ct);
        await stream.WriteAsync(body.AsMemory(0, sent ?? body.Length), Ct);
    }

    private static async Task SendEndlesslyAsync(NetworkStream stream)
    {
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray(), Ct);
        while (true)
            await stream.WriteAsync(Song, Ct);
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
