using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Limits;

namespace Backlot.Accounts.People;

/// <summary>Whoever is signed in, and what they may do.</summary>
/// <param name="HasPassword">False: signs in by token only.</param>
/// <param name="Scopes">What the session or token is good for: read, write, generate, admin, or * for all.</param>
public sealed record MeView(
    Guid Id, string Email, string DisplayName, [StateOf<UserRole>] string Role, [StateOf<SubscriptionTier>] string SubscriptionTier, int CreditsBalance, bool HasPassword,
    [OneOf("session", "token")] string SignedInBy, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt)
{
    internal static MeView Of(User user, Caller caller) => Of(user, caller.SessionId is null ? "token" : "session", caller.Scopes);

    /// <summary>Of somebody who has just signed in.</summary>
    internal static MeView OfNewSession(User user) => Of(user, "session", [Platform.Http.Scopes.All]);

    private static MeView Of(User user, string signedInBy, IReadOnlyList<string> scopes) => new(
        user.Id, user.Email, user.DisplayName, TextEnum.Name(user.Role), TextEnum.Name(user.SubscriptionTier), user.CreditsBalance,
        user.PasswordHash is not null, signedInBy, scopes, user.CreatedAt);
}
