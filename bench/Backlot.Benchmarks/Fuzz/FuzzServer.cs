using Backlot.Accounts;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Backlot.Benchmarks.Fuzz;

/// <summary>A server to be fuzzed, in this process, on a data folder and a database of its own that go with it. It runs no
/// jobs, and no provider can be reached from it.</summary>
internal sealed class FuzzServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly EmbeddedPostgres _postgres;
    private readonly DataFolder _folder;

    private FuzzServer(WebApplication app, EmbeddedPostgres postgres, DataFolder folder, FuzzTarget target) =>
        (_app, _postgres, _folder, Target) = (app, postgres, folder, target);

    public FuzzTarget Target { get; }

    /// <param name="dataFolder">Made; whoever gave it removes it.</param>
    public static async Task<FuzzServer> StartAsync(string dataFolder, CancellationToken ct)
    {
        var folder = DataFolder.Own(dataFolder);
        // Nothing here outlives the run, so nothing has to be safe on the disk.
        var postgres = await EmbeddedPostgres.StartAsync(folder,
            new Dictionary<string, string> { ["fsync"] = "off", ["synchronous_commit"] = "off", ["full_page_writes"] = "off" }, ct);
        await new Schema(postgres.Database).UpAsync(ct);
        var errors = new LoggedErrors();
        var app = BacklotApp.Build(SettingsOf(folder), folder, postgres.Database, services =>
        {
            services.AddLogging(logging => logging.ClearProviders().AddProvider(errors));
            ChangeServices(services);
        });
        await app.Services.EnsureKeysAsync(ct);
        var owner = await app.Services.EnsureOwnerAsync(ct);
        var other = await AddUserAsync(app.Services, "other@example.org", ct);
        await app.StartAsync(ct);
        return new(app, postgres, folder, new(new(app.Urls.Single()), owner, other, errors.Take));
    }

    /// <summary>What a server that is fuzzed has not: workers.</summary>
    public static void ChangeServices(IServiceCollection services) =>
        services.Remove(services.Single(service => service.ImplementationType == typeof(Worker)));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _postgres.DisposeAsync();
        _folder.Dispose();
    }

    private static Settings SettingsOf(DataFolder folder) => new()
    {
        DataFolder = folder.Root,
        Port = 0,
    };

    /// <returns>Their token.</returns>
    private static async Task<string> AddUserAsync(IServiceProvider services, string email, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BacklotDb>();
        var user = new User { Email = email, DisplayName = "Other" };
        db.Owner = user.Id;
        db.Users.Add(user);
        var token = TokenText.New();
        db.ApiTokens.Add(new()
        {
            UserId = user.Id, Name = "Fuzzing", TokenHash = services.GetRequiredService<TokenHash>().Of(token), Last4 = token[^4..], Scopes = ["*"],
        });
        await db.SaveChangesAsync(ct);
        return token;
    }
}
