using Npgsql;

namespace Backlot.Platform.Database;

/// <summary>Reads <c>DATABASE_URL</c>: <c>postgres://user:password@host:port/database?sslmode=require</c>, or Npgsql's
/// own <c>Host=…;Database=…</c> form.</summary>
public static class DatabaseUrl
{
    /// <exception cref="StartFailed">It is neither of the two forms.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        try
        {
            return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "postgres" or "postgresql"
                ? FromUrl(new Uri(text))
                : new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new StartFailed("DATABASE_URL cannot be read: write it as postgres://user:password@host:5432/database.", e);
        }
    }

    private static NpgsqlConnectionStringBuilder FromUrl(Uri url)
    {
        var user = url.UserInfo.Split(':', 2);
        var database = new NpgsqlConnectionStringBuilder
        {
            Host = url.Host,
            Port = url.IsDefaultPort ? 5432 : url.Port,
            Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')),
            Username = Uri.UnescapeDataString(user[0]),
        };
        if (user.Length == 2)
            database.Password = Uri.UnescapeDataString(user[1]);
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.Split('=', 2) is [var n, var v] ? (n, Uri.UnescapeDataString(v)) : (pair, "");
            if (name == "host")
                database.Host = value;      // a socket's folder cannot stand in the authority of a URL
            else
                database[name == "sslmode" ? "SSL Mode" : name] = value;
        }
        return database;
    }
}
