using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Backlot.Library;
using Backlot.Library.Clips;
using Backlot.Library.Similarity;
using Backlot.Platform;
using Backlot.Platform.Outbound;
using Backlot.Platform.Processes;
using Backlot.Rendering.Signals;
using Backlot.Tests.Platform.Outbound;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Library.Similarity;

public sealed class SimilarityApiTests(TestCluster cluster, SharedServer shared) : IClassFixture<SharedServer>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Clips_are_found_by_a_clip_and_by_a_vector_nearest_first()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var (clips, vectors) = await AddAsync(server);

        var like = await server.Http.GetFromJsonAsync<SimilarClips>($"/api/clips/{clips[0].Id}/similar?limit=2", Ct);
        var search = await SearchAsync(server, new { vector = vectors[0].Select(x => x * 3), embeddedBy = "test", minSeconds = 5, maxSeconds = 5, limit = 3 });

        Assert.Equal("test", like!.EmbeddedBy);
        Assert.Equal([clips[1].Id, clips[2].Id], like.Items.Select(i => i.ClipId));
        Assert.InRange(like.Items[0].Similarity, 0.8, 0.99);
        Assert.Equal((clips[1].AssetId, 5, 10), (like.Items[0].AssetId, like.Items[0].StartTime, like.Items[0].EndTime));
        Assert.Equal([clips[0].Id, clips[1].Id, clips[2].Id], search.Items.Select(i => i.ClipId));
        Assert.Equal(1, search.Items[0].Similarity);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("{}", "clipId: give exactly one")]
    [InlineData("""{"clipId": "0193a1b2-0000-7000-8000-000000000001", "text": "a roof"}""", "clipId: give exactly one")]
    [InlineData("""{"vector": [1, 2], "embeddedBy": "test"}""", "vector: there are 2; give exactly 512.")]
    [InlineData("ZEROS", "vector: it has no direction")]
    [InlineData("NOBODY", "embeddedBy: say who made the vector")]
    public async Task What_cannot_be_looked_for_is_a_sentence(string body, string message)
    {
        var server = shared.Server;
        var zeros = string.Join(',', Enumerable.Repeat("0", 512));
        var sent = body switch { "ZEROS" => $$"""{"vector": [{{zeros}}], "embeddedBy": "test"}""", "NOBODY" => $$"""{"vector": [{{zeros[..^1]}}1]}""", _ => body };

        using var reply = await server.Http.PostAsync(new Uri("/api/clips/search", UriKind.Relative), new StringContent(sent, Encoding.UTF8, "application/json"), Ct);

        var problem = await ProblemDocument.ReadAsync(reply);
        Assert.Equal((422, "invalid"), (problem.Status, problem.Code));
        Assert.Contains(message, problem.Detail, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_clip_without_a_vector_is_like_nothing_yet_and_no_embedder_reads_no_text()
    {
        var server = shared.Server;
        var clip = (await MadeFootage.AddClipsAsync(server, await MadeFootage.AddFilmAsync(server), MadeFootage.Calm))[0];

        using var similar = await server.Http.GetAsync(new Uri($"/api/clips/{clip.Id}/similar", UriKind.Relative), Ct);
        using var text = await server.Http.PostAsJsonAsync("/api/clips/search", new { text = "a roof at dusk" }, Ct);

        Assert.Equal("clip.no-vector", (await ProblemDocument.ReadAsync(similar)).Code);
        Assert.Equal("embedder.missing", (await ProblemDocument.ReadAsync(text)).Code);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_picture_finds_the_shots_that_look_like_it()
    {
        await using var server = await TestServer.StartAsync(cluster);
        using var scope = server.Services.CreateScope();
        var (stills, red, blue) = (scope.ServiceProvider.GetRequiredService<StillSignals>(), Path.Combine(server.Folder.Root, "red.png"), Path.Combine(server.Folder.Root, "blue.png"));
        await SampleMedia.MakePictureAsync(red, 320, 180, hueDegrees: 0);
        await SampleMedia.MakePictureAsync(blue, 320, 180, hueDegrees: 120);
        var clips = await MadeFootage.AddClipsAsync(server, await MadeFootage.AddFilmAsync(server), MadeFootage.Calm, MadeFootage.Calm);
        foreach (var (clip, path) in clips.Zip((string[])[red, blue]))
            await server.Database.RunAsync("update clips set embedding = $2, embedded_by = $3 where id = $1", clip.Id, Descriptor.Of(await stills.OfAsync(path, Ct)), Descriptor.Version);

        var found = await SearchAsync(server, new { picture = Convert.ToBase64String(await File.ReadAllBytesAsync(blue, Ct)) });
        using var text = await server.Http.PostAsJsonAsync("/api/clips/search", new { picture = Convert.ToBase64String("no picture at all"u8) }, Ct);
        using var garbage = await server.Http.PostAsJsonAsync("/api/clips/search", new { picture = "%%%" }, Ct);

        Assert.Equal(Descriptor.Version, found.EmbeddedBy);
        Assert.Equal([clips[1].Id, clips[0].Id], found.Items.Select(i => i.ClipId));
        Assert.Equal(1, found.Items[0].Similarity, 1e-3);
        Assert.InRange(found.Items[1].Similarity, -1, 0.95);
        Assert.StartsWith("picture: what it holds ", (await ProblemDocument.ReadAsync(text)).Detail, StringComparison.Ordinal);
        Assert.Equal("picture: what it holds is no base64.", (await ProblemDocument.ReadAsync(garbage)).Detail);
        Assert.Empty(Directory.EnumerateFiles(server.Folder.Root, "*.picture", SearchOption.AllDirectories));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_photo_of_many_megabytes_is_looked_for_as_it_is_and_one_that_is_too_large_is_a_sentence()
    {
        await using var server = await TestServer.StartAsync(cluster);
        using var scope = server.Services.CreateScope();
        var path = Path.Combine(server.Folder.Root, "photo.png");
        var photo = await PhotoAsync(path);
        var clip = (await MadeFootage.AddClipsAsync(server, await MadeFootage.AddFilmAsync(server), MadeFootage.Calm))[0];
        await server.Database.RunAsync("update clips set embedding = $2, embedded_by = $3 where id = $1", clip.Id,
            Descriptor.Of(await scope.ServiceProvider.GetRequiredService<StillSignals>().OfAsync(path, Ct)), Descriptor.Version);

        using var found = await PostAsync(server, "/api/clips/search/picture?limit=1", new ByteArrayContent(photo));
        using var announced = await PostAsync(server, "/api/clips/search/picture", new StreamContent(new MemoryStream(new byte[PictureVector.MostBytes + 1])));
        using var words = await PostAsync(server, "/api/clips/search/picture", new ByteArrayContent("no picture"u8.ToArray()));

        var clips = await found.Content.ReadFromJsonAsync<SimilarClips>(Ct);
        Assert.Equal((clip.Id, 1.0), (Assert.Single(clips!.Items).ClipId, Math.Round(clips.Items[0].Similarity, 3)));
        var problem = await ProblemDocument.ReadAsync(announced);
        Assert.Equal((413, "too-large", "Pictures of up to 50 MB are looked at: send a smaller copy of it."), (problem.Status, problem.Code, problem.Detail));
        Assert.StartsWith("picture: what it holds ", (await ProblemDocument.ReadAsync(words)).Detail, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(server.Folder.Temp));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_embedder_is_sent_a_small_copy_of_a_photo_that_it_would_not_take()
    {
        await using var embedder = new FakeEmbedder(_ => (200, FakeEmbedder.Answer(MadeFootage.Direction(new Random(4)))));
        await using var server = await TestServer.StartAsync(cluster, settings: embedder.Lead);

        var photo = await PhotoAsync(Path.Combine(server.Folder.Root, "photo.png"));

        using var found = await PostAsync(server, "/api/clips/search/picture", new ByteArrayContent(photo));

        Assert.True(found.IsSuccessStatusCode, await found.Content.ReadAsStringAsync(Ct));
        Assert.Single(embedder.Requests);
        Assert.Empty(Directory.GetFiles(server.Folder.Temp));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_text_is_looked_for_among_what_the_same_embedder_made()
    {
        var random = new Random(3);
        var said = MadeFootage.Direction(random);
        await using var embedder = new FakeEmbedder(_ => (200, FakeEmbedder.Answer(said.Select(x => x * 5))));
        await using var server = await TestServer.StartAsync(cluster, settings: embedder.Lead);
        var (clips, _) = await AddAsync(server);
        await server.Database.RunAsync("update clips set embedding = $2, embedded_by = 'clip-test' where id = $1", clips[3].Id, said);

        var found = await SearchAsync(server, new { text = "a roof at dusk" });

        Assert.Equal(("clip-test", clips[3].Id, 1), (found.EmbeddedBy, Assert.Single(found.Items).ClipId, found.Items[0].Similarity));
        var request = Assert.Single(embedder.Requests);
        Assert.StartsWith("POST /embeddings ", request, StringComparison.Ordinal);
        Assert.Contains($"Authorization: Bearer {FakeEmbedder.Key}", request, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(200, "clip-test")]
    [InlineData(500, "backlot/1")]      // what is not embedded anew keeps the vector it had, and is scored by it
    public async Task Clips_get_their_vectors_by_the_embedder_when_they_are_scored(int status, string embeddedBy)
    {
        await using var embedder = new FakeEmbedder(_ => (status, FakeEmbedder.Answer(MadeFootage.Direction(new Random(4)))));
        await using var server = await TestServer.StartAsync(cluster, settings: embedder.Lead);
        var film = await MadeFootage.AddFilmAsync(server);
        var clip = (await MadeFootage.AddClipsAsync(server, film, MadeFootage.Calm))[0];
        await MadeFootage.SetVectorAsync(server, clip.Id, MadeFootage.Direction(new Random(5)));
        var picture = await MadeFootage.AddFilmAsync(server, kind: AssetKind.Image);
        var path = Path.Combine(server.Folder.Blobs, picture.Sha256![..2], picture.Sha256[2..4], picture.Sha256);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, "a thumbnail", Ct);
        await server.Database.RunAsync("update clips set embedded_by = 'backlot/1', thumbnail_asset_id = $2 where id = $1", clip.Id, picture.Id);

        using var ordered = await server.Http.PostAsync(new Uri($"/api/assets/{film.Id}/scores", UriKind.Relative), null, Ct);
        await server.Database.UntilAsync("select exists (select from clips where id = $1 and composite_score is not null)", clip.Id);

        Assert.Equal(embeddedBy, await server.Database.ValueAsync<string>("select embedded_by from clips where id = $1", clip.Id));
        Assert.Single(embedder.Requests);
        Assert.Equal(status == 200 ? "none" : "The embedder cannot be used: it answered 500.",
            await server.Database.ValueAsync<string>("select coalesce(result ->> 'embedderFault', 'none') from jobs where kind = 'library.score-footage'"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(500, "{}", "it answered 500")]
    [InlineData(200, "no JSON", "its answer is no list of embeddings")]
    [InlineData(200, """{"data": []}""", "its answer is no list of embeddings")]
    [InlineData(200, """{"data": [{"embedding": [1, 2, 3]}]}""", "its vectors have 3 numbers, and 512 are needed")]
    public async Task An_embedder_that_fails_is_a_sentence(int status, string body, string why)
    {
        await using var embedder = new FakeEmbedder(_ => (status, body));
        await using var server = await TestServer.StartAsync(cluster, settings: embedder.Lead);

        using var reply = await server.Http.PostAsJsonAsync("/api/clips/search", new { text = "a roof at dusk" }, Ct);

        var problem = await ProblemDocument.ReadAsync(reply);
        Assert.Equal((502, "embedder.failed", $"The embedder cannot be used: {why}."), (problem.Status, problem.Code, problem.Detail));
    }

    /// <summary>Four clips, each farther from the first than the one before.</summary>
    private static async Task<(List<Clip> Clips, float[][] Vectors)> AddAsync(TestServer server)
    {
        var random = new Random(2);
        var clips = await MadeFootage.AddClipsAsync(server, await MadeFootage.AddFilmAsync(server), Enumerable.Repeat(MadeFootage.Calm, 4));
        var first = MadeFootage.Direction(random);
        float[][] vectors = [.. Enumerable.Range(0, 4).Select(n => MadeFootage.Unit([.. first.Zip(MadeFootage.Direction(random), (a, b) => a + 0.5f * n * b)]))];
        foreach (var (clip, vector) in clips.Zip(vectors))
            await MadeFootage.SetVectorAsync(server, clip.Id, vector);
        return (clips, vectors);
    }

    /// <summary>Noise, which nothing can make smaller: 12 MB of it.</summary>
    private static async Task<byte[]> PhotoAsync(string path)
    {
        var noise = new byte[2560 * 1600 * 3];
        new Random(7).NextBytes(noise);
        await File.WriteAllBytesAsync(path + ".raw", noise, Ct);
        var made = await ChildProcess.RunAsync(
            new("ffmpeg", "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "2560x1600", "-i", path + ".raw", path), Ct);
        Assert.True(made.ExitCode == 0, made.StderrTail);
        var photo = await File.ReadAllBytesAsync(path, Ct);
        Assert.InRange(photo.Length, 12_000_000, 13_000_000);
        return photo;
    }

    private static async Task<HttpResponseMessage> PostAsync(TestServer server, string address, HttpContent picture)
    {
        picture.Headers.ContentType = new("application/octet-stream");
        return await server.Http.PostAsync(new Uri(address, UriKind.Relative), picture, Ct);
    }

    private static async Task<SimilarClips> SearchAsync(TestServer server, object wanted)
    {
        using var reply = await server.Http.PostAsJsonAsync("/api/clips/search", wanted, Ct);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync(Ct));
        return await reply.Content.ReadFromJsonAsync<SimilarClips>(Ct) ?? throw new JsonException();
    }
}

/// <summary>An embedder in this process.</summary>
internal sealed class FakeEmbedder : IAsyncDisposable
{
    public const string Key = "ek-0123";

    private readonly LoopbackServer _server;

    /// <param name="answer">Given the request's head.</param>
    public FakeEmbedder(Func<string, (int Status, string Body)> answer) => _server = new((head, stream) =>
    {
        var (status, body) = answer(head);
        return stream.WriteAsync(Encoding.UTF8.GetBytes(
            $"HTTP/1.1 {status} So\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}")).AsTask();
    });

    public IReadOnlyList<string> Requests => _server.Requests;

    public static string Answer(IEnumerable<float> vector) => JsonSerializer.Serialize(new { data = new[] { new { embedding = vector, index = 0 } } });

    public Settings Lead(Settings given) => given with
    {
        OutboundAllow = AllowedTargets.Parse($"127.0.0.1:{_server.Port}"),
        Embedder = $"http://127.0.0.1:{_server.Port}#clip-test",
        EmbedderKey = Key,
    };

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
