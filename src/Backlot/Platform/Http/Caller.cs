using System.Security.Claims;

namespace Backlot.Platform.Http;

/// <summary>Who makes the request. As a parameter of a handler it is filled from the session or the token.</summary>
/// <param name="UserId">Owner of everything the request may see.</param>
/// <param name="IsAdmin">An admin, signed in by something that may do what admins may: see <see cref="Http.Scopes"/>.</param>
/// <param name="Scopes">What the session or token is good for.</param>
/// <param name="Credential"><c>session:ID</c> or <c>token:ID</c>: what signed the request in.</param>
public sealed record Caller(Guid UserId, bool IsAdmin, IReadOnlyList<string> Scopes, string Credential)
{
    /// <summary>The claim that holds the user's id.</summary>
    public const string UserIdClaim = ClaimTypes.NameIdentifier;

    /// <summary>The claim that holds <c>admin</c> or <c>member</c>.</summary>
    public const string RoleClaim = "role";

    /// <summary>A claim for each scope.</summary>
    public const string ScopeClaim = "scope";

    /// <summary>The claim that holds <see cref="Credential"/>.</summary>
    public const string CredentialClaim = "credential";

    /// <summary>Null when signed in by a token.</summary>
    public Guid? SessionId => IdOf("session:");

    /// <summary>Null when signed in by a session.</summary>
    public Guid? TokenId => IdOf("token:");

    public bool May(string scope) => Http.Scopes.Cover(Scopes, scope);

    /// <summary>Null for a stranger.</summary>
    public static Caller? Of(ClaimsPrincipal user)
    {
        if (!Guid.TryParse(user.FindFirstValue(UserIdClaim), out var id))
            return null;
        string[] scopes = [.. user.FindAll(ScopeClaim).Select(claim => claim.Value)];
        var isAdmin = user.FindFirstValue(RoleClaim) == "admin" && Http.Scopes.Cover(scopes, Http.Scopes.Admin);
        return new(id, isAdmin, scopes, user.FindFirstValue(CredentialClaim) ?? "");
    }

    public static ValueTask<Caller?> BindAsync(HttpContext http) => ValueTask.FromResult(Of(http.User));

    private Guid? IdOf(string kind) => Credential.StartsWith(kind, StringComparison.Ordinal) ? Guid.Parse(Credential[kind.Length..]) : null;
}
