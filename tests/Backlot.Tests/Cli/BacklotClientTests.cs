using Backlot.Cli;
using Backlot.Platform.Http.RateLimits;
using Backlot.Studio.Projects;
using Backlot.Tests.Support;

namespace Backlot.Tests.Cli;

public sealed class BacklotClientTests(TestCluster cluster)
{
    /// <summary>A storyboard of many scenes asks for more at once than a user may.</summary>
    [Fact(Timeout = 60_000)]
    public async Task Who_comes_too_fast_comes_again_when_the_server_says()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: given => given with { RateLimits = RateLimitSettings.Parse("write=1/1") });
        using var client = BacklotClient.To(server.Http.BaseAddress!, server.Token);

        for (var n = 1; n <= 3; n++)
            await client.PostAsync<ProjectView>("/api/projects", new NewProject($"Film {n}"), TestContext.Current.CancellationToken);

        Assert.Equal(3, await server.Database.ValueAsync<long>("select count(*) from projects"));
    }
}
