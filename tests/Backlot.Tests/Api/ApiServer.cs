using Backlot.Jobs;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Api;

/// <summary>A server on which nothing moves by itself: its jobs are enqueued, but nobody runs them.</summary>
public sealed class ApiServer(TestCluster cluster) : IAsyncLifetime
{
    public TestServer Server { get; private set; } = null!;
    internal IReadOnlyList<ApiOperation> Operations { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        Server = await TestServer.StartAsync(cluster, WithoutWorker, settings => settings with { IngestRoots = [Path.GetTempPath()] });
        Operations = await ApiOperation.AllAsync(Server);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    internal static void WithoutWorker(IServiceCollection services) =>
        services.Remove(services.Single(service => service.ImplementationType == typeof(Backlot.Jobs.Workers.Worker)));
}
