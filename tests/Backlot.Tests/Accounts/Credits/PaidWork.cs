using Backlot.Generation;
using Backlot.Generation.Providers;
using Backlot.Jobs;
using Backlot.Library;
using Backlot.Platform.Database;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Accounts.Credits;

/// <summary>A job that has one picture made by a provider that costs something.</summary>
internal sealed record PaidWork(string Name) : IJobArgs
{
    public static string Kind => "test.paid-work";
    public static string Queue => "test";
    public static int MaxAttempts => 2;

    public static Task<TestServer> StartServerAsync(TestCluster cluster, PaidProvider provider) => TestServer.StartAsync(cluster,
        services => services.AddSingleton<IImageProvider>(provider).AddJob<PaidWork, PaidWorkHandler>(), settings => settings with { GenerateSlots = 8 });

    public static async Task<List<Job>> EnqueueAsync(TestServer server, Guid userId, params IEnumerable<string> names)
    {
        await using var db = server.OpenDb(userId);
        var jobs = names.Select(name => db.Enqueue(new PaidWork(name), userId)).ToList();
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return jobs;
    }
}

/// <param name="priceUsd">What it says it will take.</param>
/// <param name="make">Given the prompt: what it took in the end, or it throws.</param>
internal sealed class PaidProvider(decimal priceUsd, Func<string, CancellationToken, Task<decimal>> make) : IImageProvider
{
    private int _calls;

    public string Name => "paid";
    public int Calls => _calls;

    public decimal PriceUsd(ImageOrder order) => priceUsd;

    public async Task<Made> MakeAsync(ImageOrder order, string path, IProgress<double>? progress, CancellationToken ct)
    {
        Interlocked.Increment(ref _calls);
        var cost = await make(order.Prompt, ct);
        await File.WriteAllTextAsync(path, order.Prompt, ct);
        return new("picture.png", cost, "Yours.", "their-number");
    }
}

internal sealed class PaidWorkHandler(BacklotDb db, Generator generator) : IJobHandler<PaidWork>
{
    public async Task<Outcome> RunAsync(PaidWork args, JobRun run, CancellationToken ct)
    {
        var made = await generator.ImageAsync(run, "work/" + args.Name, "paid", new(args.Name, 1, 64, 64), ct);
        return new Outcome.Done(async token =>
        {
            var asset = new Asset
            {
                UserId = run.UserId, Kind = AssetKind.Image, SourceType = AssetSource.Generated, Filename = "picture.png",
                Sha256 = new('a', 64), SizeBytes = 1, Status = AssetStatus.Ready,
            };
            db.Add(asset);
            await generator.FulfilAsync(made, asset.Id, token);
        });
    }
}
