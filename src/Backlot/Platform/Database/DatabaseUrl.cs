using Npgsql;

namespace Backlot.Platform.Database;

/// <summary>Reads <c>DATABASE_URL</c>: <c>postgres://user:password@host:port/database?sslmode=require</c>, the same
/// with a socket's folder (<c>postgres://user@/database?host=/run/postgresql</c>), or Npgsql's own
/// <c>Host=…;Database=…</c> form.</summary>
public static class DatabaseUrl
{
    /// <exception cref="StartFailed">It is none of these forms; the sentence repeats nothing of it.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        try
        {
            var database = text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal)
                ? FromUrl(new Uri(WithHost(text)))
                : new NpgsqlConnectionStringBuilder(text);
            return database is { Host: { Length: > 0 }, Database: { Length: > 0 } }
                ? database
                : throw new FormatException("It names no host or no database.");
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new StartFailed("DATABASE_URL cannot be read: write it as postgres://user:password@host:5432/database.", e);
        }
    }

    /// <summary>A URL must name a host, also where a socket's folder in the query takes its place.</summary>
    private static string WithHost(string text)
    {
        var start = text.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = text.IndexOfAny(['/', '?', '#'], start) is var at and >= 0 ? at : text.Length;
        return end == start || text[end - 1] == '@' ? text.Insert(end, "localhost") : text;
    }

    private static NpgsqlConnectionStringBuilder FromUrl(Uri url)
    {
        var user = url.UserInfo.Split(':', 2);
        var database = new NpgsqlConnectionStringBuilder
        {
            Host = url.Host.Trim('[', ']'),
            Port = url.IsDefaultPort ? 5432 : url.Port,
            Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')),
        };
        if (user[0].Length > 0)
            database.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length == 2)
            database.Password = Uri.UnescapeDataString(user[1]);
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.Split('=', 2) is [var n, var v] ? (n, Uri.UnescapeDataString(v)) : (pair, "");
            database[KeywordOf(name)] = name == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }
        return database;
    }

    /// <summary>libpq's names for what Npgsql calls otherwise.</summary>
    private static string KeywordOf(string name) => name switch
    {
        "sslmode" => "SSL Mode",
        "user" => "Username",
        "dbname" => "Database",
        "application_name" => "Application Name",
        "connect_timeout" => "Timeout",
        _ => name,
    };
}
