using Backlot.Accounts.People;
using Backlot.Accounts.SignIn;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.RateLimits;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Accounts.Codes;

/// <summary>An invitation to be.</summary>
/// <param name="Email">Of who is invited. An earlier invitation to it is withdrawn.</param>
/// <param name="Role">Default: member.</param>
public sealed record NewInvitation(
    [Email(AccountFields.LongestEmail)] string Email,
    [StateOf<UserRole>] string? Role = null) : IRequestBody<NewInvitation>
{
    public static NewInvitation Example => new("mara@example.org");
}

/// <summary>An invitation that is still open.</summary>
public sealed record InvitationView(Guid Id, string Email, [StateOf<UserRole>] string Role, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

/// <summary>An invitation, and the link to hand over. The link is shown here only.</summary>
public sealed record MadeInvitation(InvitationView Invitation, string Link);

/// <summary>An account by invitation.</summary>
/// <param name="Code">From the invitation's link.</param>
/// <param name="DisplayName">How others see who it is.</param>
/// <param name="Password">Only its length counts.</param>
public sealed record InvitationAnswer(
    [Text(AccountFields.LongestCode)] string Code,
    [Text(AccountFields.LongestName)] string DisplayName,
    [Length(Passwords.Shortest, Passwords.Longest, AccountFields.PasswordAdvice)] string Password) : IRequestBody<InvitationAnswer>
{
    public static InvitationAnswer Example => new("0123456789abcdef", "Mara", "correct horse battery staple");
}

/// <summary><c>/api/invitations</c>: how others get an account.</summary>
internal static class InvitationApi
{
    public static void MapInvitationApi(this IEndpointRouteBuilder routes)
    {
        var invitations = routes.MapGroup("/api/invitations").WithTags("People").ProducesProblem(401).ProducesProblem(403);
        invitations.MapGet("/", List).WithName("listInvitations").WithSummary("Open invitations, newest first").ForAdmins().ProducesProblem(400);
        invitations.MapPost("/", Invite).WithName("invite").WithSummary("Invite somebody: a link that is good for an hour")
            .ForAdmins().ProducesProblem(400).ProducesProblem(409).ProducesProblem(422);
        invitations.MapDelete("/{id:guid}", Withdraw).WithName("withdrawInvitation").WithSummary("Withdraw an invitation").ForAdmins().ProducesProblem(404);
        invitations.MapPost("/accept", Accept).WithName("acceptInvitation").WithSummary("Make the account one is invited to, and sign in")
            .AllowAnonymous().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).SignsIn();
    }

    private static Task<Page<InvitationView>> List(BacklotDb db, TimeProvider time, int? limit, string? cursor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var open = db.OneTimeCodes.AsNoTracking().Where(c => c.Purpose == CodePurpose.Invitation && c.UsedAt == null && c.ExpiresAt > now);
        return Page.ReadAsync(limit, cursor,
            async (below, take) => (await open.Where(c => c.Id < below).OrderByDescending(c => c.Id).Take(take).ToListAsync(ct)).ConvertAll(ViewOf),
            invitation => invitation.Id);
    }

    private static async Task<Created<MadeInvitation>> Invite(
        NewInvitation wanted, Caller caller, BacklotDb db, OneTimeCodes codes, PublicAddress address, CancellationToken ct)
    {
        var (email, role) = (wanted.Email.Trim(), wanted.Role is { } given ? TextEnum.Parse<UserRole>(given) : UserRole.Member);
        if (await db.UserOfEmailAsync(email, ct) is not null)
            throw AccountTables.EmailTaken();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"delete from one_time_codes where lower(email) = lower({email}) and used_at is null", ct);
        var (code, row) = codes.ToJoin(caller.UserId, email, role);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return TypedResults.Created($"/api/invitations/{row.Id}", new MadeInvitation(ViewOf(row), address.PageLink($"invite={code}")));
    }

    private static async Task<NoContent> Withdraw(Guid id, BacklotDb db, CancellationToken ct) =>
        await db.OneTimeCodes.Where(c => c.Id == id && c.Purpose == CodePurpose.Invitation && c.UsedAt == null).ExecuteDeleteAsync(ct) == 1
            ? TypedResults.NoContent()
            : throw Refusal.NotFound();

    private static async Task<Created<MeView>> Accept(InvitationAnswer answer, HttpContext http, BacklotDb db, OneTimeCodes codes, Passwords passwords,
        Sessions sessions, CancellationToken ct)
    {
        await codes.DemandAsync(answer.Code, CodePurpose.Invitation, ct);
        var hash = await passwords.HashAsync(answer.Password, ct);

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var code = await codes.TakeAsync(answer.Code, CodePurpose.Invitation, ct);
        var user = new User { Email = code.Email ?? "", DisplayName = answer.DisplayName.Trim(), PasswordHash = hash, Role = TextEnum.Parse<UserRole>(code.Role ?? "member") };
        db.Users.Add(user);
        await db.SaveUserAsync(ct);
        await sessions.BeginAsync(http, user.Id, ct);
        await transaction.CommitAsync(ct);
        return TypedResults.Created("/api/me", MeView.OfNewSession(user));
    }

    private static InvitationView ViewOf(OneTimeCode row) =>
        new(row.Id, row.Email ?? "", TextEnum.Name(row.Role ?? UserRole.Member), row.CreatedAt, row.ExpiresAt);
}
