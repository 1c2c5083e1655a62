using System.Net.Http.Json;
using System.Text.Json;
using Backlot.Library.Ingest;
using Backlot.Platform.Http;
using Backlot.Tests.Support;

namespace Backlot.Tests.Library.Ingest;

/// <summary>A folder under /tmp with files that were written long ago, so that nobody waits for them; gone with the test.</summary>
internal sealed class Footage : IDisposable
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public string Root { get; } = Directory.CreateTempSubdirectory("backlot-footage-").FullName;

    public string At(string name) => Path.Combine(Root, name);

    /// <param name="name">Below the folder; folders on the way are made.</param>
    public string Add(string name, byte[] content)
    {
        var path = At(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        Age(path);
        return path;
    }

    public static void Age(string path) => File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddYears(50));

    public void Dispose() => Directory.Delete(Root, recursive: true);

    public static async Task<IngestView> IngestAsync(HttpClient http, NewFolderIngest wanted)
    {
        using var reply = await http.PostAsJsonAsync("/api/ingest/local/folder", wanted, Ct);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync(Ct));
        var ingest = (await reply.Content.ReadFromJsonAsync<IngestView>(Ct))!;
        Assert.Equal($"/api/ingest/{ingest.Id}", reply.Headers.Location?.ToString());
        return ingest;
    }

    /// <summary>Asks again and again until it is so.</summary>
    public static async Task<IngestView> UntilAsync(HttpClient http, Guid id, Func<IngestView, bool> isSo)
    {
        while (true)
        {
            var ingest = (await http.GetFromJsonAsync<IngestView>($"/api/ingest/{id}", Ct))!;
            if (isSo(ingest))
                return ingest;
            await Task.Delay(50, Ct);
        }
    }

    public static Task<IngestView> UntilEndedAsync(HttpClient http, Guid id) => UntilAsync(http, id, ingest => ingest.Status is "completed" or "failed");

    public static async Task<IReadOnlyList<IngestFileView>> FilesAsync(HttpClient http, Guid id, string status) =>
        (await http.GetFromJsonAsync<Page<IngestFileView>>($"/api/ingest/{id}/files?status={status}&limit=200", Ct))!.Items;

    public static Task<long> AssetsAsync(TestServer server) => server.Database.ValueAsync<long>("select count(*) from assets where derived_from is null");

    /// <summary>Files in the blob store.</summary>
    public static int BlobsOf(TestServer server) => Directory.GetFiles(server.Folder.Blobs, "*", SearchOption.AllDirectories).Length;

    public static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
