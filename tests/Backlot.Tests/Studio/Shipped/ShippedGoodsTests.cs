using System.Net;
using Backlot.Platform.Http;
using Backlot.Studio.Brains;
using Backlot.Studio.Formats;
using Backlot.Studio.Shipped;
using Backlot.Tests.Support;

namespace Backlot.Tests.Studio.Shipped;

/// <summary>What comes with Backlot.</summary>
public sealed class ShippedGoodsTests(TestCluster cluster)
{
    [Fact]
    public void There_are_eight_brains_each_with_enough_to_say()
    {
        Assert.Equal(8, ShippedGoods.Brains.Select(b => b.Key).Distinct().Count());
        Assert.All(ShippedGoods.Brains, brain =>
        {
            var (shot, beats) = (brain.Parameters.ShotComposition, brain.Parameters.NarrativeBeats);
            Assert.True(shot.Framings.Count >= 5 && shot.CameraMoves.Count >= 4, brain.Key);
            Assert.True(beats.Count >= 4 && beats[^1].Until == 1, brain.Key);
            Assert.Equal(beats.Select(b => b.Until).Order(), beats.Select(b => b.Until));
            Assert.NotEmpty(brain.Parameters.Avoid!);
        });
    }

    [Fact]
    public void There_are_six_formats_numbered_without_a_hole()
    {
        Assert.Equal(6, ShippedGoods.Formats.Select(f => f.Key).Distinct().Count());
        Assert.All(ShippedGoods.Formats, format => Assert.Equal(Enumerable.Range(1, format.Beats.Count), format.Beats.Select(b => b.Sequence)));
        Assert.Equal(30, ShippedGoods.Formats.Single(f => f.Key == "thirty-second-spot").Beats.Sum(b => b.SuggestedDurationSeconds));
    }

    [Fact]
    public void No_two_brains_are_alike()
    {
        var vectors = ShippedGoods.Brains.Select(b => StyleVector.Of(b.Parameters)).ToList();

        Assert.All(vectors, vector => Assert.Equal(1, vector.Sum(x => x * x), 1e-4));
        for (var i = 0; i < vectors.Count; i++)
            for (var j = 0; j < i; j++)
                Assert.InRange(vectors[i].Zip(vectors[j], (a, b) => a * b).Sum(), -1, 0.8);
    }

    [Fact(Timeout = 60_000)]
    public async Task Everybody_sees_them_and_each_would_be_taken_as_ones_own()
    {
        await using var server = await TestServer.StartAsync(cluster);
        using var eve = await TestUser.AddAsync(server, "eve");

        var brains = await eve.Http.SendAsync<Page<BrainSummary>>(HttpMethod.Get, "/api/brains?own=false");
        var formats = await eve.Http.SendAsync<Page<FormatSummary>>(HttpMethod.Get, "/api/formats?own=false");
        Assert.Equal(ShippedGoods.Brains.Select(b => b.Key).Order(), brains.Items.Select(b => b.Key!).Order());
        Assert.Equal(ShippedGoods.Formats.Select(f => f.Key).Order(), formats.Items.Select(f => f.Key!).Order());

        foreach (var shipped in ShippedGoods.Brains)
            await eve.Http.SendAsync<BrainView>(HttpMethod.Post, "/api/brains", new NewBrain(shipped.Name, shipped.Parameters, shipped.Description), HttpStatusCode.Created);
        foreach (var shipped in ShippedGoods.Formats)
            await eve.Http.SendAsync<FormatView>(HttpMethod.Post, "/api/formats", new NewFormat(shipped.Name, shipped.Beats, shipped.Description), HttpStatusCode.Created);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_start_writes_only_what_is_not_as_it_should_be()
    {
        var database = await cluster.NewDatabaseAsync();
        await using (await TestServer.StartAsync(cluster, database: database)) { }
        await database.RunAsync("update brains set name = 'Old name' where shipped_key = 'rain-noir'");
        var before = await database.ColumnAsync<string>("select shipped_key || xmin || id from brains union all select shipped_key || xmin || id from format_templates order by 1");

        await using (await TestServer.StartAsync(cluster, database: database)) { }

        var after = await database.ColumnAsync<string>("select shipped_key || xmin || id from brains union all select shipped_key || xmin || id from format_templates order by 1");
        Assert.StartsWith("rain-noir", Assert.Single(after.Except(before)), StringComparison.Ordinal);
        Assert.Equal("Rain Noir", await database.ValueAsync<string>("select name from brains where shipped_key = 'rain-noir'"));
        Assert.Equal(0L, await database.ValueAsync<long>("select count(*) from brains where style_vector is null"));
    }
}
