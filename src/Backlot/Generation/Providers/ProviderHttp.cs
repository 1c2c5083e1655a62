using System.Text.Json;
using System.Text.Json.Nodes;
using Backlot.Generation.Answers;
using Backlot.Generation.Keys;
using Backlot.Platform;
using Backlot.Platform.Outbound;

namespace Backlot.Generation.Providers;

/// <summary>Calls providers' APIs, signed by a user's key. Whatever goes wrong is a <see cref="ProviderFailure"/>; nothing is asked
/// twice here.</summary>
internal sealed class ProviderHttp(OutboundHttp http, KeyProviders providers, ProviderLimits limits, TimeProvider time)
{
    private const long MostAnswerBytes = 4 << 20, MostSievedBytes = 256L << 20, MostMediaBytes = 4L << 30;
    private const int Redirects = 5, LongestId = 900;

    private static readonly TimeSpan DownloadDeadline = TimeSpan.FromMinutes(15);

    public KeyProvider ProviderOf(ProviderApi api) => providers.Demand(api.KeyName);

    public Task<ProviderReply> GetAsync(ProviderApi api, ProviderKey key, string path, CancellationToken ct) =>
        SendAsync(api, key, new(HttpMethod.Get, path), ct);

    public Task<ProviderReply> DeleteAsync(ProviderApi api, ProviderKey key, string path, CancellationToken ct) =>
        SendAsync(api, key, new(HttpMethod.Delete, path), ct);

    /// <summary>A request that is paid for.</summary>
    public Task<ProviderReply> OrderAsync(ProviderApi api, ProviderKey key, string path, JsonObject body, CancellationToken ct) =>
        SendAsync(api, key, new(HttpMethod.Post, path) { Body = () => JsonBody.Of(body), IsPaid = true }, ct);

    /// <summary>Makes a call.</summary>
    /// <exception cref="ProviderFailure">There is no good answer.</exception>
    public async Task<ProviderReply> SendAsync(ProviderApi api, ProviderKey key, ProviderRequest request, CancellationToken ct)
    {
        var (provider, now) = (ProviderOf(api), time.GetUtcNow());
        using var sieve = new Base64Sieve(request.Base64Fields, request.FilesAt, MostAnswerBytes);
        try
        {
            await using var reply = await http.SendAsync(Signed(provider, key, request, now), LimitsOf(request), ct);
            if (reply.IsSuccess)
                await reply.CopyToAsync(sieve);
            var text = reply.IsSuccess ? sieve.Finish() : await reply.ReadTextAsync();
            var json = Read(text);
            if (!reply.IsSuccess || api.Classify((int)reply.Status, json) is not null)
                throw Faults.Of(api, provider, request, reply, json, text, ProviderWords.Said(provider, key, now, text), now);
            if (json.ValueKind != JsonValueKind.Object)
                throw Unanswered(provider, request, $"answered {(int)reply.Status} with what is no JSON object");
            sieve.Keep();
            return new(json, WaitHint.Milliseconds(reply, "openai-poll-after-ms") ?? WaitHint.Of(reply, now));
        }
        catch (OutboundFailed failed)
        {
            throw failed.Sent ? Unanswered(provider, request, "gave no whole answer: " + failed.Message.TrimEnd('.'), failed) : Unreached(provider, failed);
        }
        catch (SieveOverflow overflow)
        {
            throw Unanswered(provider, request, "gave an answer that is too large or cannot be decoded", overflow);
        }
        catch (Refusal refused)
        {
            throw new ProviderFailure(FailureClass.Invalid, $"{provider.Title}: {refused.Message}", wasSent: false, cause: refused);
        }
    }

    /// <summary>Brings media to a file. The key goes along only to the provider's own host.</summary>
    /// <param name="url">As the provider said it, or a path behind its address.</param>
    /// <param name="types">What the type may begin with, as in <c>video/</c>; unnamed bytes always may come.</param>
    /// <param name="whenGone">What 401, 403, 404 and 410 mean: an address that has expired is asked for anew (the default), what is
    /// gone for good is lost.</param>
    /// <exception cref="ProviderFailure">There is no such file then.</exception>
    public async Task DownloadAsync(ProviderApi api, ProviderKey key, string url, string path, IReadOnlyList<string> types, CancellationToken ct,
        FailureClass whenGone = FailureClass.Transient)
    {
        var (provider, now) = (ProviderOf(api), time.GetUtcNow());
        var isOwn = url.StartsWith('/') || IsSameHost(provider.Url, url);
        var request = new OutboundRequest(HttpMethod.Get, url.StartsWith('/') ? provider.Url + url : url)
        {
            Headers = isOwn ? [.. provider.Headers(key, now), .. provider.OtherHeaders, ("Accept", "*/*")] : [("Accept", "*/*")],
        };
        var bounds = new OutboundLimits { BodyBytes = MostMediaBytes, Deadline = DownloadDeadline, Redirects = Redirects };
        try
        {
            await using var reply = await http.SendAsync(request, bounds, ct);
            if (!reply.IsSuccess)
                throw Failed((int)reply.Status is 401 or 403 or 404 or 410 ? whenGone : FailureClass.Transient,
                    $"answered {(int)reply.Status} when what it made was fetched", WaitHint.Of(reply, now));
            if (reply.ContentType is { } type && !Fits(type, types))
                throw Failed(FailureClass.Transient, $"sent {KeyScrub.Clean(type, [key.Key])} where {types[0]} was wanted");
            await WriteAsync(reply, path, ct);
        }
        catch (OutboundFailed failed)
        {
            throw Failed(FailureClass.Transient, "did not hand over what it made: " + failed.Message.TrimEnd('.'), cause: failed);
        }
        catch (Refusal refused)
        {
            throw Failed(FailureClass.Lost, "names an address for what it made that is not called: " + refused.Message.TrimEnd('.'), cause: refused);
        }

        ProviderFailure Failed(FailureClass kind, string what, TimeSpan? after = null, Exception? cause = null) =>
            new(kind, Faults.Sentence(provider, kind, what), after: after, cause: cause);
    }

    /// <summary>The id that a provider gives an order; without one it is paid for and cannot be asked about.</summary>
    /// <exception cref="ProviderFailure">There is none.</exception>
    public string IdAt(ProviderApi api, ProviderReply reply, params ReadOnlySpan<string> path) => reply.Json.TextAt(path) is { Length: > 0 and <= LongestId } id
        ? id
        : throw new ProviderFailure(FailureClass.Unknown, Faults.Sentence(ProviderOf(api), FailureClass.Unknown, "took the order and named no id for it"));

    /// <summary>A failure that stands in a good answer.</summary>
    /// <param name="what">It did, as in <c>could not make it</c>.</param>
    /// <param name="words">The provider's own; shown without anything of the key.</param>
    public ProviderFailure Failed(ProviderApi api, ProviderKey key, FailureClass kind, string what, string? words = null) =>
        new(kind, Faults.Sentence(ProviderOf(api), kind, what + ProviderWords.Shown(ProviderOf(api), key, time.GetUtcNow(), words)));

    /// <summary>Puts a file that was taken out of an answer where it belongs.</summary>
    /// <param name="file">Its path, as the answer has it; whatever else was taken out goes.</param>
    /// <param name="type">What the provider calls it.</param>
    /// <param name="wanted">What that begins with, as in <c>video/</c>.</param>
    /// <exception cref="ProviderFailure">There is none, or it is of another type.</exception>
    public void Take(ProviderApi api, RemoteCall call, string? file, string? type, string wanted)
    {
        var isThere = file is not null && file.StartsWith(call.TempPath + ".", StringComparison.Ordinal) && new FileInfo(file) is { Exists: true, Length: > 0 };
        if (isThere && file is not null && type?.StartsWith(wanted, StringComparison.Ordinal) != false)
            File.Move(file, call.TempPath);
        // Not by a pattern: name.* would find the name without an ending, too.
        foreach (var rest in Directory.EnumerateFiles(Path.GetDirectoryName(call.TempPath) ?? ".").Where(rest => rest.StartsWith(call.TempPath + ".", StringComparison.Ordinal)))
            File.Delete(rest);
        if (!File.Exists(call.TempPath))
            throw new ProviderFailure(FailureClass.Transient, Faults.Sentence(ProviderOf(api), FailureClass.Transient, $"sent no {wanted.TrimEnd('/')} where one was made"));
    }

    private static OutboundRequest Signed(KeyProvider provider, ProviderKey key, ProviderRequest request, DateTimeOffset now) =>
        new(request.Method, provider.Url + request.Path)
        {
            Headers = [.. provider.Headers(key, now), .. provider.OtherHeaders, ("Accept", "application/json")], Body = request.Body,
            IsOnce = request.IsPaid,
        };

    // A model that thinks sends nothing for minutes, so there is a deadline and no least rate.
    private OutboundLimits LimitsOf(ProviderRequest request) => new()
    {
        BodyBytes = request.Base64Fields.Count > 0 ? MostSievedBytes : MostAnswerBytes,
        Deadline = request.Deadline ?? TimeSpan.FromSeconds(limits.DeadlineSeconds), MinBytesPerSecond = 0,
    };

    private static async Task WriteAsync(OutboundReply reply, string path, CancellationToken ct)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            await reply.CopyToAsync(file);
            await file.FlushAsync(ct);
            if (file.Length == 0)
                throw new OutboundFailed(OutboundFault.Broken, sent: true);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private static ProviderFailure Unanswered(KeyProvider provider, ProviderRequest request, string what, Exception? cause = null)
    {
        var kind = request.IsPaid ? FailureClass.Unknown : FailureClass.Transient;
        return new(kind, Faults.Sentence(provider, kind, what), cause: cause);
    }

    private static ProviderFailure Unreached(KeyProvider provider, OutboundFailed failed) =>
        new(FailureClass.Transient, Faults.Sentence(provider, FailureClass.Transient, "cannot be reached"), wasSent: false, cause: failed);

    private static bool IsSameHost(string own, string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var there) && Uri.TryCreate(own, UriKind.Absolute, out var here)
        && Uri.Compare(here, there, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static bool Fits(string type, IReadOnlyList<string> types) =>
        type is "application/octet-stream" or "binary/octet-stream" or "application/binary" || types.Any(t => type.StartsWith(t, StringComparison.OrdinalIgnoreCase));

    private static JsonElement Read(string text)
    {
        try
        {
            var json = JsonSerializer.Deserialize<JsonElement>(text);
            // Google wraps an error in a list of one, at times.
            return json.ValueKind == JsonValueKind.Array && json.GetArrayLength() == 1 ? json[0] : json;
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
