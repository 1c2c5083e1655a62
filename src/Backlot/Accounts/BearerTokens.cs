using System.Security.Claims;
using System.Text.Encodings.Web;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Backlot.Accounts;

/// <summary>Signs a request in by <c>Authorization: Bearer blt_…</c>.</summary>
internal sealed class BearerTokens(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, BacklotDb db, TokenHash hash, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Bearer";
    private static readonly TimeSpan LastUsedPrecision = TimeSpan.FromMinutes(1);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        var text = header["Bearer ".Length..].Trim();
        if (!TokenText.IsWellFormed(text))
            return AuthenticateResult.Fail("Not a token of Backlot.");
        var kept = hash.Of(text);
        // Who asks is only known when it is found.
        var token = await db.ApiTokens.IgnoreQueryFilters().AsNoTracking()
            .SingleOrDefaultAsync(t => t.TokenHash == kept && t.RevokedAt == null, Context.RequestAborted);
        if (token is null)
            return AuthenticateResult.Fail("Unknown or revoked token.");
        await RememberUseAsync(token);
        var identity = new ClaimsIdentity([new(Caller.UserIdClaim, token.UserId.ToString())], Name);
        return AuthenticateResult.Success(new(new(identity), Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = Name;
        return base.HandleChallengeAsync(properties);
    }

    /// <summary>To the minute: a busy program must not cost a write a request.</summary>
    private async Task RememberUseAsync(ApiToken token)
    {
        var now = time.GetUtcNow();
        if (token.LastUsedAt is { } last && now - last < LastUsedPrecision)
            return;
        await db.ApiTokens.IgnoreQueryFilters().Where(t => t.Id == token.Id).ExecuteUpdateAsync(t => t.SetProperty(x => x.LastUsedAt, now), Context.RequestAborted);
    }
}
