namespace Backlot.Platform.Database;

/// <summary>Patterns of <c>ilike</c> in which a user's own % and _ mean themselves. Hand <see cref="Escape"/> to
/// <c>EF.Functions.ILike</c>, too: without it, it switches escaping off.</summary>
internal static class LikePattern
{
    public const string Escape = "\\";

    /// <summary>Just this text, whatever its case.</summary>
    public static string Exactly(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);

    /// <summary>This text anywhere.</summary>
    public static string Containing(string text) => $"%{Exactly(text)}%";
}
