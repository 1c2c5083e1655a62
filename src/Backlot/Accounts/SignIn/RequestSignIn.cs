using System.Security.Claims;
using System.Text.Encodings.Web;
using Backlot.Platform.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Backlot.Accounts.SignIn;

/// <summary>Signs a request in by <c>Authorization: Bearer blt_…</c> or by the session's cookie. Whoever is not signed in
/// is told so with 401 and never sent elsewhere.</summary>
internal sealed class RequestSignIn(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Credentials credentials)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Backlot";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Credentials.IsBroughtBy(Context))
            return AuthenticateResult.NoResult();
        if (await credentials.FindAsync(Context, Context.RequestAborted) is not { } credential)
            return AuthenticateResult.Fail("Unknown, revoked or expired.");
        await credentials.RememberUseAsync(credential, Context.RequestAborted);
        List<Claim> claims =
        [
            new(Caller.UserIdClaim, credential.UserId.ToString()),
            new(Caller.RoleClaim, credential.Role),
            new(Caller.CredentialClaim, $"{credential.Kind}:{credential.Id}"),
            .. credential.Scopes.Select(scope => new Claim(Caller.ScopeClaim, scope)),
        ];
        return AuthenticateResult.Success(new(new(new ClaimsIdentity(claims, Name)), Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return base.HandleChallengeAsync(properties);
    }
}
