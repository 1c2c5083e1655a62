using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Accounts.Tokens;

/// <summary>A token as its owner sees it later.</summary>
/// <param name="Last4">The token's last four characters.</param>
/// <param name="LastUsedAt">To the minute; null for never.</param>
/// <param name="ExpiresAt">Null: good until it is revoked.</param>
/// <param name="IsCurrent">The one that asks.</param>
public sealed record TokenView(
    Guid Id, string Name, string Last4, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt,
    DateTimeOffset? ExpiresAt, bool IsCurrent)
{
    internal static TokenView Of(ApiToken token, Caller caller) => new(
        token.Id, token.Name, token.Last4, token.Scopes, token.CreatedAt, token.LastUsedAt, token.ExpiresAt, token.Id == caller.TokenId);
}

/// <summary>A token to be.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Scopes">What it is good for; * is for all.</param>
/// <param name="ExpiresAt">In the future; null: good until it is revoked.</param>
public sealed record NewToken(
    [Text(AccountFields.LongestName)] string Name,
    [Items(1, 5), OneOf(Platform.Http.Scopes.Read, Platform.Http.Scopes.Write, Platform.Http.Scopes.Generate, Platform.Http.Scopes.Admin, Platform.Http.Scopes.All)]
    IReadOnlyList<string> Scopes,
    DateTimeOffset? ExpiresAt = null) : IRequestBody<NewToken>
{
    public static NewToken Example => new("Album script", [Platform.Http.Scopes.Read, Platform.Http.Scopes.Generate]);
}

/// <summary>A new token. Its text is shown here only.</summary>
public sealed record MadeToken(TokenView Details, string Token);

/// <summary><c>/api/tokens</c>: what programs sign in with.</summary>
internal static class TokenApi
{
    public static void MapTokenApi(this IEndpointRouteBuilder routes)
    {
        var tokens = routes.MapGroup("/api/tokens").WithTags("Account").ProducesProblem(401).ProducesProblem(403);
        tokens.MapGet("/", List).WithName("listTokens").WithSummary("API tokens, newest first").ProducesProblem(400);
        tokens.MapPost("/", Add).WithName("addToken").WithSummary("Make an API token; it is shown once").ProducesProblem(400).ProducesProblem(422);
        tokens.MapDelete("/{id:guid}", Revoke).WithName("revokeToken").WithSummary("Revoke an API token").ProducesProblem(404);
    }

    private static Task<Page<TokenView>> List(Caller caller, BacklotDb db, TimeProvider time, int? limit, string? cursor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var live = db.ApiTokens.AsNoTracking().Where(t => t.RevokedAt == null && (t.ExpiresAt == null || t.ExpiresAt > now));
        return Page.ReadAsync(limit, cursor,
            async (below, take) => (await live.Where(t => t.Id < below).OrderByDescending(t => t.Id).Take(take).ToListAsync(ct))
                .ConvertAll(token => TokenView.Of(token, caller)),
            token => token.Id);
    }

    private static async Task<Created<MadeToken>> Add(
        NewToken wanted, Caller caller, BacklotDb db, TokenHash hash, TimeProvider time, CancellationToken ct)
    {
        FieldChecks.Demand(wanted.ExpiresAt is null || wanted.ExpiresAt > time.GetUtcNow(), "expiresAt", "choose a time to come.");
        await DemandRightsAsync(wanted, caller, db, ct);
        var text = TokenText.New();
        var token = new ApiToken
        {
            UserId = caller.UserId,
            Name = wanted.Name.Trim(),
            TokenHash = hash.Of(text),
            Last4 = text[^4..],
            Scopes = [.. wanted.Scopes.Distinct()],
            ExpiresAt = wanted.ExpiresAt?.ToUniversalTime(),
        };
        db.ApiTokens.Add(token);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/tokens/{token.Id}", new MadeToken(TokenView.Of(token, caller), text));
    }

    /// <summary>Nobody gets by a new token what they have not got: neither rights nor time.</summary>
    private static async Task DemandRightsAsync(NewToken wanted, Caller caller, BacklotDb db, CancellationToken ct)
    {
        if (wanted.Scopes.FirstOrDefault(scope => !caller.May(scope) || (scope == Scopes.Admin && !caller.IsAdmin)) is { } beyond)
            throw new Refusal(403, "scope.beyond-own", $"You may not give the scope '{beyond}', because you have not got it yourself.");
        var limit = caller.TokenId is { } id ? await db.ApiTokens.Where(t => t.Id == id).Select(t => t.ExpiresAt).SingleOrDefaultAsync(ct) : null;
        if (limit is not null && (wanted.ExpiresAt is null || wanted.ExpiresAt > limit))
            throw new Refusal(403, "token.outlives-own", $"A token made by this one may not outlive it: let it expire by {limit:u}.");
    }

    private static async Task<NoContent> Revoke(Guid id, BacklotDb db, TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return await db.ApiTokens.Where(t => t.Id == id && t.RevokedAt == null)
            .ExecuteUpdateAsync(t => t.SetProperty(x => x.RevokedAt, now), ct) == 1 ? TypedResults.NoContent() : throw Refusal.NotFound();
    }
}
