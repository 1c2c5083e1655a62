using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Backlot.Accounts;
using Backlot.Channels;
using Backlot.Generation;
using Backlot.Jobs;
using Backlot.Library;
using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;
using Backlot.Platform.Http.Idempotency;
using Backlot.Platform.Http.Robustness;
using Backlot.Platform.Http.Versions;
using Backlot.Platform.Logging;
using Backlot.Platform.Outbound;
using Backlot.Platform.Secrets;
using Backlot.Rendering;
using Backlot.Studio;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Backlot;

/// <summary>The whole server: its services and its routes, one line a module.</summary>
public static class BacklotApp
{
    /// <summary>A worker: the same house without its door.</summary>
    /// <param name="folder">Joined by this process.</param>
    /// <param name="database">With its schema in place.</param>
    /// <param name="change">A last word on the services, for tests.</param>
    public static IHost BuildWorker(
        Settings settings, DataFolder folder, NpgsqlConnectionStringBuilder database, Action<IServiceCollection>? change = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddPlainLog();
        AddHouse(builder.Services, settings, folder, database);
        change?.Invoke(builder.Services);
        var house = builder.Build();
        house.Services.DemandProviders();
        return house;
    }

    /// <summary>Everything but HTTP.</summary>
    private static void AddHouse(IServiceCollection services, Settings settings, DataFolder folder, NpgsqlConnectionStringBuilder database)
    {
        services.AddSingleton(settings).AddSingleton(folder).AddSingleton(TimeProvider.System);
        services.AddSingleton(_ => NpgsqlDataSource.Create(database));
        services.AddSingleton(at => settings.DatabaseDirectUrl is null
            ? new DirectDatabase(at.GetRequiredService<NpgsqlDataSource>())
            : new(NpgsqlDataSource.Create(DatabaseServer.DirectOf(settings, database))));
        services.AddScoped<RowOwner>().AddDbContext<BacklotDb>((at, options) => options
            .UseDatabase(at.GetRequiredService<NpgsqlDataSource>())
            .AddInterceptors(at.GetServices<ISaveChangesInterceptor>()));
        services.AddSecrets(RootKey.Load(folder));
        services.AddOutbound(settings);
        services.AddSingleton<BlobStore>();
        services.AddSingleton<Notifications>().AddHostedService(at => at.GetRequiredService<Notifications>());
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        services.AddAccounts();
        services.AddJobs(settings);
        services.AddGeneration(settings);
        services.AddRendering();
        services.AddLibrary(settings);
        services.AddStudio();
        services.AddChannels();
    }

    /// <param name="settings">The port of it is listened on, on the loopback address only.</param>
    /// <param name="folder">Owned by this process.</param>
    /// <param name="database">With its schema in place.</param>
    /// <param name="change">A last word on the services, for tests.</param>
    public static WebApplication Build(
        Settings settings, DataFolder folder, NpgsqlConnectionStringBuilder database, Action<IServiceCollection>? change = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            ServerLimits.Set(kestrel);
            kestrel.Listen(IPAddress.Loopback, settings.Port);
        });
        builder.Logging.AddPlainLog();

        var services = builder.Services;
        AddHouse(services, settings, folder, database);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.AllowDuplicateProperties = false;
            json.SerializerOptions.PropertyNameCaseInsensitive = false;     // else "Name" is taken for name, and is in no document
            json.SerializerOptions.MaxDepth = JsonInspection.DeepestLevel;
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
        });
        // Else a body that cannot be read is a bare 400, and only a developer is told why.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        Problems.Add(services);
        ApiDocument.Add(services);
        services.AddSingleton<RequestLimits>();
        services.AddRequestContract();
        change?.Invoke(services);

        var app = builder.Build();
        app.Services.DemandProviders();
        app.UsePrivateAnswers();
        app.UseTrustedProxies(settings);
        Problems.Use(app);
        app.UseOneLength();
        app.UseOwnHosts(PublicAddress.HostsOf(settings));
        app.UseStartPage();         // before anybody is asked for a token
        app.UseApiBrowser();
        app.UseAccounts();
        app.UseRequestOwner();
        app.UseMiddleware<StrictRequests>();
        app.UseMiddleware<IdempotencyKeys>();
        app.UseMiddleware<EntityTags>();
        app.MapOpenApi("/openapi.json").AllowAnonymous();
        var routes = app.MapGroup("").AddEndpointFilterFactory(RequestLimits.Filter).AddEndpointFilterFactory(SignedCursors.Filter);
        routes.MapHealth();
        routes.MapProblemPage();
        routes.MapAccounts();
        routes.MapJobs();
        routes.MapGeneration();
        routes.MapLibrary();
        routes.MapStudio();
        routes.MapChannels();
        EndpointsOnce.Keep(app);
        return app;
    }
}
