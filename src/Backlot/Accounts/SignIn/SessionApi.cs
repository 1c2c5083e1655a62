using Backlot.Accounts.People;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.RateLimits;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Accounts.SignIn;

/// <summary>Who signs in.</summary>
/// <param name="Email">Whatever its case.</param>
/// <param name="Password">As it was chosen.</param>
public sealed record SignInRequest(
    [Email(AccountFields.LongestEmail)] string Email,
    [Length(1, Passwords.Longest, "write your password")] string Password) : IRequestBody<SignInRequest>
{
    public static SignInRequest Example => new("olivia@example.org", "correct horse battery staple");
}

/// <summary>A browser that is signed in.</summary>
/// <param name="UserAgent">As the browser called itself at sign-in.</param>
/// <param name="Address">Where it signed in from.</param>
/// <param name="LastSeenAt">To the minute.</param>
/// <param name="ExpiresAt">When it is over, however often it is used.</param>
/// <param name="IsCurrent">The one that asks.</param>
public sealed record SessionView(
    Guid Id, string? UserAgent, string? Address, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt, bool IsCurrent);

/// <summary><c>/api/session</c>, the caller's own, and <c>/api/sessions</c>, all of theirs.</summary>
internal static class SessionApi
{
    public static void MapSessionApi(this IEndpointRouteBuilder routes)
    {
        var own = routes.MapGroup("/api/session").WithTags("Account").ProducesProblem(401);
        own.MapPost("/", SignIn).WithName("signIn").WithSummary("Sign in: the answer sets the session's cookie")
            .AllowAnonymous().SignsIn().ProducesProblem(400).ProducesProblem(403).ProducesProblem(422);
        own.MapDelete("/", SignOut).WithName("signOut").WithSummary("Sign out: ends the session that asks").ProducesProblem(403).ProducesProblem(409);

        var all = routes.MapGroup("/api/sessions").WithTags("Account").ProducesProblem(401);
        all.MapGet("/", List).WithName("listSessions").WithSummary("Browsers that are signed in, newest first").ProducesProblem(400);
        all.MapDelete("/", EndOthers).WithName("endOtherSessions").WithSummary("Sign every other browser out").ProducesProblem(403);
        all.MapDelete("/{id:guid}", End).WithName("endSession").WithSummary("Sign one browser out").ProducesProblem(403).ProducesProblem(404);
    }

    private static async Task<MeView> SignIn(
        SignInRequest request, HttpContext http, BacklotDb db, Passwords passwords, Sessions sessions, SignInLimit limit, CancellationToken ct)
    {
        await limit.DemandAsync(http, request.Email, ct);
        var known = await db.UserOfEmailAsync(request.Email.Trim(), ct);
        var match = await passwords.MatchAsync(known?.PasswordHash, request.Password, ct);
        // One answer for all that can be wrong, after the same work: nobody learns who has an account here.
        if (match is PasswordMatch.Wrong || known is null or { DisabledAt: not null })
            throw Failed();
        var betterHash = match is PasswordMatch.RightButWeaklyHashed ? await passwords.HashAsync(request.Password, ct) : null;

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // The password may have been changed since it was read: whoever knew only the old one does not get in after that.
        if (!await db.LockUserAsync(known, ct))
            throw Failed();
        known.PasswordHash = betterHash ?? known.PasswordHash;
        await sessions.BeginAsync(http, known.Id, ct);
        await transaction.CommitAsync(ct);
        await limit.ForgiveAsync(http, request.Email, ct);
        return MeView.OfNewSession(known);
    }

    private static Refusal Failed() => new(401, "sign-in.failed", "E-mail and password do not belong together: check both.");

    private static async Task<NoContent> SignOut(HttpContext http, Caller caller, BacklotDb db, TimeProvider time, CancellationToken ct)
    {
        if (caller.SessionId is not { } session)
            throw new Refusal(409, "session.none", "You are signed in by a token, which has no session: revoke the token instead.");
        await EndOneAsync(db, session, time, ct);
        SessionCookie.Delete(http);
        return TypedResults.NoContent();
    }

    private static Task<Page<SessionView>> List(
        Caller caller, BacklotDb db, TimeProvider time, Settings settings, int? limit, string? cursor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var idleSince = now - TimeSpan.FromHours(settings.SessionIdleHours);
        var live = db.Sessions.AsNoTracking().Where(s => s.RevokedAt == null && s.ExpiresAt > now && s.LastSeenAt > idleSince);
        return Page.ReadAsync(limit, cursor,
            async (below, take) => (await live.Where(s => s.Id < below).OrderByDescending(s => s.Id).Take(take).ToListAsync(ct)).ConvertAll(s =>
                new SessionView(s.Id, s.UserAgent, s.Address?.ToString(), s.CreatedAt, s.LastSeenAt, s.ExpiresAt, s.Id == caller.SessionId)),
            session => session.Id);
    }

    private static async Task<NoContent> EndOthers(Caller caller, Sessions sessions, CancellationToken ct)
    {
        await sessions.EndAsync(caller.UserId, but: caller.SessionId, ct);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> End(Guid id, BacklotDb db, TimeProvider time, CancellationToken ct) =>
        await EndOneAsync(db, id, time, ct) ? TypedResults.NoContent() : throw Refusal.NotFound();

    private static async Task<bool> EndOneAsync(BacklotDb db, Guid id, TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return await db.Sessions.Where(s => s.Id == id && s.RevokedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.RevokedAt, now), ct) == 1;
    }
}
