using Backlot.Accounts;
using Backlot.Accounts.SignIn;
using Backlot.Generation.Keys;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http.RateLimits;
using Backlot.Platform.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Backlot.Benchmarks.Fuzz;

/// <summary>A server to be fuzzed, in this process, on a data folder and a database of its own that go with it. It runs no
/// jobs, and no provider can be reached from it.</summary>
internal sealed class FuzzServer : IAsyncDisposable
{
    private static readonly string[] Policies =
    [
        RateLimitSettings.Read, RateLimitSettings.Write, RateLimitSettings.Ingest, RateLimitSettings.Generate,
        RateLimitSettings.SignIn, RateLimitSettings.SignInAddress,
    ];

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
        var app = BacklotApp.Build(ChangeSettings(new() { DataFolder = folder.Root, Port = 0 }), folder, postgres.Database, services =>
        {
            services.AddLogging(logging => logging.ClearProviders().AddProvider(errors));
            ChangeServices(services);
        });
        await app.Services.EnsureKeysAsync(ct);
        var owner = await app.Services.EnsureOwnerAsync(ct);
        var other = await AddUserAsync(app.Services, "other@example.org", ct);
        var blobs = await AddBelongingsAsync(app.Services, folder, ct);
        await app.StartAsync(ct);
        return new(app, postgres, folder, new(new(app.Urls.Single()), owner, other, blobs, errors.Take));
    }

    /// <summary>What a server that is fuzzed has not: workers, and password hashes that cost a tenth of a second.</summary>
    public static void ChangeServices(IServiceCollection services)
    {
        services.Remove(services.Single(service => service.ImplementationType == typeof(Backlot.Jobs.Workers.Worker)));
        services.AddSingleton(new Passwords(new(Options.Create(new PasswordHasherOptions { IterationCount = 1000 }))));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _postgres.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>No limit to how often one may ask, and no way to the providers.</summary>
    public static Settings ChangeSettings(Settings given) => given with
    {
        RateLimits = RateLimitSettings.Parse(string.Join(' ', Policies.Select(policy => $"{policy}=1000000000/60"))),
        ProviderUrls = KeyProviders.Names.ToDictionary(name => name, _ => "http://127.0.0.1:1"),
    };

    /// <summary>To the users there are, the owner first.</summary>
    private static async Task<List<(Sender, string)>> AddBelongingsAsync(IServiceProvider services, DataFolder folder, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BacklotDb>();
        var blobs = new List<(Sender, string)>();
        foreach (var (user, whose) in (await db.Users.OrderByDescending(u => u.IsOwner).Select(u => u.Id).ToListAsync(ct)).Zip([Sender.Owner, Sender.Other]))
        {
            db.Owner = user;
            blobs.AddRange((await FuzzBelongings.AddAsync(db, folder, ct)).Select(sha256 => (whose, sha256)));
        }
        return blobs;
    }

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
