using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Backlot.Library.Uploads;
using Backlot.Platform;
using Backlot.Tests.Library.Ingest;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static Backlot.Tests.Library.Uploads.TusRequests;

namespace Backlot.Tests.Library.Uploads;

/// <summary>Resumable uploads, as the documents of tus 1.0 have them.</summary>
public sealed class UploadTests(TestCluster cluster, UploadTests.One one) : IClassFixture<UploadTests.One>
{
    private static readonly byte[] Song = TinyMedia.Wav(11, samples: 60_000);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_server_tells_what_it_can()
    {
        var server = one.Server;

        using var told = await server.Http.SendAsync(new(HttpMethod.Options, "/api/uploads"), Ct);

        Assert.Equal(HttpStatusCode.NoContent, told.StatusCode);
        Assert.Equal(("1.0.0", "1.0.0", "1048576"), (Of(told, "Tus-Resumable"), Of(told, "Tus-Version"), Of(told, "Tus-Max-Size")));
        Assert.Equal("creation,creation-with-upload,checksum,expiration,termination", Of(told, "Tus-Extension"));
        Assert.Equal("sha1,sha256,md5", Of(told, "Tus-Checksum-Algorithm"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_file_in_three_parts_becomes_an_asset_of_its_name()
    {
        var server = one.Server;
        var song = OwnSong(12);
        var upload = await CreateAsync(server, song.Length, "A Song.wav");
        Assert.Equal("0", await OffsetAsync(server, upload));

        foreach (var (from, to) in ((int, int)[])[(0, 1000), (1000, 90_000), (90_000, song.Length)])
        {
            using var part = await PatchAsync(server, upload, from, song[from..to]);
            Assert.Equal((HttpStatusCode.NoContent, to.ToString()), (part.StatusCode, Of(part, "Upload-Offset")));
            Assert.Equal("1.0.0", Of(part, "Tus-Resumable"));
            Assert.True(DateTimeOffset.Parse(Of(part, "Upload-Expires")!) > TimeProvider.System.GetUtcNow());
        }
        var ended = await Footage.UntilEndedAsync(server.Http, Guid.Parse(upload.Split('/')[^1]));

        Assert.Equal(("completed", 1), (ended.Status, ended.Taken));
        Assert.Equal($"A Song.wav|upload|{Hash(song)}", await server.Database.ValueAsync<string>(
            "select concat_ws('|', filename, source_type, sha256) from assets where sha256 = $1", Hash(song)));
        Assert.Equal(song.Length.ToString(), await OffsetAsync(server, upload));
        Assert.False(File.Exists(PartOf(server, upload)));
        // The last answer got lost, say.
        using var again = await PatchAsync(server, upload, song.Length, []);
        Assert.Equal((HttpStatusCode.NoContent, song.Length.ToString()), (again.StatusCode, Of(again, "Upload-Offset")));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_whole_is_kept_however_long_its_job_waits()
    {
        await using var server = await TestServer.StartAsync(cluster);
        (await server.Http.PostAsync(new Uri("/api/queues/ingest/pause", UriKind.Relative), null, Ct)).EnsureSuccessStatusCode();
        using var created = await CreateWithAsync(server, Song.Length, Song);
        await server.Database.RunAsync("update uploads set expires_at = now()");

        await ActivatorUtilities.CreateInstance<UploadSweep>(server.Services).SweepAsync(Ct);
        (await server.Http.PostAsync(new Uri("/api/queues/ingest/resume", UriKind.Relative), null, Ct)).EnsureSuccessStatusCode();
        var ended = await Footage.UntilEndedAsync(server.Http, Guid.Parse(created.Headers.Location!.ToString().Split('/')[^1]));

        Assert.Equal(1, ended.Taken);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_first_bytes_may_come_with_the_creation()
    {
        var server = one.Server;
        var song = OwnSong(13);

        using var created = await CreateWithAsync(server, song.Length, song);

        Assert.Equal((HttpStatusCode.Created, song.Length.ToString()), (created.StatusCode, Of(created, "Upload-Offset")));
        var ended = await Footage.UntilEndedAsync(server.Http, Guid.Parse(created.Headers.Location!.ToString().Split('/')[^1]));
        Assert.Equal(1, ended.Taken);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_wrong_checksum_is_460_and_nothing_of_the_part_counts()
    {
        var server = one.Server;
        var upload = await CreateAsync(server, Song.Length);
        using (var first = await PatchAsync(server, upload, 0, Song[..5000], ("Upload-Checksum", Sha1Of(Song[..5000]))))
            Assert.Equal("5000", Of(first, "Upload-Offset"));

        using var wrong = await PatchAsync(server, upload, 5000, Song[5000..], ("Upload-Checksum", Sha1Of(Song)));
        using var unknown = await PatchAsync(server, upload, 5000, Song[5000..], ("Upload-Checksum", "crc32 AAAA"));

        Assert.Equal((460, "upload.checksum"), ((int)wrong.StatusCode, (await ProblemDocument.ReadAsync(wrong)).Code));
        Assert.Equal("upload.checksum-unreadable", (await ProblemDocument.ReadAsync(unknown)).Code);
        Assert.Equal("5000", await OffsetAsync(server, upload));
        using var right = await PatchAsync(server, upload, 5000, Song[5000..], ("Upload-Checksum", "sha256 " + Convert.ToBase64String(SHA256.HashData(Song[5000..]))));
        Assert.Equal(HttpStatusCode.NoContent, right.StatusCode);
        Assert.Equal(Hash(Song), await Sha256Async(server, upload));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_the_protocol_forbids_is_refused_with_its_status()
    {
        var server = one.Server;
        var upload = await CreateAsync(server, Song.Length);

        using var offset = await PatchAsync(server, upload, 10, Song[10..]);
        using var tooLong = await PatchAsync(server, upload, 0, [.. Song, 1]);
        using var tooLarge = await CreateWithAsync(server, (1 << 20) + 1, null);
        using var nowhere = await PatchAsync(server, $"/api/uploads/{Guid.CreateVersion7()}", 0, Song);
        using var version = await SendAsync(server, HttpMethod.Patch, upload, Song, ("Upload-Offset", "0"), ("Tus-Resumable", "0.2.2"));
        using var type = await server.Http.SendAsync(new(HttpMethod.Patch, upload) { Headers = { { "Tus-Resumable", "1.0.0" }, { "Upload-Offset", "0" } }, Content = new ByteArrayContent(Song) }, Ct);
        using var length = await SendAsync(server, HttpMethod.Post, "/api/uploads", null);
        using var metadata = await SendAsync(server, HttpMethod.Post, "/api/uploads", null, ("Upload-Length", "5"), ("Upload-Metadata", "filename !!"));

        Assert.Equal((409, "upload.offset"), await RefusedAsync(offset));
        Assert.Equal((413, "upload.too-long"), await RefusedAsync(tooLong));
        Assert.Equal((413, "upload.too-large"), await RefusedAsync(tooLarge));
        Assert.Equal((404, "not-found"), await RefusedAsync(nowhere));
        Assert.Equal((412, "upload.version"), await RefusedAsync(version));
        Assert.Equal(("1.0.0", "1.0.0"), (Of(version, "Tus-Version"), Of(version, "Tus-Resumable")));
        Assert.Equal((415, "unsupported-media-type"), await RefusedAsync(type));
        Assert.Equal((400, "upload.header"), await RefusedAsync(length));
        Assert.Equal((400, "upload.metadata"), await RefusedAsync(metadata));
        Assert.Equal("0", await OffsetAsync(server, upload));
    }

    [Fact(Timeout = 60_000)]
    public async Task More_bytes_than_were_said_are_refused_also_when_their_number_is_not_told()
    {
        var server = one.Server;
        var upload = await CreateAsync(server, 1000);
        using var request = new HttpRequestMessage(HttpMethod.Patch, upload) { Headers = { { "Tus-Resumable", "1.0.0" }, { "Upload-Offset", "0" } } };
        request.Headers.TransferEncodingChunked = true;
        request.Content = new ByteArrayContent(new byte[1001]) { Headers = { ContentType = new(UploadHeaders.ContentType) } };

        using var refused = await server.Http.SendAsync(request, Ct);

        Assert.Equal((413, "upload.too-long"), await RefusedAsync(refused));
        Assert.Equal("0", await OffsetAsync(server, upload));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_upload_that_gets_no_bytes_for_too_long_is_gone()
    {
        var time = new ShiftedTime();
        await using var server = await TestServer.StartAsync(cluster, services => services.AddSingleton<TimeProvider>(time));
        var upload = await CreateAsync(server, Song.Length);
        time.Advance(TimeSpan.FromHours(25));

        using var late = await PatchAsync(server, upload, 0, Song);
        using var asked = await SendAsync(server, HttpMethod.Head, upload, null);
        await server.Database.RunAsync("update uploads set expires_at = now()");
        File.SetLastWriteTimeUtc(PartOf(server, upload), DateTime.UnixEpoch);
        await ActivatorUtilities.CreateInstance<UploadSweep>(server.Services).SweepAsync(Ct);

        Assert.Equal((410, "upload.expired"), await RefusedAsync(late));
        Assert.Equal(HttpStatusCode.Gone, asked.StatusCode);
        Assert.Empty(Directory.GetFiles(server.Folder.Uploads));
        Assert.Equal(0, await server.Database.ValueAsync<long>("select count(*) from uploads") + await server.Database.ValueAsync<long>("select count(*) from ingests"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_client_may_give_up()
    {
        var server = one.Server;
        var upload = await CreateAsync(server, Song.Length);
        using var part = await PatchAsync(server, upload, 0, Song[..100]);

        using var ended = await SendAsync(server, HttpMethod.Delete, upload, null);
        using var after = await PatchAsync(server, upload, 100, Song[100..]);

        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        Assert.Equal((404, "not-found"), await RefusedAsync(after));
        Assert.False(File.Exists(PartOf(server, upload)));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_part_that_breaks_off_counts_as_far_as_it_came_and_a_look_ends_one_that_hangs()
    {
        var server = one.Server;
        var upload = await CreateAsync(server, Song.Length);
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Http.BaseAddress!.Port, Ct);
        var hanging = client.GetStream();
        await hanging.WriteAsync(Encoding.ASCII.GetBytes(
            $"PATCH {upload} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {server.Token}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
            + $"Content-Type: {UploadHeaders.ContentType}\r\nContent-Length: {Song.Length}\r\n\r\n"), Ct);
        await hanging.WriteAsync(Song.AsMemory(0, 30_000), Ct);
        await Task.Delay(2000, Ct);     // it is read by then, and nothing tells so

        var offset = int.Parse((await OffsetAsync(server, upload))!);
        using var rest = await PatchAsync(server, upload, offset, Song[offset..]);

        Assert.InRange(offset, 0, 30_000);
        Assert.Equal(HttpStatusCode.NoContent, rest.StatusCode);
        Assert.Equal(Hash(Song), await Sha256Async(server, upload));
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_many_at_the_same_place_at_once_all_leave_the_right_file()
    {
        var server = one.Server;
        var song = OwnSong(14);
        var upload = await CreateAsync(server, song.Length);

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PatchAsync(server, upload, 0, song)));

        Assert.All(replies, r => Assert.True(r.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.Conflict, r.StatusCode.ToString()));
        for (var offset = int.Parse((await OffsetAsync(server, upload))!); offset < song.Length; offset = int.Parse((await OffsetAsync(server, upload))!))
            (await PatchAsync(server, upload, offset, song[offset..])).Dispose();
        Assert.Equal(Hash(song), await Sha256Async(server, upload));
        Assert.Equal(1, (await Footage.UntilEndedAsync(server.Http, Guid.Parse(upload.Split('/')[^1]))).Taken);
    }

    [Fact(Timeout = 120_000)]
    public async Task An_upload_survives_a_server_that_is_killed_in_the_middle()
    {
        var data = Directory.CreateTempSubdirectory("backlot-upload-").FullName;
        try
        {
            string upload;
            await using (var first = await ServerProcess.StartAsync(data))
            {
                upload = await CreateAsync(first.Http, Song.Length, "song.wav");
                using var part = await PatchAsync(first.Http, upload, 0, Song[..50_000]);
                Assert.Equal(HttpStatusCode.NoContent, part.StatusCode);
                await first.KillAsync();
            }
            await using var second = await ServerProcess.StartAsync(data);
            using var asked = await SendAsync(second.Http, HttpMethod.Head, upload, null);
            Assert.Equal("50000", Of(asked, "Upload-Offset"));
            using var rest = await PatchAsync(second.Http, upload, 50_000, Song[50_000..]);
            var ended = await Footage.UntilEndedAsync(second.Http, Guid.Parse(upload.Split('/')[^1]));

            Assert.Equal(1, ended.Taken);
            Assert.Equal(Hash(Song), await second.QueryAsync<string>("select sha256 from assets"));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\films\\a.mp4", "a.mp4")]
    [InlineData("a\r\nb.mp4", "ab.mp4")]
    [InlineData("🎬.mp4", "🎬.mp4")]
    [InlineData("", "upload")]
    public async Task A_name_is_never_a_place(string sent, string kept)
    {
        var before = Directory.GetFiles(one.Server.Folder.Uploads);

        var upload = await CreateAsync(one.Server, 5, sent);

        Assert.Equal(kept, await one.Server.Database.ValueAsync<string>("select location from ingests where id = $1", IdOf(upload)));
        Assert.Matches("^[0-9a-f]{32}\\.part$", Path.GetFileName(Assert.Single(Directory.GetFiles(one.Server.Folder.Uploads).Except(before))));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_upload_for_which_the_plan_has_no_room_is_refused_before_it_begins()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: given => given with { Tiers = Tiers.Usual with { Free = new() { StorageBytes = 1000 } } });
        using var member = await TestUser.AddAsync(server, "small");

        using var refused = await SendAsync(member.Http, HttpMethod.Post, "/api/uploads", null, ("Upload-Length", "2000"));

        Assert.Equal((507, "limit.storage"), await RefusedAsync(refused));
        Assert.Empty(Directory.GetFiles(server.Folder.Uploads));
    }

    /// <summary>One that nobody has brought in before.</summary>
    private static byte[] OwnSong(int number) => TinyMedia.Wav(number, samples: 60_000);

    private static Guid IdOf(string upload) => Guid.Parse(upload.Split('/')[^1]);

    private static Task<string> Sha256Async(TestServer server, string upload) =>
        server.Database.ValueAsync<string>("select sha256 from uploads where id = $1", IdOf(upload));

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>One server for all uploads that are none of each other's business.</summary>
    public sealed class One(TestCluster cluster) : IAsyncLifetime
    {
        internal TestServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await TestServer.StartAsync(cluster, settings: given => given with { IngestMostBytes = 1 << 20 });

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
