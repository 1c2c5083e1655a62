namespace Backlot.Accounts;

/// <summary>How long the fields of an account may be.</summary>
internal static class AccountFields
{
    public const int LongestEmail = 320, LongestName = 200, LongestCode = 100;

    public const string PasswordAdvice = "a sentence is a good one";
}
