namespace Backlot.Platform.Http;

/// <summary>Answers under its own names only: a page that points a name of its own at this address, to read what the
/// visitor's machine serves, reaches nothing.</summary>
internal static class OwnHosts
{
    /// <param name="names">Without ports, parted by semicolons.</param>
    public static void UseOwnHosts(this WebApplication app, string names)
    {
        var own = names.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
        app.Use((http, next) => own.Contains(http.Request.Host.Host)
            ? next(http)
            : throw new Refusal(400, "host.unknown", "The server does not answer under this name: use the address that it printed at its start."));
    }
}
