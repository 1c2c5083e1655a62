using System.Net;
using Backlot.Generation.Orders;
using Backlot.Studio.Projects;
using Backlot.Studio.Shots;
using Backlot.Tests.Channels.Albums;
using Backlot.Tests.Generation.Fakes;
using Backlot.Tests.Studio;
using Backlot.Tests.Studio.Shots;
using Backlot.Tests.Support;

namespace Backlot.Tests.Generation.Orders;

/// <summary>Pictures that a provider draws and then does not hand over.</summary>
public sealed class HeldBackTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 120_000)]
    [InlineData("COMPLETE", 0.0147, 0.0294)]
    [InlineData("FAILED", 0, 0.0147)]
    public async Task What_was_completed_and_held_back_counts_as_spent_and_what_was_not_made_does_not(string status, double spentFirst, double drawnInAll)
    {
        await using var veo = new VeoFake { Film = await ShotApiTests.FilmAsync() };
        await using var leonardo = new LeonardoFake(await OrderedAlbum.PictureAsync());
        await using var server = await OrderServer.StartAsync(cluster, [veo], drawers: [leonardo]);
        var http = server.Server.Http;
        var project = (await http.AddProjectAsync(new("The lighthouse", Settings: new(BudgetUsd: 20, Drawing: new(["leonardo"]))))).Id;
        await http.AddCharacterAsync(project, new("Mara", new(Clothing: "a yellow oilskin coat")));
        var scene = (await http.AddSceneAsync(project, new("Mara climbs the stairs", DurationSeconds: 8))).Id;
        leonardo.StatusFaults.Enqueue(MakerReply.Ok(LeonardoFake.Told(status, "https://cdn.leonardo.ai/made.jpg", nsfw: true)));
        var credits = await server.CreditsAsync();

        var refused = await ShootAsync(server, scene);
        var (spent, left) = (await SpentAsync(server, project), await server.CreditsAsync());
        var shot = await ShootAsync(server, scene);

        Assert.Equal("failed", refused.Status);
        Assert.Contains("Leonardo.Ai holds the picture back.", refused.Error, StringComparison.Ordinal);
        Assert.Equal(((decimal)spentFirst, credits), (spent, left));
        Assert.Equal(("completed", 2), (shot.Status, leonardo.Paid));
        Assert.Equal((decimal)drawnInAll, await server.Database.ValueAsync<decimal>("select cost from generations where kind = 'image'"));
        Assert.Equal((decimal)drawnInAll + shot.Cost, await SpentAsync(server, project));
    }

    private static async Task<ShotStatusView> ShootAsync(OrderServer server, Guid scene)
    {
        var ordered = await server.Server.Http.SendAsync<OrderedShotView>(
            HttpMethod.Post, $"/api/scenes/{scene}/generate", new NewSceneShot(Provider: "veo"), HttpStatusCode.Accepted);
        await server.UntilEndedAsync();
        return await server.Server.Http.SendAsync<ShotStatusView>(HttpMethod.Get, $"/api/video/status/{ordered.JobId}");
    }

    private static async Task<decimal> SpentAsync(OrderServer server, Guid project)
    {
        await using var db = server.Server.OpenDb();
        return await ProjectBudget.SpentAsync(db, server.Server.OwnerId, project, Ct);
    }
}
