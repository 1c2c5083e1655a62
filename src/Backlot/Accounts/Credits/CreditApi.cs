using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Idempotency;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Accounts.Credits;

/// <summary>What moved a balance.</summary>
/// <param name="Amount">Credits; added when above zero.</param>
/// <param name="Reference">The intent or the purchase that it pays for.</param>
public sealed record CreditEntryView(Guid Id, [StateOf<CreditKind>] string Kind, int Amount, string Reason, string? Reference, DateTimeOffset CreatedAt)
{
    internal static CreditEntryView Of(CreditEntry e) => new(e.Id, TextEnum.Name(e.Kind), e.Amount, e.Reason, e.Reference, e.CreatedAt);
}

/// <summary>The caller's credits and what they may use.</summary>
/// <param name="Balance">Not set aside, never below zero. One credit is worth a US cent.</param>
/// <param name="Limits">What the tier allows; null is as much as one likes.</param>
/// <param name="Items">What moved the balance, newest first.</param>
/// <param name="NextCursor">Give it back as <c>cursor</c> for the next slice; null at the end.</param>
public sealed record CreditsView(int Balance, [StateOf<SubscriptionTier>] string Tier, TierLimits Limits, IReadOnlyList<CreditEntryView> Items, string? NextCursor) : IPage
{
    IPage IPage.WithCursor(string? cursor) => this with { NextCursor = cursor };
}

/// <summary>Credits to be given or taken.</summary>
/// <param name="Amount">Taken when below zero; not 0.</param>
/// <param name="Reason">Kept with the entry.</param>
public sealed record NewCredits([Between(-NewCredits.MostAtOnce, NewCredits.MostAtOnce)] int Amount, [Text(200)] string Reason) : IRequestBody<NewCredits>
{
    internal const int MostAtOnce = 1_000_000;

    public static NewCredits Example => new(500, "For the winter albums");
}

/// <summary>A grant that was made.</summary>
/// <param name="Balance">After it.</param>
public sealed record CreditsGranted(Guid UserId, Guid EntryId, int Balance);

/// <summary><c>/api/credits</c>, and an admin's <c>/api/users/{id}/credits</c>.</summary>
internal static class CreditApi
{
    public static void MapCredits(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/credits", Read).WithTags("Credits").WithName("getCredits")
            .WithSummary("Your balance, what your plan allows, and what moved the balance, newest first")
            .ProducesProblem(400).ProducesProblem(401);
        routes.MapPost("/api/users/{id:guid}/credits", Grant).ForAdmins().WithTags("Credits").WithName("grantCredits")
            .WithSummary("Give a user credits, or take some; for admins")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).Makes();
    }

    private static async Task<CreditsView> Read(Caller caller, BacklotDb db, Settings settings, int? limit, string? cursor, CancellationToken ct)
    {
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == caller.UserId, ct);
        var page = await Page.ReadAsync(limit, cursor, async (below, take) => (await db.CreditEntries.AsNoTracking()
            .Where(e => e.Id < below).OrderByDescending(e => e.Id).Take(take).ToListAsync(ct)).ConvertAll(CreditEntryView.Of), e => e.Id);
        var tier = TextEnum.Name(user.SubscriptionTier);
        return new(user.CreditsBalance, tier, settings.Tiers.ByName[tier], page.Items, page.NextCursor);
    }

    private static async Task<Ok<CreditsGranted>> Grant(Guid id, NewCredits wanted, Caller caller, BacklotDb db, CancellationToken ct)
    {
        FieldChecks.Demand(wanted.Amount != 0, "amount", $"give 1 to {NewCredits.MostAtOnce}, or as much below zero to take.");
        var entries = await db.Database.SqlQueryRaw<Guid>(
            SqlFile.Read("Accounts/Credits/Sql/grant.sql"), id, wanted.Amount, wanted.Reason, caller.UserId).ToListAsync(ct);
        var balance = await db.Users.Where(u => u.Id == id).Select(u => (int?)u.CreditsBalance).SingleOrDefaultAsync(ct) ?? throw Refusal.NotFound();
        return entries is [var entry]
            ? TypedResults.Ok(new CreditsGranted(id, entry, balance))
            : throw new Refusal(409, "credits.missing", $"The user has {balance} credits: a balance stays between 0 and 2,000,000,000.");
    }
}
