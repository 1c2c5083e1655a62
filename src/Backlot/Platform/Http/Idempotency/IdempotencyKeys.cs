using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Backlot.Platform.Database;
using Backlot.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Platform.Http.Idempotency;

/// <summary>A request that carries an <c>Idempotency-Key</c> has its effect once: the answer is kept in the transaction of
/// the effect, and whoever repeats the request gets that answer again. Keys belong to their user and live a day.</summary>
/// <remarks>As draft-ietf-httpapi-idempotency-key-header-07 has it, with two additions: only answers of success are kept,
/// and a repeated one says so in <c>Idempotency-Replayed</c>.</remarks>
internal sealed class IdempotencyKeys(RequestDelegate next, RootKey root)
{
    public const string Header = "Idempotency-Key", Replayed = "Idempotency-Replayed";
    public const int LongestKey = 255;

    /// <summary>An answer may hold signed links, and what is made for its reader's eyes: a copy of the database holds none.</summary>
    private readonly byte[] _sealing = root.Derive("kept answers v1");

    private static readonly string[] KeptHeaders = ["Content-Type", "Location", "ETag", "Link"];

    public async Task InvokeAsync(HttpContext http, BacklotDb db, TimeProvider time)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<KeyedWrite>() is not { } route || KeyOf(http.Request, route) is not { } key)
        {
            await next(http);
            return;
        }
        var fingerprint = await FingerprintAsync(http);
        // Until the handler writes, it holds no transaction number, so the event stream does not wait for it.
        await using var transaction = await db.Database.BeginTransactionAsync(http.RequestAborted);
        if (!await TryLockAsync(db, key, http.RequestAborted))
            throw new Refusal(409, "idempotency-key.in-use", "A request with this Idempotency-Key is being worked on: send it again in a second.")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        if (await db.Set<KeptAnswer>().AsNoTracking().SingleOrDefaultAsync(a => a.Key == key, http.RequestAborted) is { } kept)
        {
            await RepeatAsync(http, kept, fingerprint);
            return;
        }
        var body = await http.CaptureAsync(next);
        if (http.Response.StatusCode is >= 200 and <= 299)
        {
            // It is done: a client that has left by now must find it done when it comes back.
            await KeepAsync(db, http, key, fingerprint, body, time.GetUtcNow());
            await transaction.CommitAsync(CancellationToken.None);
        }
        await http.SendAsync(body);
    }

    /// <exception cref="Refusal">400: there is none and there must be, or it is not one.</exception>
    private static string? KeyOf(HttpRequest request, KeyedWrite route) => request.Headers[Header] switch
    {
        [] => route.Required
            ? throw new Refusal(400, "idempotency-key.missing", $"Send an {Header} of your own with this, a new UUID for instance, so that a repeated request has its effect once.")
            : null,
        [{ Length: >= 1 and <= LongestKey } key] when key.All(c => c is >= '!' and <= '~') => key,
        _ => throw new Refusal(400, "idempotency-key.invalid", $"The {Header} must be 1 to {LongestKey} printable ASCII characters without spaces, given once."),
    };

    private static async Task<byte[]> FingerprintAsync(HttpContext http)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}\n"));
        hash.AppendData(await http.Request.ReadWholeBodyAsync(http.RequestAborted));
        return hash.GetHashAndReset();
    }

    /// <summary>Held until the transaction ends. Another seed than <c>SubjectLock</c> has.</summary>
    private static async Task<bool> TryLockAsync(BacklotDb db, string key, CancellationToken ct) =>
        await db.Database.SqlQuery<bool>($"select pg_try_advisory_xact_lock(hashtextextended({$"{db.Owner:N} {key}"}, 1)) as \"Value\"").SingleAsync(ct);

    private Task RepeatAsync(HttpContext http, KeptAnswer kept, byte[] fingerprint)
    {
        if (!kept.Fingerprint.AsSpan().SequenceEqual(fingerprint))
            throw new Refusal(422, "idempotency-key.reused", $"This {Header} was sent with another request: take a new one for a new request.");
        http.Response.StatusCode = kept.Status;
        foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, string>>(kept.Headers) ?? [])
            http.Response.Headers[name] = value;
        http.Response.Headers[Replayed] = "true";
        return http.SendAsync(SealedText.Parse(Encoding.ASCII.GetString(kept.Body)).Open(_sealing, Place(kept.UserId, kept.Key)));
    }

    /// <summary>By itself, not with what the context still has to save: that was the handler's to do.</summary>
    private async Task KeepAsync(BacklotDb db, HttpContext http, string key, byte[] fingerprint, byte[] body, DateTimeOffset now)
    {
        var headers = JsonSerializer.Serialize(KeptHeaders.Where(http.Response.Headers.ContainsKey)
            .ToDictionary(name => name, name => http.Response.Headers[name].ToString()));
        await db.Database.ExecuteSqlRawAsync(SqlFile.Read("Platform/Http/Idempotency/Sql/keep.sql"),
            [db.Owner, key, fingerprint, (short)http.Response.StatusCode, headers,
                Encoding.ASCII.GetBytes(SealedText.Seal(_sealing, "root", body, Place(db.Owner, key))), now], CancellationToken.None);
    }

    private static string Place(Guid userId, string key) => $"idempotency_keys|{userId:N}|{key}";
}
