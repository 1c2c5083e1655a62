using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Backlot.Library.Uploads;
using Backlot.Tests.Support;

namespace Backlot.Tests.Library.Uploads;

/// <summary>What a client of tus 1.0 sends, and how it reads the answers.</summary>
internal static class TusRequests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static Task<string> CreateAsync(TestServer server, long length, string name = "song.wav") => CreateAsync(server.Http, length, name);

    public static async Task<string> CreateAsync(HttpClient http, long length, string name)
    {
        using var created = await SendAsync(http, HttpMethod.Post, "/api/uploads", null, ("Upload-Length", length.ToString()),
            ("Upload-Metadata", $"filename {Convert.ToBase64String(Encoding.UTF8.GetBytes(name))},filetype {Convert.ToBase64String("audio/wav"u8)}"));
        Assert.True(created.StatusCode == HttpStatusCode.Created, await created.Content.ReadAsStringAsync(Ct));
        Assert.Equal("0", Of(created, "Upload-Offset"));
        return created.Headers.Location!.ToString();
    }

    public static Task<HttpResponseMessage> CreateWithAsync(TestServer server, long length, byte[]? bytes) =>
        SendAsync(server, HttpMethod.Post, "/api/uploads", bytes, ("Upload-Length", length.ToString()));

    public static async Task<string?> OffsetAsync(TestServer server, string upload)
    {
        using var asked = await SendAsync(server, HttpMethod.Head, upload, null);
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.Equal("no-store", asked.Headers.CacheControl?.ToString());
        return Of(asked, "Upload-Offset");
    }

    public static Task<HttpResponseMessage> PatchAsync(TestServer server, string upload, long offset, byte[] bytes, params (string, string)[] headers) =>
        PatchAsync(server.Http, upload, offset, bytes, headers);

    public static Task<HttpResponseMessage> PatchAsync(HttpClient http, string upload, long offset, byte[] bytes, params (string, string)[] headers) =>
        SendAsync(http, HttpMethod.Patch, upload, bytes, [("Upload-Offset", offset.ToString()), .. headers]);

    public static Task<HttpResponseMessage> SendAsync(TestServer server, HttpMethod method, string path, byte[]? bytes, params (string Name, string Value)[] headers) =>
        SendAsync(server.Http, method, path, bytes, headers);

    public static async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpMethod method, string path, byte[]? bytes, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (!headers.Any(h => h.Name == "Tus-Resumable"))
            request.Headers.Add("Tus-Resumable", "1.0.0");
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        if (bytes is not null)
            request.Content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(UploadHeaders.ContentType) } };
        return await http.SendAsync(request, Ct);
    }

    public static async Task<(int, string)> RefusedAsync(HttpResponseMessage reply) => ((int)reply.StatusCode, (await ProblemDocument.ReadAsync(reply)).Code);

    public static string? Of(HttpResponseMessage reply, string header) => reply.Headers.TryGetValues(header, out var values) ? values.Single() : null;

    public static string PartOf(TestServer server, string upload) => Path.Combine(server.Folder.Uploads, $"{Guid.Parse(upload.Split('/')[^1]):N}.part");

    /// <summary>The algorithm that tus demands.</summary>
    public static string Sha1Of(byte[] bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(bytes);
        return "sha1 " + Convert.ToBase64String(hash.GetHashAndReset());
    }
}
