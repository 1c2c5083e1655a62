using System.Collections.Concurrent;
using Backlot.Tests.Generation.Fakes;
using Backlot.Tests.Support;

namespace Backlot.Tests.Generation.Orders;

/// <summary>A server that ends at each step of an order, before the provider's answer is heard: the next one goes on, and pays nothing
/// again.</summary>
public sealed class StopTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public Task Runway() => StopAsync(() => new RunwayFake(), atOrder: "failed", hasFetch: true);

    [Fact(Timeout = 60_000)]
    public Task Kling() => StopAsync(() => new KlingFake(), atOrder: "completed", hasFetch: true);

    [Fact(Timeout = 60_000)]
    public Task Sora() => StopAsync(() => new SoraFake(), atOrder: "completed", hasFetch: true);

    [Fact(Timeout = 60_000)]
    public Task Veo() => StopAsync(() => new VeoFake(), atOrder: "failed", hasFetch: false);

    [Fact(Timeout = 60_000)]
    public Task Omni() => StopAsync(() => new OmniFake(), atOrder: "failed", hasFetch: true);

    /// <param name="atOrder">How one ends whose order was taken while nobody listened any more.</param>
    /// <param name="hasFetch">Whether the film is fetched by a request of its own.</param>
    private async Task StopAsync(Func<VideoFake> start, string atOrder, bool hasFetch)
    {
        await using var fake = start();
        // What is asked about is asked together, so the one that hangs there comes last.
        string[] names = hasFetch ? ["at order", "at fetch", "at ask"] : ["at order", "at ask"];
        var stopped = new TaskCompletionSource();
        var waiting = new ConcurrentDictionary<string, bool>();
        fake.Arrived = (name, step) => name.Equals($"at {step}", StringComparison.OrdinalIgnoreCase) && waiting.TryAdd(name, true) | true ? stopped.Task : Task.CompletedTask;
        var first = await OrderServer.StartAsync(cluster, [fake], graceSeconds: 0.2);
        foreach (var name in names)
        {
            await first.OrderAsync(new(name, fake.Name));
            while (!waiting.ContainsKey(name))
            {
                await first.Database.HurryAsync();
                await Task.Delay(50, Ct);
            }
        }
        first.Server.KeepDatabase();
        await first.DisposeAsync();
        stopped.SetResult();
        fake.Arrived = (_, _) => Task.CompletedTask;

        await using var second = await OrderServer.StartAsync(cluster, [fake], first.Database);
        await second.UntilEndedAsync();

        Assert.All(names, name => Assert.Equal((name, 1), (name, fake.PaidFor(name))));
        Assert.StartsWith(atOrder, await second.EndOfAsync("at order"), StringComparison.Ordinal);
        Assert.All(await Task.WhenAll(names.Skip(1).Select(second.EndOfAsync)), end => Assert.Equal("completed", end));
        Assert.Equal(0, (await second.CreditsAsync()).Open);
    }
}
