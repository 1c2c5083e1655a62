using Backlot.Channels.Albums;
using Backlot.Cli;
using Backlot.Platform;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Backlot.Tests.Support;

/// <summary>Albums of a minute instead of an hour, with plain parts: the limits are lifted only in here, in the host of the tests.</summary>
internal static class ShortAlbums
{
    /// <summary>A server in this process that makes them.</summary>
    /// <param name="composed">With some of the built-in pieces and scenes (<see cref="SomeBuiltIn"/>), and no two pictures alike.</param>
    public static Task<TestServer> StartServerAsync(TestCluster cluster, Action<IServiceCollection>? change = null, Func<Settings, Settings>? settings = null,
        NpgsqlConnectionStringBuilder? database = null, Action<IEndpointRouteBuilder>? routes = null, bool composed = false) =>
        TestServer.StartAsync(cluster, services =>
        {
            Allow(services);
            if (composed)
                SomeBuiltIn.Use(services);
            else
                PlainParts.Use(services);
            change?.Invoke(services);
        }, given => (settings ?? (same => same))(given with { LeaseSeconds = 15 }), AllowAsync, database, routes);

    /// <summary>Backlot's own command line, as a process of its own.</summary>
    public static Task<int> RunCommandLineAsync(string[] command) => CommandLine.RunAsync(command, new()
    {
        ChangeServices = services =>
        {
            Allow(services);
            PlainParts.Use(services, pause: TimeSpan.FromMilliseconds(100));
            services.AddSingleton<IStartupFilter, DeathBeforeAnswer>();
        },
        PrepareDatabase = (database, _) => AllowAsync(database.Connection),
    });

    private static void Allow(IServiceCollection services) => services.AddSingleton(new AlbumLimits(1, 90)).AddSingleton(Hurry.Polls);

    private static async Task AllowAsync(NpgsqlConnectionStringBuilder database)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var relax = source.CreateCommand("""
            alter table video_jobs drop constraint video_jobs_target_duration_minutes_range;
            alter table video_jobs add constraint video_jobs_target_duration_minutes_range
                check (target_duration_minutes between 1 and 90);
            """);
        await relax.ExecuteNonQueryAsync();
    }
}
