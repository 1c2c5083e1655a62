using Backlot.Accounts.SignIn;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;
using Backlot.Platform.Http.Versions;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Accounts.People;

/// <summary>Only what is given changes.</summary>
/// <param name="DisplayName">How others see who it is.</param>
/// <param name="Email">Needs the password, because whoever has the e-mail is taken for the user.</param>
/// <param name="NewPassword">Needs the password, and ends all other sessions.</param>
/// <param name="CurrentPassword">For what needs it.</param>
public sealed record MeEdit(
    [Text(AccountFields.LongestName)] string? DisplayName = null,
    [Email(AccountFields.LongestEmail)] string? Email = null,
    [Length(Passwords.Shortest, Passwords.Longest, AccountFields.PasswordAdvice)] string? NewPassword = null,
    [Length(1, Passwords.Longest, "write the one you have")] string? CurrentPassword = null) : IRequestBody<MeEdit>
{
    public static MeEdit Example => new(DisplayName: "Olivia");
}

/// <summary><c>/api/me</c>.</summary>
internal static class MeApi
{
    public static void MapMeApi(this IEndpointRouteBuilder routes)
    {
        var me = routes.MapGroup("/api/me").WithTags("Account").ProducesProblem(401);
        me.MapGet("/", Get).WithName("getMe").WithSummary("Who is signed in, and what they may do").NeedsNoScope().Versioned();
        me.MapPatch("/", Edit).WithName("editMe").WithSummary("Change one's name, e-mail or password")
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(409).ProducesProblem(422).ChangesVersionOf("getMe");
    }

    private static async Task<MeView> Get(Caller caller, BacklotDb db, CancellationToken ct) =>
        MeView.Of(await db.Users.AsNoTracking().SingleAsync(u => u.Id == caller.UserId, ct), caller);

    private static async Task<MeView> Edit(MeEdit edit, HttpContext http, Caller caller, BacklotDb db, Passwords passwords, Sessions sessions,
        TimeProvider time, CancellationToken ct)
    {
        var (name, email) = (edit.DisplayName?.Trim(), edit.Email?.Trim());
        var user = await db.Users.SingleAsync(u => u.Id == caller.UserId, ct);
        if (edit.NewPassword is not null || (email is not null && email != user.Email))
            await DemandPasswordAsync(user, edit.CurrentPassword, passwords, ct);
        var hash = edit.NewPassword is { } password ? await passwords.HashAsync(password, ct) : null;

        await db.InTransactionAsync(async () =>
        {
            if (hash is not null && !await db.LockUserAsync(user, ct))
                throw new Refusal(409, "stale", "The password was changed elsewhere in the meantime: sign in again.");
            user.DisplayName = name ?? user.DisplayName;
            user.Email = email ?? user.Email;
            user.PasswordHash = hash ?? user.PasswordHash;
            user.UpdatedAt = time.GetUtcNow();
            await db.SaveUserAsync(ct);
            if (hash is not null)
                await RenewSessionsAsync(http, caller, db, sessions, ct);
        }, ct);
        return MeView.Of(user, caller);
    }

    /// <summary>Also the session that asks gets a new token: its cookie may have been copied. Links for a new password lead nowhere now.</summary>
    private static async Task RenewSessionsAsync(HttpContext http, Caller caller, BacklotDb db, Sessions sessions, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"delete from one_time_codes where user_id = {caller.UserId} and used_at is null", ct);
        await sessions.EndAsync(caller.UserId, but: null, ct);
        if (caller.SessionId is not null)
            await sessions.BeginAsync(http, caller.UserId, ct);
    }

    private static async Task DemandPasswordAsync(User user, string? password, Passwords passwords, CancellationToken ct)
    {
        if (user.PasswordHash is null)
            throw new Refusal(409, "password.none", "This account has no password yet: open the link that ./backlot setup-link prints.");
        var isRight = password is not null && await passwords.MatchAsync(user.PasswordHash, password, ct) is not PasswordMatch.Wrong;
        FieldChecks.Demand(isRight, "currentPassword", "it is not your password.");
    }
}
