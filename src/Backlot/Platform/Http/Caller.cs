using System.Security.Claims;

namespace Backlot.Platform.Http;

/// <summary>Who makes the request. As a parameter of a handler it is filled from the token.</summary>
/// <param name="UserId">Owner of everything the request may see.</param>
public sealed record Caller(Guid UserId)
{
    /// <summary>The claim that holds the user's id.</summary>
    public const string UserIdClaim = ClaimTypes.NameIdentifier;

    public static ValueTask<Caller?> BindAsync(HttpContext http) => ValueTask.FromResult(
        Guid.TryParse(http.User.FindFirstValue(UserIdClaim), out var id) ? new Caller(id) : null);
}
