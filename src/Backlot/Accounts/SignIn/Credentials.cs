using Backlot.Platform;
using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Accounts.SignIn;

/// <summary>What signed a request in, and whom.</summary>
/// <param name="Kind"><c>session</c> or <c>token</c>.</param>
internal sealed record Credential(string Kind, Guid Id, Guid UserId, string Role, string[] Scopes)
{
    /// <summary>To the minute; null for a token that was never used.</summary>
    public DateTimeOffset? UsedAt { get; set; }
}

/// <summary>Looks up what a request brings along to sign in with, in plain SQL: it runs before it is known whose rows the
/// request may see.</summary>
internal sealed class Credentials(NpgsqlDataSource database, TokenHash hash, TimeProvider time, Settings settings, RecentCredentials recent)
{
    private const string Bearer = "Bearer ";
    private static readonly TimeSpan UsePrecision = TimeSpan.FromMinutes(1);

    /// <summary>Whether the request says who it is at all, rightly or not. A token comes first.</summary>
    public static bool IsBroughtBy(HttpContext http) => TokenOf(http) is not null || SessionCookie.Read(http) is not null;

    /// <summary>The token in the <c>Authorization</c> header; null when it has none.</summary>
    public static string? TokenOf(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : null;
    }

    /// <returns>Null when it is unknown, revoked, expired, or its user is disabled.</returns>
    public async Task<Credential?> FindAsync(HttpContext http, CancellationToken ct)
    {
        if (TokenOf(http) is { } token)
            return TokenText.IsWellFormed(token) ? await FindTokenAsync(hash.Of(token), ct) : null;
        return SessionCookie.Read(http) is { } session ? await FindSessionAsync(hash.OfSession(session), ct) : null;
    }

    /// <summary>To the minute: a busy program must not cost a write a request.</summary>
    public async Task RememberUseAsync(Credential credential, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (credential.UsedAt is { } last && now - last < UsePrecision)
            return;
        credential.UsedAt = now;        // so that of many requests at once one writes it
        await using var remember = database.CreateCommand(credential.Kind == "session"
            ? "update sessions set last_seen_at = $2 where id = $1 and user_id = $3 and last_seen_at < $2"
            : "update api_tokens set last_used_at = $2 where id = $1 and user_id = $3 and (last_used_at is null or last_used_at < $2)");
        foreach (var value in (object[])[credential.Id, now, credential.UserId])
            remember.Parameters.Add(new() { Value = value });
        await remember.ExecuteNonQueryAsync(ct);
    }

    private Task<Credential?> FindTokenAsync(byte[] kept, CancellationToken ct) => recent.FindAsync(kept, () =>
        ReadAsync("token", "Accounts/Sql/token.sql", [kept, time.GetUtcNow()], ct));

    private Task<Credential?> FindSessionAsync(byte[] kept, CancellationToken ct) => recent.FindAsync(kept, () =>
    {
        var now = time.GetUtcNow();
        return ReadAsync("session", "Accounts/Sql/session.sql", [kept, now, now - TimeSpan.FromHours(settings.SessionIdleHours)], ct);
    });

    private async Task<Credential?> ReadAsync(string kind, string sql, object[] values, CancellationToken ct)
    {
        await using var find = SqlFile.Command(database, sql, values);
        await using var rows = await find.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct)
            ? new(kind, rows.GetGuid(0), rows.GetGuid(1), rows.GetString(2), rows.GetFieldValue<string[]>(3))
            {
                UsedAt = rows.IsDBNull(4) ? null : rows.GetFieldValue<DateTimeOffset>(4),
            }
            : null;
    }
}
