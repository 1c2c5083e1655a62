using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Backlot.Generation.Keys;
using Backlot.Library;
using Backlot.Library.Analyses;
using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Http;
using Backlot.Platform.Processes;
using Backlot.Tests.Generation.Answers;
using Backlot.Tests.Library.Ingest;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Library.Analyses;

/// <summary>A server whose owner has keys of the providers, and media to ask them about.</summary>
internal sealed class AskedServer(TestServer server) : IAsyncDisposable
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public TestServer Server => server;
    public HttpClient Http => server.Http;

    /// <param name="settings">Others of the test's own.</param>
    public static async Task<AskedServer> StartAsync(TestCluster cluster, FakeAnswerer fake, Func<Settings, Settings>? settings = null)
    {
        var server = await TestServer.StartAsync(cluster, settings: given => settings?.Invoke(fake.Lead(given)) ?? fake.Lead(given));
        server.Log.Watch(FakeAnswerer.Key);
        foreach (var provider in (string[])["openai", "gemini"])
            (await server.Http.PutAsJsonAsync($"/api/keys/{provider}", new NewKey(FakeAnswerer.Key), Ct)).EnsureSuccessStatusCode();
        return new(server);
    }

    /// <summary>A film that was read, of so many shots of 5 s.</summary>
    public async Task<Asset> AddFilmAsync(int shots)
    {
        var film = await MadeFootage.AddFilmAsync(server, durationSeconds: shots * 5, metadata: """{"loudness":{"integratedLufs":-16.5,"rangeLu":4,"truePeakDbtp":-1}}""");
        var clips = await MadeFootage.AddClipsAsync(server, film, Enumerable.Repeat(MadeFootage.Calm, shots));
        foreach (var (n, clip) in clips.Index())
        {
            // A JPEG by its first bytes: nobody here decodes it.
            var picture = await AddAsync(AssetKind.Image, [0xff, 0xd8, 0xff, 0xe0, 0, 16, .. "JFIF"u8, (byte)n, .. film.Id.ToByteArray()]);
            await server.Database.RunAsync("update clips set thumbnail_asset_id = $2 where id = $1", clip.Id, picture.Id);
        }
        await server.Database.RunAsync("update assets set footage_read_at = now(), has_audio = true where id = $1", film.Id);
        return film;
    }

    /// <summary>What ffmpeg makes of a description.</summary>
    public async Task<Asset> AddMadeAsync(AssetKind kind, string lavfi, string ending, double? seconds = null)
    {
        using var footage = new Footage();
        var made = await ChildProcess.RunAsync(new("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", lavfi, footage.At("made." + ending)]), Ct);
        Assert.True(made.ExitCode == 0, made.StderrTail);
        return await AddAsync(kind, await File.ReadAllBytesAsync(footage.At("made." + ending), Ct), seconds);
    }

    public async Task<Asset> AddAsync(AssetKind kind, byte[] content, double? seconds = null)
    {
        var blob = await server.Services.GetRequiredService<BlobStore>().PutAsync(new MemoryStream(content), Ct);
        await using var db = server.OpenDb();
        var asset = new Asset
        {
            UserId = server.OwnerId, Kind = kind, SourceType = AssetSource.Folder, Filename = "thing", Sha256 = blob.Sha256, SizeBytes = blob.SizeBytes,
            DurationSeconds = seconds, HasAudio = kind == AssetKind.Audio ? true : null, Status = AssetStatus.Ready,
        };
        db.Assets.Add(asset);
        await db.SaveChangesAsync(Ct);
        return asset;
    }

    public async Task<IReadOnlyList<AnalysisView>> OrderAsync(Asset asset, NewAnalysis wanted)
    {
        using var reply = await Http.PostAsJsonAsync($"/api/assets/{asset.Id}/analyses", wanted, Ct);
        Assert.True(reply.StatusCode == HttpStatusCode.Accepted, await reply.Content.ReadAsStringAsync(Ct));
        return (await reply.Content.ReadFromJsonAsync<OrderedAnalyses>(Ct) ?? throw new JsonException()).Items;
    }

    /// <summary>Orders one and waits for its end.</summary>
    public async Task<AnalysisView> MakeAsync(Asset asset, string type, string provider, bool? anew = null) =>
        await UntilEndedAsync(Assert.Single(await OrderAsync(asset, new(type, Provider: provider, Anew: anew))).Id);

    public async Task<AnalysisView> UntilEndedAsync(Guid analysis)
    {
        await server.Database.UntilAsync("select completed_at is not null from analysis_results where id = $1", analysis);
        return await Http.GetFromJsonAsync<AnalysisView>($"/api/analyses/{analysis}", Ct) ?? throw new JsonException();
    }

    /// <summary>Lets a job that rests go on at once, again and again, until its analysis ends.</summary>
    public async Task<AnalysisView> UntilEndedWithoutRestAsync(Guid analysis)
    {
        await server.Database.HurryUntilAsync("select completed_at is not null from analysis_results where id = $1", analysis);
        return await UntilEndedAsync(analysis);
    }

    public Task<Page<AnalysisView>?> ListAsync(Asset asset) => Http.GetFromJsonAsync<Page<AnalysisView>>($"/api/assets/{asset.Id}/analyses", Ct);

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
