using System.Net;
using Backlot.Studio;
using Backlot.Studio.Projects;
using Backlot.Studio.Scenes;
using Backlot.Studio.Shots;
using Backlot.Tests.Generation.Fakes;
using Backlot.Tests.Generation.Orders;
using Backlot.Tests.Support;

namespace Backlot.Tests.Studio.Shots;

/// <summary>Orders that failed and are run again.</summary>
public sealed class RetriedShotTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_scene_is_shot_again_from_the_moment_its_failed_order_is_retried_and_a_locked_one_stays(bool isLocked)
    {
        await using var runway = new RunwayFake { Film = await ShotApiTests.FilmAsync() };
        await using var server = await OrderServer.StartAsync(cluster, [runway]);
        var http = server.Server.Http;
        var project = await http.AddProjectAsync(new("Dear", Settings: new(BudgetUsd: 1)));
        var scene = await http.AddSceneAsync(project.Id, new("A harbour"));
        await TellQueueAsync(http, "pause");
        var ordered = await http.SendAsync<OrderedShotView>(
            HttpMethod.Post, $"/api/scenes/{scene.Id}/generate", new NewSceneShot(Provider: "runway"), HttpStatusCode.Accepted);
        await http.SendAsync<ProjectView>(HttpMethod.Patch, $"/api/projects/{project.Id}", new ProjectEdit(Settings: new(BudgetUsd: 0.5m)));
        await TellQueueAsync(http, "resume");
        await server.UntilEndedAsync();
        var failed = (await SceneAsync()).Status;
        if (isLocked)
            await http.SendAsync<SceneView>(HttpMethod.Post, $"/api/scenes/{scene.Id}/lock");

        await TellQueueAsync(http, "pause");
        await http.SendAsync<ProjectView>(HttpMethod.Patch, $"/api/projects/{project.Id}", new ProjectEdit(Settings: new(BudgetUsd: 5)));
        (await http.PostAsync(new Uri($"/api/jobs/{ordered.JobId}/retry", UriKind.Relative), null, Ct)).EnsureSuccessStatusCode();
        var retried = (await SceneAsync()).Status;
        await TellQueueAsync(http, "resume");
        await server.UntilEndedAsync();

        Assert.Equal((SceneStatus.Pending, isLocked ? SceneStatus.Locked : SceneStatus.Generating), (failed, retried));
        Assert.Equal(isLocked ? SceneStatus.Locked : SceneStatus.Complete, (await SceneAsync()).Status);
        Assert.Equal(isLocked ? 0 : 1, runway.PaidFor("A harbour"));

        Task<SceneView> SceneAsync() => http.SendAsync<SceneView>(HttpMethod.Get, $"/api/scenes/{scene.Id}");
    }

    private static async Task TellQueueAsync(HttpClient http, string what)
    {
        using var done = await http.PostAsync(new Uri($"/api/queues/generate/{what}", UriKind.Relative), null, Ct);
        done.EnsureSuccessStatusCode();
    }
}
