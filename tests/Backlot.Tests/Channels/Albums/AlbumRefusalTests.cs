using System.Buffers.Binary;
using System.IO.Compression;
using System.Net.Http.Json;
using System.Text;
using Backlot.Channels;
using Backlot.Channels.Albums;
using Backlot.Jobs;
using Backlot.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Channels.Albums;

/// <summary>Bad input gets a clear error that names the field or file, before work starts, and leaves nothing behind.</summary>
public sealed class AlbumRefusalTests(TestCluster cluster, SharedServer shared) : IClassFixture<SharedServer>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"targetDurationMinutes": 60, "tempo": 90}""", 400, "field.unknown", "/tempo", "tempo")]
    [InlineData("""{"targetDurationMinutes": 59}""", 422, "invalid", "/targetDurationMinutes", "60 to 90")]
    [InlineData("""{"targetDurationMinutes": 91}""", 422, "invalid", "/targetDurationMinutes", "60 to 90")]
    [InlineData("""{"targetDurationMinutes": "long"}""", 400, "field.invalid", "/targetDurationMinutes", "targetDurationMinutes")]
    [InlineData("""{"niche": "court"}""", 422, "field.missing", "/targetDurationMinutes", "targetDurationMinutes")]
    [InlineData("""{"targetDurationMinutes": 60, "seed": -1}""", 422, "invalid", "/seed", "seed")]
    [InlineData("""{"targetDurationMinutes": 60, "title": ""}""", 422, "invalid", "/title", "title")]
    [InlineData("""{"targetDurationMinutes": 60, "fit": "stretch"}""", 400, "field.invalid", "/fit", "fit")]
    [InlineData("""{"targetDurationMinutes": 60, "musicProvider": "nobody"}""", 422, "invalid", "/musicProvider", "dummy")]
    [InlineData("""{"targetDurationMinutes": 60, "musicPrompts": ["one", "two"]}""", 422, "invalid", "/musicPrompts", "exactly 20")]
    [InlineData("""{"targetDurationMinutes": 60, "tracksFolder": "/nowhere/to/be/found"}""", 422, "invalid", "/tracksFolder", "/nowhere/to/be/found")]
    [InlineData("""{"targetDurationMinutes": 60, "imagesFolder": "relative"}""", 422, "invalid", "/imagesFolder", "absolute")]
    [InlineData("""{"targetDurationMinutes": 60, "outputDirectory": "/proc/backlot"}""", 422, "invalid", "/outputDirectory", "/proc/backlot")]
    [InlineData("""{"targetDurationMinutes": 60""", 400, "body.unreadable", null, "JSON")]
    public async Task A_wrong_field_is_named(string body, int status, string code, string? pointer, string words)
    {
        var server = shared.Server;

        using var reply = await PostAsync(server, new StringContent(body, Encoding.UTF8, "application/json"));

        var problem = await reply.ProblemAsync(status, code);
        Assert.Contains(words, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        if (pointer is not null)
            Assert.Equal(pointer, problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
        await AssertNothingLeftAsync(server);
    }

    [Fact]
    public async Task A_folder_with_twenty_one_tracks_or_a_spoilt_file_is_named()
    {
        await using var server = await ShortAlbums.StartServerAsync(cluster);
        var root = Directory.CreateTempSubdirectory("backlot-own-").FullName;
        try
        {
            var (tracks, images) = await SampleMedia.MakePlainTwentyAsync(root);
            var (ofTracks, ofImages) = (AlbumRequests.OneMinute with { TracksFolder = tracks }, AlbumRequests.OneMinute with { ImagesFolder = images });
            var extra = Path.Combine(tracks, "21.mp3");

            await File.WriteAllTextAsync(extra, "I am not music.", Ct);
            await AssertRefusedAsync(server, ofTracks with { ImagesFolder = images }, "/tracksFolder", tracks, "holds 21 tracks");

            File.Delete(Path.Combine(tracks, "5. piece-5.wav"));
            await AssertRefusedAsync(server, ofTracks, "/tracksFolder", extra, "is not audio");
            File.Delete(extra);

            var picture = Path.Combine(images, "picture 7.png");
            foreach (var (name, bytes, words) in new[] { ("empty", [], "is empty"), ("flood", FloodPng(), "30000 x 30000") })
            {
                await File.WriteAllBytesAsync(picture, bytes, Ct);
                await AssertRefusedAsync(server, ofImages, "/imagesFolder", picture, words);
            }

            await PlainParts.WriteToneAsync(Path.Combine(tracks, "5. short.wav"), 300, 1, Ct);
            await AssertRefusedAsync(server, ofTracks, "/tracksFolder", "5. short.wav", "longer than");
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public async Task Tracks_that_make_too_short_a_film_are_refused()
    {
        var root = Directory.CreateTempSubdirectory("backlot-own-").FullName;
        try
        {
            var (tracks, _) = await SampleMedia.MakePlainTwentyAsync(root);
            await AssertRefusedAsync(shared.Server, new(60, TracksFolder: tracks), "/tracksFolder", "0:01:0", "60 to 90 minutes");
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public async Task Too_little_disk_is_told_before_work_begins()
    {
        await using var server = await TestServer.StartAsync(cluster, services => services.AddSingleton(new DiskSpace(_ => 900_000_000)));

        using var reply = await PostAsync(server, JsonContent.Create(new NewVideoJob(60)));

        var problem = await reply.ProblemAsync(507, "disk.full");
        Assert.Contains("0.9 GB are free", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await AssertNothingLeftAsync(server);
    }

    private static async Task AssertRefusedAsync(TestServer server, NewVideoJob wanted, string pointer, params string[] words)
    {
        using var reply = await PostAsync(server, JsonContent.Create(wanted));
        var problem = await reply.ProblemAsync(422, "invalid");
        Assert.Equal(pointer, problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.All(words, word => Assert.Contains(word, problem.GetProperty("detail").GetString(), StringComparison.Ordinal));
        await AssertNothingLeftAsync(server);
    }

    private static async Task<HttpResponseMessage> PostAsync(TestServer server, HttpContent body)
    {
        var channel = await server.Http.AddChannelAsync(Guid.CreateVersion7().ToString());
        return await server.Http.PostAsync($"/api/channels/{channel}/video-jobs", body, Ct);
    }

    private static async Task AssertNothingLeftAsync(TestServer server)
    {
        var db = server.OpenDb();
        Assert.Equal(0, await db.Jobs.CountAsync(Ct));
        Assert.Equal(0, await db.VideoJobs.CountAsync(Ct));
        Assert.Empty(Directory.GetFileSystemEntries(server.Folder.Temp));
        Assert.Empty(Directory.GetFileSystemEntries(server.Folder.Exports));
        Assert.Empty(Directory.GetFileSystemEntries(server.Folder.Blobs));
    }

    /// <summary>A PNG of a few bytes that says it is 30000 × 30000.</summary>
    private static byte[] FloodPng()
    {
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, 30000);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), 30000);
        (header[8], header[9]) = (8, 2);
        Chunk(png, "IHDR", header);
        using var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(new byte[100_000]);
        Chunk(png, "IDAT", pixels.ToArray());
        Chunk(png, "IEND", []);
        return png.ToArray();
    }

    private static void Chunk(Stream png, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(Encoding.ASCII.GetBytes(type));
        png.Write(data);
        png.Write([0, 0, 0, 0]);        // no checksum: it must be refused before anybody reads this far
    }
}
