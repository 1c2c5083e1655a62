using System.Security.Cryptography;
using System.Text;
using Backlot.Accounts;
using Backlot.Accounts.SignIn;
using Backlot.Generation.Caches;
using Backlot.Jobs.History;
using Backlot.Library.Blobs;
using Backlot.Library.Similarity;
using Backlot.Library.Uploads;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Outbound;
using Backlot.Platform.Secrets;
using Backlot.Tests.Support.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Backlot.Tests.Support;

/// <summary>The whole server in this process, on a free port, with a database and a data folder of its own.</summary>
public sealed class TestServer : IAsyncDisposable
{
    /// <summary>A password costs a tenth of a second by design, and most tests have several: they get by with a hundredth of the rounds. Those
    /// about the rounds put the shipped <see cref="Passwords"/> back.</summary>
    private static readonly PasswordHasher<User> QuickHasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Passwords.Iterations / 100 }));

    /// <summary>What looks at each start for things that no new database can have: old ones, and those of another version. Each looks on a connection
    /// of its own, and those are most of what a start costs the database.</summary>
    private static readonly Type[] ForOldDatabases =
        [typeof(RequestSweep), typeof(HistorySweep), typeof(CacheSweep), typeof(UploadSweep), typeof(BlobSweep), typeof(EmbedderChange), typeof(VectorIndex)];

    private readonly WebApplication _app;
    private TestCluster? _dropAt;

    private TestServer(
        WebApplication app, DataFolder folder, NpgsqlConnectionStringBuilder database, TestCluster? dropAt, string token, Guid ownerId, WatchedLog log)
    {
        (_app, _dropAt) = (app, dropAt);
        Log = log;
        Folder = folder;
        Database = database;
        Token = token;
        OwnerId = ownerId;
        Http = KeyedHttp.New(new(app.Urls.Single()), token);
    }

    public DataFolder Folder { get; }
    public NpgsqlConnectionStringBuilder Database { get; }

    /// <summary>What the server logs, at Debug; a secret in it fails the test.</summary>
    public WatchedLog Log { get; }

    /// <summary>The owner's.</summary>
    public string Token { get; }

    /// <summary>The user whom the first start made.</summary>
    public Guid OwnerId { get; }

    /// <summary>Signed in as the owner.</summary>
    public HttpClient Http { get; }
    public IServiceProvider Services => _app.Services;

    /// <param name="cluster">From the assembly fixture.</param>
    /// <param name="change">Services of the test's own.</param>
    /// <param name="settings">Settings of the test's own.</param>
    /// <param name="prepare">Run on the database before the server starts.</param>
    /// <param name="database">One that another server of the test uses, too; null for a new one, which is gone with the server.</param>
    /// <param name="routes">Endpoints of the test's own.</param>
    public static async Task<TestServer> StartAsync(TestCluster cluster, Action<IServiceCollection>? change = null,
        Func<Settings, Settings>? settings = null, Func<NpgsqlConnectionStringBuilder, Task>? prepare = null,
        NpgsqlConnectionStringBuilder? database = null, Action<IEndpointRouteBuilder>? routes = null)
    {
        var folder = DataFolder.Own(Path.Combine(Path.GetTempPath(), "backlot-test-" + Guid.CreateVersion7().ToString("N")[^12..]));
        var (isOwn, isNew) = (database is null, database is null && prepare is null);
        database ??= await cluster.NewStartedDatabaseAsync();
        // Servers of one database have one root key.
        DataFolder.WriteWhole(folder.RootKey, RootKeyOf(database), secret: true);
        if (prepare is not null)
            await prepare(database);
        var log = new WatchedLog();
        log.Watch(RootKeyOf(database));
        var given = new Settings { DataFolder = folder.Root, Port = 0, LeaseSeconds = 5 };
        var app = BacklotApp.Build(settings?.Invoke(given) ?? given, folder, database, services =>
        {
            // What a test provokes is no news, unless it is a secret.
            services.AddLogging(logging => logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(log));
            services.AddSingleton<HurriedTime>().AddSingleton(at => new OutboundHttp(
                at.GetRequiredService<AllowedTargets>(), at.GetRequiredService<ResolveHost>(), at.GetRequiredService<HurriedTime>()));
            services.AddSingleton(_ => new Passwords(QuickHasher));
            change?.Invoke(services);
            if (isNew)
                foreach (var hosted in services.Where(s => s.ServiceType == typeof(IHostedService)).ToList())
                    if (hosted.ImplementationType is { } type && ForOldDatabases.Contains(type))
                        services.Remove(hosted);
        });
        routes?.Invoke(app);
        await app.Services.EnsureKeysAsync(CancellationToken.None);
        var token = await app.Services.EnsureOwnerAsync(CancellationToken.None);
        await app.StartAsync();
        // By a connection that the server has already: another one costs the database more than most tests do.
        await using var first = app.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("select id from users order by created_at limit 1");
        var owner = await first.ExecuteScalarAsync() as Guid? ?? throw new InvalidOperationException("The first start made no owner.");
        return new(app, folder, database, isOwn ? cluster : null, token, owner, log);
    }

    /// <summary>Settings of a server that takes jobs in and runs none: without a worker that looks for work all the time.</summary>
    public static Settings WithoutJobs(Settings given) => given with { RunsJobs = false };

    /// <summary>Signed in as nobody. Whatever it is answered is held against the API document.</summary>
    public HttpClient NewClient() => ContractHandler.NewClient(new(_app.Urls.Single()));

    /// <summary>Of every server on this database.</summary>
    public static string RootKeyOf(NpgsqlConnectionStringBuilder database) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(database.Database!)));

    /// <summary>A context on the server's database, outside of any request. It has none of the server's guards: a test may put rows where it
    /// wants them.</summary>
    /// <param name="owner">Whose rows it shows; null for the owner's.</param>
    public BacklotDb OpenDb(Guid? owner = null) => new(ContextOptions.Of(_app.Services.GetRequiredService<NpgsqlDataSource>()))
    {
        Owner = owner ?? OwnerId,
    };

    /// <summary>For another server: it stays when this one is gone.</summary>
    public void KeepDatabase() => _dropAt = null;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Folder.Dispose();
        Directory.Delete(Folder.Root, recursive: true);
        if (_dropAt is not null)
            await _dropAt.DropDatabaseAsync(Database);
        Assert.Empty(Log.Leaks);
    }
}
