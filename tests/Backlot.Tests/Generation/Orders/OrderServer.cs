using System.Net.Http.Json;
using Backlot.Accounts.Credits;
using Backlot.Generation.Keys;
using Backlot.Generation.Orders;
using Backlot.Generation.Providers;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Outbound;
using Backlot.Tests.Generation.Caches;
using Backlot.Tests.Generation.Fakes;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Backlot.Tests.Generation.Orders;

/// <summary>A server that has shots made by fake providers, hurriedly.</summary>
internal sealed class OrderServer(TestServer server) : IAsyncDisposable
{
    /// <summary>Sora is alive at gateways.</summary>
    private const string Catalog = """{"sora": {"video": {"sora-2": {"retiredOn": null}}}}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public TestServer Server => server;
    public NpgsqlConnectionStringBuilder Database => server.Database;

    /// <param name="fakes">Each with the owner's key.</param>
    /// <param name="database">Of another server that has stopped; null for a new one.</param>
    /// <param name="credits">What the owner has.</param>
    /// <param name="pinecone">Where vectors of prompts are kept; null for the database.</param>
    /// <param name="videoProviders">As <c>BACKLOT_VIDEO_PROVIDERS</c> names them; null for the built-in one.</param>
    /// <param name="drawers">Who makes pictures, or something else, each with the owner's key, too.</param>
    public static async Task<OrderServer> StartAsync(TestCluster cluster, IReadOnlyList<VideoFake> fakes, NpgsqlConnectionStringBuilder? database = null,
        int credits = 100_000, double graceSeconds = 10, Action<IServiceCollection>? services = null,
        FakePinecone? pinecone = null, IReadOnlyList<string>? videoProviders = null, params MakerFake[] drawers)
    {
        string[] vectors = pinecone is null ? [] : [new Uri(pinecone.Url).Authority];
        string[] hosts = [.. fakes.Select(fake => fake.Allow), .. drawers.SelectMany(drawer => drawer.Hosts), .. vectors];
        var catalog = Path.Combine(Path.GetTempPath(), $"backlot-catalog-{Guid.CreateVersion7():N}.json");
        await File.WriteAllTextAsync(catalog, Catalog, Ct);
        var server = await TestServer.StartAsync(cluster, given =>
        {
            given.AddSingleton(new OrderPace(0.01, 0.03, graceSeconds)).AddSingleton(Hurry.Polls).AddJob<OrderedShot, OrderedShotHandler>();
            services?.Invoke(given);
        }, given => fakes.Aggregate(given with
        {
            GenerateSlots = 32, ProvidersFile = catalog, ProviderUrls = drawers.ToDictionary(drawer => drawer.Name, drawer => drawer.Url),
            PineconeHost = pinecone?.Url, PineconeApiKey = pinecone is null ? null : FakePinecone.Key,
        }, (settings, fake) => fake.Lead(settings)) with
        {
            OutboundAllow = AllowedTargets.Parse(string.Join(',', hosts)),
            VideoProviders = videoProviders ?? ["dummy"],
        }, database: database);
        File.Delete(catalog);
        server.Log.Watch([VideoFake.Key, KlingFake.Secret]);
        if (database is not null)
            return new(server);
        foreach (var fake in fakes)
            (await server.Http.PutAsJsonAsync($"/api/keys/{fake.Name}", new NewKey(fake.KeyToStore, fake is KlingFake ? KlingFake.Secret : null), Ct)).EnsureSuccessStatusCode();
        foreach (var drawer in drawers)
            (await server.Http.PutAsJsonAsync($"/api/keys/{drawer.Name}", new NewKey(MakerFake.Key, null), Ct)).EnsureSuccessStatusCode();
        (await server.Http.PostAsJsonAsync($"/api/users/{server.OwnerId}/credits", new NewCredits(credits, "For shots"), Ct)).EnsureSuccessStatusCode();
        return new(server);
    }

    public async Task<Guid> OrderAsync(OrderedShot shot)
    {
        await using var db = server.OpenDb();
        var job = db.Enqueue(shot, server.OwnerId);
        await db.SaveChangesAsync(Ct);
        return job.Id;
    }

    /// <summary>Lets nothing rest until all jobs have ended.</summary>
    public Task UntilEndedAsync() => Database.HurryUntilAsync("select not exists (select from jobs where completed_at is null)");

    /// <summary>How the job of a prompt ended: its status, and what is said of it.</summary>
    public async Task<string> EndOfAsync(string prompt) => await Database.ValueAsync<string>(
        "select concat_ws(': ', status, error_message) from jobs where payload ->> 'prompt' = $1", prompt);

    /// <summary>What the owner has left of the credits, and what is set aside and not settled.</summary>
    public async Task<(int Balance, long Open)> CreditsAsync() => (
        await Database.ValueAsync<int>("select credits_balance from users where id = $1", server.OwnerId),
        await Database.ValueAsync<long>("""
            select count(*) from credit_entries as e where kind = 'reserve' and not exists (select from credit_entries as c where c.closes_id = e.id)
            """));

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
