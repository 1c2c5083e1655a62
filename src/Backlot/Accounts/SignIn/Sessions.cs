using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Accounts.SignIn;

/// <summary>Begins sessions and ends them, in plain SQL: also for people who are not signed in yet, and for admins on the
/// sessions of others.</summary>
internal sealed class Sessions(BacklotDb db, TokenHash hash, TimeProvider time, Settings settings)
{
    private static readonly TimeSpan KeptAfterItsEnd = TimeSpan.FromDays(30);

    /// <summary>Signs the browser in. Its token is always a new one: whatever it brought along ends here, so that nobody
    /// can have put there a token that they know, too.</summary>
    public async Task BeginAsync(HttpContext http, Guid userId, CancellationToken ct)
    {
        var (now, token) = (time.GetUtcNow(), TokenHash.NewSecret());
        if (SessionCookie.Read(http) is { } earlier)
            await db.Database.ExecuteSqlRawAsync(SqlFile.Read("Accounts/Sql/end_earlier_session.sql"), [hash.OfSession(earlier), now], ct);
        await db.Database.ExecuteSqlRawAsync(SqlFile.Read("Accounts/Sql/sweep.sql"), [userId, now - KeptAfterItsEnd], ct);
        // Who signs in owns from here on what the request saves.
        db.Owner = userId;
        var session = new Session
        {
            UserId = userId,
            TokenHash = hash.OfSession(token),
            UserAgent = Printable(http.Request.Headers.UserAgent.ToString()),
            Address = http.Connection.RemoteIpAddress,
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + TimeSpan.FromHours(settings.SessionHours),
        };
        db.Sessions.Add(session);
        await db.SaveChangesAsync(ct);
        SessionCookie.Write(http, token, session.ExpiresAt);
    }

    /// <summary>Ends all sessions of a user.</summary>
    /// <param name="but">But for this one; null for all.</param>
    public Task EndAsync(Guid userId, Guid? but, CancellationToken ct) => db.Database.ExecuteSqlRawAsync(
        SqlFile.Read("Accounts/Sql/end_sessions.sql"),
        [userId, time.GetUtcNow(), new Npgsql.NpgsqlParameter { Value = (object?)but ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid }], ct);

    private static string? Printable(string text)
    {
        var kept = new string([.. text.Where(c => c is >= ' ' and <= '~').Take(Session.LongestUserAgent)]);
        return kept.Length > 0 ? kept : null;
    }
}
