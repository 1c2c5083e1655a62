using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Backlot.Platform;

namespace Backlot.Cli;

/// <summary>A signed-in connection to a running server.</summary>
internal sealed class BacklotClient : IDisposable
{
    private static readonly TimeSpan LostPause = TimeSpan.FromSeconds(1);
    private readonly HttpClient _http;

    private BacklotClient(Uri url, string token)
    {
        _http = new() { BaseAddress = url, Timeout = TimeSpan.FromMinutes(5) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Uri Url => _http.BaseAddress ?? throw new InvalidOperationException();

    /// <summary>The server named by --url or BACKLOT_URL, else the one of the data folder.</summary>
    /// <param name="start">Start one on the data folder if none runs.</param>
    /// <exception cref="StartFailed">No server, or no token for it.</exception>
    public static async Task<BacklotClient> ConnectAsync(string? url, string? dataFolder, bool start, CancellationToken ct)
    {
        var settings = Settings.FromEnvironment(dataFolder);
        var folder = DataFolder.At(settings.DataFolder);
        url ??= Environment.GetEnvironmentVariable("BACKLOT_URL") is { Length: > 0 } given ? given : null;
        if (url is null)
        {
            var server = folder.RunningServer() ?? (start ? await StartAsync(settings, ct) : null)
                ?? throw new StartFailed($"No Backlot runs on {folder.Root}: start it with ./backlot up, or name a server with --url.");
            url = server.Url;
        }
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new StartFailed($"'{url}' is not an address: write it as http://127.0.0.1:7070.");
        return new(address, await TokenAsync(folder, ct));
    }

    public Task<T> GetAsync<T>(string path, CancellationToken ct) => SendAsync<T>(HttpMethod.Get, path, null, ct);

    /// <summary>Under a key of its own: when the connection is lost on the way it is sent once more, and has its effect once.</summary>
    public async Task<T> PostAsync<T>(string path, object? body, CancellationToken ct)
    {
        var key = Guid.CreateVersion7().ToString();
        try
        {
            return await SendAsync<T>(HttpMethod.Post, path, body, ct, key);
        }
        catch (StartFailed lost) when (lost.InnerException is HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded })
        {
            await Task.Delay(LostPause, ct);
            return await SendAsync<T>(HttpMethod.Post, path, body, ct, key);
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<RunningServer> StartAsync(Settings settings, CancellationToken ct)
    {
        await Console.Error.WriteLineAsync("Starting Backlot; it goes on running until ./backlot down.");
        return await BackgroundServer.EnsureAsync(settings, ct);
    }

    private static async Task<string> TokenAsync(DataFolder folder, CancellationToken ct)
    {
        if (Environment.GetEnvironmentVariable("BACKLOT_TOKEN") is { Length: > 0 } given)
            return given;
        try
        {
            return (await File.ReadAllTextAsync(folder.CliToken, ct)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartFailed($"The token in {folder.CliToken} cannot be read: run this as the user who started Backlot, or set BACKLOT_TOKEN.", e);
        }
    }

    /// <exception cref="StartFailed">The server refused, or is not there; the sentence is the server's own.</exception>
    private async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken ct, string? key = null)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path);
            if (key is not null)
                request.Headers.Add("Idempotency-Key", key);
            if (body is not null)
                request.Content = JsonContent.Create(body, body.GetType(), options: JsonSerializerOptions.Web);
            using var reply = await _http.SendAsync(request, ct);
            if (reply.IsSuccessStatusCode)
                return await reply.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, ct) ?? throw new JsonException("The server answered null.");
            throw new StartFailed(await SentenceAsync(reply, ct));
        }
        catch (HttpRequestException away)
        {
            throw new StartFailed($"The server at {Url} does not answer ({away.Message}): start it with ./backlot up.", away);
        }
    }

    private static async Task<string> SentenceAsync(HttpResponseMessage reply, CancellationToken ct)
    {
        if (reply.StatusCode == HttpStatusCode.Unauthorized)
            return "The server does not know this token: use the one of the user who started it, or set BACKLOT_TOKEN.";
        try
        {
            var problem = await reply.Content.ReadFromJsonAsync<JsonElement>(ct);
            if (problem.TryGetProperty("detail", out var detail) && detail.GetString() is { } sentence)
                return sentence;
        }
        catch (JsonException)
        {
            // Something else than Backlot answered.
        }
        return $"The server answered {(int)reply.StatusCode} {reply.ReasonPhrase} to {reply.RequestMessage?.Method} {reply.RequestMessage?.RequestUri?.AbsolutePath}.";
    }
}
