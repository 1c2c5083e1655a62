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

/// <param name="IsOpen">True until somebody has set a password for the owner's account.</param>
public sealed record SetupState(bool IsOpen);

/// <summary>Who takes charge.</summary>
/// <param name="Code">From the link that the server prints at its start.</param>
/// <param name="Email">To sign in with.</param>
/// <param name="DisplayName">How others see who it is.</param>
/// <param name="Password">Only its length counts.</param>
public sealed record SetupRequest(
    [Text(AccountFields.LongestCode)] string Code,
    [Email(AccountFields.LongestEmail)] string Email,
    [Text(AccountFields.LongestName)] string DisplayName,
    [Length(Passwords.Shortest, Passwords.Longest, AccountFields.PasswordAdvice)] string Password) : IRequestBody<SetupRequest>
{
    public static SetupRequest Example => new("0123456789abcdef", "olivia@example.org", "Olivia", "correct horse battery staple");
}

/// <summary><c>/api/setup</c>: gives the owner's account, and all that was made on it, to whoever set Backlot up.</summary>
internal static class SetupApi
{
    public static void MapSetupApi(this IEndpointRouteBuilder routes)
    {
        var setup = routes.MapGroup("/api/setup").WithTags("Account").ProducesProblem(401);
        setup.MapGet("/", State).WithName("isSetupOpen").WithSummary("Is nobody in charge yet?").AllowAnonymous();
        setup.MapPost("/", SetUp).WithName("setUp").WithSummary("Take charge of a new Backlot, once, and sign in")
            .AllowAnonymous().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).SignsIn();
        setup.MapPost("/link", Link).WithName("makeSetupLink").WithSummary("A new link for setting up")
            .ForAdmins().ProducesProblem(403).ProducesProblem(404);
    }

    private static async Task<SetupState> State(BacklotDb db, CancellationToken ct) => new(await IsOpenAsync(db, ct));

    private static async Task<OneTimeLink> Link(BacklotDb db, OneTimeCodes codes, PublicAddress address, CancellationToken ct)
    {
        var owner = await Unclaimed(db).SingleOrDefaultAsync(ct) ?? throw Refusal.NotFound();
        var (code, row) = codes.ToOpen(owner.Id, CodePurpose.Setup);
        await db.SaveChangesAsync(ct);
        return new(address.PageLink($"setup={code}"), row.ExpiresAt);
    }

    private static async Task<MeView> SetUp(SetupRequest request, HttpContext http, BacklotDb db, OneTimeCodes codes, Passwords passwords,
        Sessions sessions, TimeProvider time, CancellationToken ct)
    {
        if (!await IsOpenAsync(db, ct))
            throw Refusal.NotFound();
        await codes.DemandAsync(request.Code, CodePurpose.Setup, ct);
        var hash = await passwords.HashAsync(request.Password, ct);

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var code = await codes.TakeAsync(request.Code, CodePurpose.Setup, ct);
        // Of many at once the first locks the row, and for the others it has a password then.
        var owner = await db.Users.FromSql($"select * from users where id = {code.UserId} and password_hash is null for update").SingleOrDefaultAsync(ct)
            ?? throw Refusal.NotFound();
        (owner.Email, owner.DisplayName, owner.PasswordHash, owner.UpdatedAt) = (request.Email.Trim(), request.DisplayName.Trim(), hash, time.GetUtcNow());
        await db.SaveUserAsync(ct);
        await sessions.BeginAsync(http, owner.Id, ct);
        await transaction.CommitAsync(ct);
        return MeView.OfNewSession(owner);
    }

    private static Task<bool> IsOpenAsync(BacklotDb db, CancellationToken ct) => Unclaimed(db).AnyAsync(ct);

    private static IQueryable<User> Unclaimed(BacklotDb db) => db.Users.Where(u => u.IsOwner && u.PasswordHash == null && u.DisabledAt == null);
}
