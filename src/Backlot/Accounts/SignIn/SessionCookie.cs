namespace Backlot.Accounts.SignIn;

/// <summary>The cookie that holds a session's token.</summary>
/// <remarks>Over https its name makes browsers refuse it from any other host, path, or plain http (RFC 6265bis, 4.1.3.2).
/// Plain http, as on the loopback address, has no such cookies: there it has a name of its own, with the port, because
/// browsers give cookies to all ports of a host alike.</remarks>
internal static class SessionCookie
{
    public const string SecureName = "__Host-backlot";

    public static string NameFor(HttpContext http) => http.Request.IsHttps ? SecureName : $"backlot-http-{http.Connection.LocalPort}";

    /// <returns>Null when the request has none.</returns>
    public static string? Read(HttpContext http) => http.Request.Cookies[NameFor(http)] is { Length: > 0 } token ? token : null;

    /// <param name="expires">When the session is over at the latest.</param>
    public static void Write(HttpContext http, string token, DateTimeOffset expires) =>
        http.Response.Cookies.Append(NameFor(http), token, Options(http, expires));

    public static void Delete(HttpContext http) => http.Response.Cookies.Delete(NameFor(http), Options(http, null));

    private static CookieOptions Options(HttpContext http, DateTimeOffset? expires) => new()
    {
        Path = "/",
        HttpOnly = true,
        Secure = http.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        IsEssential = true,
        Expires = expires,
    };
}
