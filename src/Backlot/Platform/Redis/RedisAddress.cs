using System.Globalization;

namespace Backlot.Platform.Redis;

/// <summary>Where a Redis is, and as whom it is spoken to.</summary>
/// <param name="Port">Default 6379.</param>
/// <param name="Database">Its number, 0 to 1,000,000.</param>
public sealed record RedisAddress(string Host, int Port, bool IsEncrypted, string? User, string? Password, int Database)
{
    private const int UsualPort = 6379, LastDatabase = 1_000_000;

    /// <summary>Reads <c>redis://user:password@host:6379/0</c>, and <c>rediss://</c> for TLS.</summary>
    /// <returns>Null for none.</returns>
    /// <exception cref="StartFailed">It is written another way; the password is not repeated.</exception>
    public static RedisAddress? Parse(string? text)
    {
        if (text is not { Length: > 0 })
            return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("redis" or "rediss") || url.Host.Length == 0
            || url.Query.Length > 0 || url.Fragment.Length > 0 || DatabaseOf(url.AbsolutePath) is not { } database)
            throw new StartFailed("REDIS_URL cannot be read: write redis://user:password@host:6379/0, rediss:// for TLS, or leave it unset.");
        var (user, password) = url.UserInfo.Split(':', 2) is [var name, var word] ? (name, word) : ("", url.UserInfo);
        return new(url.IdnHost, url.Port > 0 ? url.Port : UsualPort, url.Scheme == "rediss", Unescaped(user), Unescaped(password), database);
    }

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{Host}:{Port}/{Database}";

    private static int? DatabaseOf(string path) => path is "" or "/" ? 0
        : int.TryParse(path[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= LastDatabase ? number : null;

    private static string? Unescaped(string text) => text.Length > 0 ? Uri.UnescapeDataString(text) : null;
}
