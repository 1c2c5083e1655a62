using System.Net;
using Backlot.Library;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Studio.Brains;
using Backlot.Tests.Support;

namespace Backlot.Tests.Studio.Brains;

public sealed class BrainApiTests(TestCluster cluster)
{
    [Fact(Timeout = 60_000)]
    public async Task A_brain_comes_back_as_it_was_written_and_changes_by_what_is_given()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var picture = await server.AddAssetAsync(AssetKind.Image);
        var parameters = NewBrain.Example.Parameters;

        var made = await server.Http.SendAsync<BrainView>(HttpMethod.Post, "/api/brains", NewBrain.Example with { ThumbnailAssetId = picture.Id }, HttpStatusCode.Created);
        var renamed = await server.Http.SendAsync<BrainView>(HttpMethod.Patch, $"/api/brains/{made.Id}", new BrainEdit("Pepper"));
        var warmer = await server.Http.SendAsync<BrainView>(HttpMethod.Patch, $"/api/brains/{made.Id}",
            new BrainEdit(Parameters: parameters with { ColorGrading = parameters.ColorGrading with { Warmth = 1 } }));

        Assert.Equal(("Salt and rope", null, false, false), (made.Name, made.Key, made.IsBought, made.IsMarketplace));
        Assert.Equal(["slate grey", "oilskin yellow", "foam white"], made.Parameters.ColorGrading.Palette);
        Assert.NotNull(made.ThumbnailUrl);
        Assert.Equal(("Pepper", made.CreatedAt), (renamed.Name, renamed.CreatedAt));
        Assert.Equal(made.StyleVector, renamed.StyleVector);
        Assert.NotEqual(made.StyleVector, warmer.StyleVector);
        Assert.Equal(StyleVector.Of(warmer.Parameters), (await server.Database.ColumnAsync<float[]>("select style_vector::real[] from brains where id = $1", made.Id))[0]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Brains_at_hand_are_found_by_their_style_with_and_without_the_extension()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var eve = await TestUser.AddAsync(server, "eve");
        var noir = (await server.Http.SendAsync<Page<BrainSummary>>(HttpMethod.Get, "/api/brains?key=rain-noir")).Items[0];
        var like = (await server.Http.SendAsync<BrainView>(HttpMethod.Get, $"/api/brains/{noir.Id}")).Parameters;
        var mine = await server.Http.SendAsync<BrainView>(HttpMethod.Post, "/api/brains", new NewBrain("My noir", like with { Avoid = ["sun"] }), HttpStatusCode.Created);
        await eve.Http.SendAsync<BrainView>(HttpMethod.Post, "/api/brains", new NewBrain("Hers", like), HttpStatusCode.Created);

        var alike = await server.Http.SendAsync<SimilarBrains>(HttpMethod.Get, $"/api/brains/{noir.Id}/similar");
        var arrays = await server.Database.ColumnAsync<string>(SqlFile.Read("Studio/Brains/Sql/alike_arrays.sql")
            .Replace("other.id as \"Id\"", "other.name", StringComparison.Ordinal).Replace("this.style_vector, other.style_vector)", "this.style_vector::real[], other.style_vector::real[])", StringComparison.Ordinal)
            .Replace("{0}", "$1", StringComparison.Ordinal).Replace("{1}", "$2", StringComparison.Ordinal).Replace("{2}", "50", StringComparison.Ordinal), server.OwnerId, noir.Id);

        Assert.Equal((8, mine.Id), (alike.Items.Count, alike.Items[0].Id));
        Assert.InRange(alike.Items[0].Similarity, 0.9, 1);
        Assert.Equal(alike.Items.Select(b => b.Name), arrays);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_brain_of_somebody_else_is_not_there_and_numbers_out_of_range_are_refused()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var eve = await TestUser.AddAsync(server, "eve");
        var hers = await eve.Http.SendAsync<BrainView>(HttpMethod.Post, "/api/brains", NewBrain.Example, HttpStatusCode.Created);
        var wild = NewBrain.Example.Parameters with { Pacing = new("wild", Tempo: 2) };

        var foreign = await server.Http.RefusedAsync(HttpMethod.Get, $"/api/brains/{hers.Id}");
        var refused = await server.Http.RefusedAsync(HttpMethod.Post, "/api/brains", new NewBrain("Wild", wild));

        Assert.Equal("not-found", foreign.Code);
        Assert.Equal("/parameters/pacing/tempo", refused.Errors!.Value[0].GetProperty("pointer").GetString());
    }
}
