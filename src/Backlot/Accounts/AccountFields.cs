using Backlot.Platform;

namespace Backlot.Accounts;

/// <summary>How long the fields of an account may be.</summary>
internal static class AccountFields
{
    public const int LongestEmail = 320, LongestName = 200, LongestCode = 100;

    public const string PasswordAdvice = "a sentence is a good one";

    /// <summary>What is wrong with one field beyond its limits.</summary>
    /// <exception cref="Refusal">422: it does not hold.</exception>
    public static void Require(bool condition, string field, string message)
    {
        if (!condition)
            throw Refusal.Invalid(new FieldError("/" + field, $"{field}: {message}"));
    }
}
