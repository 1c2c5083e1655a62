using System.Net;
using System.Net.Http.Json;
using Backlot.Channels.Albums;
using Backlot.Tests.Api;
using Backlot.Tests.Support;

namespace Backlot.Tests.Jobs;

public sealed class FullQueueTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_full_queue_is_503_with_a_time_and_takes_nothing_in()
    {
        await using var server = await TestServer.StartAsync(cluster, ApiServer.WithoutWorker, settings: given => given with { QueueMost = 40 });
        var channel = await server.Http.AddChannelAsync();
        await server.Http.PostAlbumAsync(channel, new NewVideoJob(60));

        using var refused = await server.Http.PostAsJsonAsync($"/api/channels/{channel}/video-jobs", new NewVideoJob(60), Ct);

        var problem = await ProblemDocument.ReadAsync(refused);
        Assert.Equal((503, "queue.full"), (problem.Status, problem.Code));
        Assert.Equal(TimeSpan.FromMinutes(1), refused.Headers.RetryAfter?.Delta);
        Assert.Equal(1L, await server.Database.ValueAsync<long>("select count(*) from video_jobs"));
        await server.Database.RunAsync("delete from job_queue where job_id = (select job_id from job_queue limit 1)");
        using var taken = await server.Http.PostAsJsonAsync($"/api/channels/{channel}/video-jobs", new NewVideoJob(60), Ct);
        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
    }
}
