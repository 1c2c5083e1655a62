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

    /// <summary>Whoever is told to come back later than this is told so by an error.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(1);
    private readonly HttpClient _http;

    private BacklotClient(Uri url, string token)
    {
#pragma warning disable RS0030 // to the user's own server, wherever the user says it is; by the command line, not by the server
        _http = new() { BaseAddress = url, Timeout = TimeSpan.FromMinutes(5) };
#pragma warning restore RS0030
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Uri Url => _http.BaseAddress ?? throw new InvalidOperationException();

    /// <summary>The server named by --url or BACKLOT_URL, else the one of the data folder, and this user's token for it.</summary>
    /// <param name="start">Start one on the data folder if none runs.</param>
    /// <exception cref="StartFailed">No server, or no token for it.</exception>
    public static async Task<BacklotClient> ConnectAsync(string? url, string? dataFolder, bool start, CancellationToken ct)
    {
        var server = await FindAsync(url, dataFolder, start, ct);
        return To(server.Url, TokenFor(server));
    }

    /// <inheritdoc cref="ConnectAsync"/>
    /// <returns>Where it is; nothing is asked of it.</returns>
    public static async Task<FoundServer> FindAsync(string? url, string? dataFolder, bool start, CancellationToken ct)
    {
        var settings = Settings.FromEnvironment(dataFolder);
        var folder = DataFolder.At(settings.DataFolder);
        url ??= Environment.GetEnvironmentVariable("BACKLOT_URL") is { Length: > 0 } given ? given : null;
        if (url is null)
        {
            var server = folder.RunningServer() ?? (start ? await StartAsync(settings, ct) : null)
                ?? throw new StartFailed($"No Backlot runs on {folder.Root}: start it with ./backlot up, or name a server with --url.");
            return new(new Uri(server.Url), folder);
        }
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new StartFailed($"'{url}' is not an address: write it as http://127.0.0.1:7070.");
        return new(address, IsOf(folder, address) ? folder : null);
    }

    public static BacklotClient To(Uri url, string token) => new(url, token);

    /// <summary>Signed in by the token in the server's data folder.</summary>
    /// <exception cref="StartFailed">This user may not read it.</exception>
    public static BacklotClient OfFolder(DataFolder folder, string url) => new(new Uri(url), TokenIn(folder));

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

    public Task<T> PatchAsync<T>(string path, object body, CancellationToken ct) => SendAsync<T>(HttpMethod.Patch, path, body, ct);

    public async Task DeleteAsync(string path, CancellationToken ct)
    {
        using var reply = await _http.DeleteAsync(path, ct);
        if (!reply.IsSuccessStatusCode && reply.StatusCode != HttpStatusCode.NotFound)
            throw new StartFailed(await SentenceAsync(reply, ct));
    }

    /// <summary>Writes what the server has at an address into a file; it is there whole or not at all.</summary>
    /// <exception cref="StartFailed">The server refused, or the file can't be written.</exception>
    public async Task DownloadAsync(string path, string file, CancellationToken ct)
    {
        var temp = $"{file}.part";
        try
        {
            using var reply = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, ct);
            if (!reply.IsSuccessStatusCode)
                throw new StartFailed(await SentenceAsync(reply, ct));
            await using (var to = File.Create(temp))
                await reply.Content.CopyToAsync(to, ct);
            File.Move(temp, file, overwrite: true);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            throw new StartFailed($"{file} cannot be written: {e.Message}", e);
        }
        finally
        {
            File.Delete(temp);
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<RunningServer> StartAsync(Settings settings, CancellationToken ct)
    {
        await Console.Error.WriteLineAsync("Starting Backlot; it goes on running until ./backlot down.");
        return await BackgroundServer.EnsureAsync(settings, ct);
    }

    /// <summary>A token is only ever sent to the server it is meant for: the one in the data folder never leaves this machine.</summary>
    private static string TokenFor(FoundServer server)
    {
        if (Environment.GetEnvironmentVariable("BACKLOT_TOKEN") is { Length: > 0 } given)
            return given;
        if (KeptTokens.Find(server.Url) is { } kept)
            return kept;
        return server.Folder is { } folder
            ? TokenIn(folder)
            : throw new StartFailed($"No token is kept for {server.Url}: sign in with ./backlot sign-in --url {server.Url}, or set BACKLOT_TOKEN.");
    }

    private static string TokenIn(DataFolder folder)
    {
        try
        {
            return File.ReadAllText(folder.CliToken).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartFailed($"The token in {folder.CliToken} cannot be read: run this as the user who started Backlot, or sign in with ./backlot sign-in.", e);
        }
    }

    private static bool IsOf(DataFolder folder, Uri address) =>
        address.IsLoopback && folder.RunningServer() is { } running && new Uri(running.Url).Port == address.Port;

    /// <summary>Who came too fast comes again when the server says.</summary>
    /// <exception cref="StartFailed">The server refused, or is not there; the sentence is the server's own.</exception>
    private async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken ct, string? key = null)
    {
        try
        {
            while (true)
            {
                using var request = new HttpRequestMessage(method, path);
                if (key is not null)
                    request.Headers.Add("Idempotency-Key", key);
                if (body is not null)
                    request.Content = JsonContent.Create(body, body.GetType(), options: JsonSerializerOptions.Web);
                using var reply = await _http.SendAsync(request, ct);
                if (reply.IsSuccessStatusCode)
                    return await reply.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, ct) ?? throw new JsonException("The server answered null.");
                if (reply is not { StatusCode: HttpStatusCode.TooManyRequests, Headers.RetryAfter.Delta: { } rest } || rest > LongestRest)
                    throw new StartFailed(await SentenceAsync(reply, ct));
                await Task.Delay(rest, ct);
            }
        }
        catch (HttpRequestException away)
        {
            throw new StartFailed($"The server at {Url} does not answer ({away.Message}): start it with ./backlot up.", away);
        }
    }

    private static async Task<string> SentenceAsync(HttpResponseMessage reply, CancellationToken ct)
    {
        if (reply.StatusCode == HttpStatusCode.Unauthorized)
            return "The server does not know this token, or it is revoked or expired: sign in with ./backlot sign-in, or set BACKLOT_TOKEN.";
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

/// <summary>A server to talk to.</summary>
/// <param name="Folder">Its data folder, when it is a server of this machine and this is its folder.</param>
internal sealed record FoundServer(Uri Url, DataFolder? Folder);
