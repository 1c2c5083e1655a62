using Backlot.Accounts.SignIn;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;
using Backlot.Platform.Http.Versions;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Accounts.People;

/// <summary>A user as an admin sees them.</summary>
/// <param name="IsOwner">The account that was there first; this machine's command line acts for it.</param>
/// <param name="LastSeenAt">In a session or by a token, to the minute; null for never.</param>
public sealed record UserView(
    Guid Id, string Email, string DisplayName, [StateOf<UserRole>] string Role, [StateOf<SubscriptionTier>] string SubscriptionTier, int CreditsBalance, bool Disabled, bool IsOwner,
    bool HasPassword, DateTimeOffset CreatedAt, DateTimeOffset? LastSeenAt);

/// <summary>Only what is given changes.</summary>
/// <param name="Disabled">True: signed out everywhere at once, and not let in again; what they made stays.</param>
public sealed record UserEdit(
    [StateOf<UserRole>] string? Role = null,
    bool? Disabled = null,
    [StateOf<SubscriptionTier>] string? SubscriptionTier = null) : IRequestBody<UserEdit>
{
    public static UserEdit Example => new(SubscriptionTier: "pro");
}

/// <summary><c>/api/users</c>, for admins.</summary>
internal static class UserApi
{
    public static void MapUserApi(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("/api/users").WithTags("People").ForAdmins().ProducesProblem(401).ProducesProblem(403);
        users.MapGet("/", List).WithName("listUsers").WithSummary("Everybody with an account, newest first").ProducesProblem(400);
        users.MapGet("/{id:guid}", Get).WithName("getUser").WithSummary("One user").ProducesProblem(404).Versioned();
        users.MapPatch("/{id:guid}", Edit).WithName("editUser").WithSummary("Change a user's role or tier, or keep them out")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).ChangesVersionOf("getUser");
    }

    private static Task<Page<UserView>> List(BacklotDb db, int? limit, string? cursor, CancellationToken ct) => Page.ReadAsync(limit, cursor,
        (below, take) => Views(db).Where(u => u.Id < below).OrderByDescending(u => u.Id).Take(take).ToListAsync(ct), user => user.Id);

    private static async Task<UserView> Get(Guid id, BacklotDb db, CancellationToken ct) =>
        await Views(db).SingleOrDefaultAsync(u => u.Id == id, ct) ?? throw Refusal.NotFound();

    private static async Task<UserView> Edit(
        Guid id, UserEdit edit, BacklotDb db, Sessions sessions, TimeProvider time, CancellationToken ct)
    {
        await db.InTransactionAsync(async () =>
        {
            var user = await db.Users.SingleOrDefaultAsync(u => u.Id == id, ct) ?? throw Refusal.NotFound();
            user.Role = edit.Role is { } role ? TextEnum.Parse<UserRole>(role) : user.Role;
            user.SubscriptionTier = edit.SubscriptionTier is { } tier ? TextEnum.Parse<SubscriptionTier>(tier) : user.SubscriptionTier;
            if (edit.Disabled is { } disabled)
                user.DisabledAt = disabled ? user.DisabledAt ?? time.GetUtcNow() : null;
            user.UpdatedAt = time.GetUtcNow();
            await db.SaveUserAsync(ct);
            // Tokens are good again when the user is; a browser has to sign in anew.
            if (user.DisabledAt is not null)
                await sessions.EndAsync(user.Id, but: null, ct);
        }, ct);
        return await Get(id, db, ct);
    }

    /// <summary>By SQL of its own: it reads sessions and tokens of others than the caller.</summary>
    private static IQueryable<UserView> Views(BacklotDb db) => db.Database.SqlQueryRaw<UserView>(SqlFile.Read("Accounts/Sql/users.sql"));
}
