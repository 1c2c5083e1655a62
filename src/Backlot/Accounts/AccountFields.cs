using Backlot.Accounts.SignIn;
using Backlot.Platform;
using Backlot.Platform.Database;

namespace Backlot.Accounts;

/// <summary>What may be written into the fields of an account. Collects what is wrong, so that its sender is told
/// everything at once.</summary>
internal sealed class AccountFields
{
    public const int LongestEmail = 320, LongestName = 200;
    private readonly List<FieldError> _errors = [];

    /// <summary>Only what cannot be an address is refused: that it is somebody's, only a message to it could tell.</summary>
    /// <returns>Without the blanks around it.</returns>
    public string Email(string text)
    {
        var email = text.Trim();
        Require(email.Length <= LongestEmail && email.Split('@') is [{ Length: > 0 }, { Length: > 0 }] && !email.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)),
            "email", $"write an e-mail address of at most {LongestEmail} characters.");
        return email;
    }

    /// <inheritdoc cref="Email"/>
    public string Name(string text, string field = "displayName")
    {
        var name = text.Trim();
        Require(name.Length is > 0 and <= LongestName && !name.Any(char.IsControl), field, $"write 1 to {LongestName} characters without line breaks.");
        return name;
    }

    /// <summary>Of any characters; only its length counts.</summary>
    public void Password(string text, string field = "password") =>
        Require(text.Length is >= Passwords.Shortest and <= Passwords.Longest, field,
            $"choose {Passwords.Shortest} to {Passwords.Longest} characters; a sentence is a good one.");

    /// <returns>Null for null, or when it is none.</returns>
    public UserRole? Role(string? text)
    {
        UserRole? role = text switch { "member" => UserRole.Member, "admin" => UserRole.Admin, _ => null };
        Require(text is null || role is not null, "role", "choose member or admin.");
        return role;
    }

    /// <inheritdoc cref="Role"/>
    public SubscriptionTier? Tier(string? text)
    {
        var known = Enum.GetValues<SubscriptionTier>();
        Require(text is null || known.Any(tier => TextEnum.Name(tier) == text), "subscriptionTier",
            $"choose one of {string.Join(", ", known.Select(TextEnum.Name))}.");
        return known.Where(tier => TextEnum.Name(tier) == text).Select(tier => (SubscriptionTier?)tier).FirstOrDefault();
    }

    public void Require(bool condition, string field, string message)
    {
        if (!condition)
            _errors.Add(new("/" + field, $"{field}: {message}"));
    }

    /// <exception cref="Refusal">422, with all that was found.</exception>
    public void Throw()
    {
        if (_errors.Count > 0)
            throw Refusal.Invalid(_errors);
    }
}
