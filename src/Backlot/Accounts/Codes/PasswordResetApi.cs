using Backlot.Accounts.People;
using Backlot.Accounts.SignIn;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.RateLimits;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Accounts.Codes;

/// <summary>A new password by a link.</summary>
/// <param name="Code">From the link an admin handed over.</param>
/// <param name="Password">The new one.</param>
public sealed record PasswordResetRequest(
    [Text(AccountFields.LongestCode)] string Code,
    [Length(Passwords.Shortest, Passwords.Longest, AccountFields.PasswordAdvice)] string Password) : IRequestBody<PasswordResetRequest>
{
    public static PasswordResetRequest Example => new("0123456789abcdef", "correct horse battery staple");
}

/// <summary>A new password for who has lost theirs: an admin makes a link and hands it over.</summary>
internal static class PasswordResetApi
{
    public static void MapPasswordResetApi(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/users/{id:guid}/password-reset", Link).WithTags("People").WithName("makePasswordReset")
            .WithSummary("A link by which a user chooses a new password; earlier ones are withdrawn")
            .ForAdmins().ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        routes.MapPost("/api/password-reset", Reset).WithTags("Account").WithName("resetPassword")
            .WithSummary("Choose a new password by a link: ends all sessions and signs in")
            .AllowAnonymous().ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(422).SignsIn();
    }

    private static async Task<OneTimeLink> Link(Guid id, BacklotDb db, OneTimeCodes codes, PublicAddress address, CancellationToken ct)
    {
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, ct) ?? throw Refusal.NotFound();
        if (user.DisabledAt is not null)
            throw new Refusal(409, "user.disabled", "This user is disabled: enable the account first.");
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync(
            $"delete from one_time_codes where user_id = {id} and purpose = 'password_reset' and used_at is null", ct);
        var (code, row) = codes.ToOpen(id, CodePurpose.PasswordReset);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new(address.PageLink($"reset={code}"), row.ExpiresAt);
    }

    private static async Task<MeView> Reset(PasswordResetRequest request, HttpContext http, BacklotDb db, OneTimeCodes codes, Passwords passwords,
        Sessions sessions, TimeProvider time, CancellationToken ct)
    {
        await codes.DemandAsync(request.Code, CodePurpose.PasswordReset, ct);
        var hash = await passwords.HashAsync(request.Password, ct);

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var code = await codes.TakeAsync(request.Code, CodePurpose.PasswordReset, ct);
        var user = await db.Users.SingleAsync(u => u.Id == code.UserId, ct);
        (user.PasswordHash, user.UpdatedAt) = (hash, time.GetUtcNow());
        await db.SaveUserAsync(ct);
        // Whoever knew the old password may be in: nobody stays.
        await sessions.EndAsync(user.Id, but: null, ct);
        await sessions.BeginAsync(http, user.Id, ct);
        await transaction.CommitAsync(ct);
        return MeView.OfNewSession(user);
    }
}
