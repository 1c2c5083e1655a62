using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Backlot.Platform.Database;

internal static class ContextOptions
{
    /// <summary>A context has a connection of its own from <paramref name="database"/>. It is not given the source itself: for each source EF makes a
    /// model and translates every query anew, and keeps all of that until the process ends; tests have a thousand databases in one.</summary>
    public static DbContextOptionsBuilder UseDatabase(this DbContextOptionsBuilder options, NpgsqlDataSource database) => options
        .UseNpgsql(database.CreateConnection(), contextOwnsConnection: true, Schema.ConfigureNpgsql).ConfigureWarnings(Schema.Quiet);

    /// <summary>For one context beside the server's own: it has none of their guards.</summary>
    public static DbContextOptions<BacklotDb> Of(NpgsqlDataSource database)
    {
        var options = new DbContextOptionsBuilder<BacklotDb>();
        options.UseDatabase(database);
        return options.Options;
    }
}
