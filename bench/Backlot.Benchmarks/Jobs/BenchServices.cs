using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Logging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Npgsql;

namespace Backlot.Benchmarks.Jobs;

/// <summary>The shipped engine and what it stands on, without the rest of the server.</summary>
internal static class BenchServices
{
    /// <param name="settings">Say, among other things, whether it runs jobs.</param>
    public static IServiceCollection AddEngine(this IServiceCollection services, string database, Settings settings)
    {
        var pooled = DatabaseServer.Pooled(new(database), settings);
        services.AddLogging(logging => logging.AddPlainLog());
        // Standard output is for what is measured.
        services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        services.AddSingleton(settings).AddSingleton(TimeProvider.System);
        services.AddSingleton(_ => NpgsqlDataSource.Create(pooled));
        services.AddSingleton(at => new DirectDatabase(at.GetRequiredService<NpgsqlDataSource>()));
        services.AddScoped<RowOwner>().AddDbContext<BacklotDb>((at, options) => options
            .UseDatabase(at.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<Notifications>().AddHostedService(at => at.GetRequiredService<Notifications>());
        return services.AddJobs(settings);
    }
}
