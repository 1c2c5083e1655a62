using System.Net;
using System.Net.Http.Json;
using Backlot.Accounts.Credits;
using Backlot.Platform.Http;
using Backlot.Studio.Brains;
using Backlot.Studio.Formats;
using Backlot.Studio.Marketplace;
using Backlot.Studio.Projects;
using Backlot.Tests.Support;

namespace Backlot.Tests.Studio.Marketplace;

public sealed class MarketplaceTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_brain_is_bought_once_for_credits_that_its_seller_gets_and_is_then_a_copy_of_the_buyers_own()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var traders = await TradersAsync(server);
        var (seller, buyer) = traders;
        var brain = await OfferAsync(seller.Http, price: 4);

        var hidden = await buyer.Http.RefusedAsync(HttpMethod.Get, $"/api/brains/{brain.Id}");
        var bought = await BuyAsync(buyer.Http, "brain", brain.Id);
        using var twice = await buyer.Http.PostAsync(new Uri($"/api/marketplace/brain/{brain.Id}/purchase", UriKind.Relative), null, Ct);
        var copy = await buyer.Http.SendAsync<BrainView>(HttpMethod.Get, $"/api/brains/{bought.ItemId}");
        var window = Assert.Single((await buyer.Http.SendAsync<Page<MarketplaceItemView>>(HttpMethod.Get, "/api/marketplace?kind=brain&q=salt")).Items);

        Assert.Equal("not-found", hidden.Code);
        Assert.Equal((HttpStatusCode.OK, bought), (twice.StatusCode, await twice.Content.ReadFromJsonAsync<PurchaseView>(Ct)));
        Assert.Equal((brain.Name, true, false), (copy.Name, copy.IsBought, copy.IsMarketplace));
        Assert.Equal(brain.StyleVector, copy.StyleVector);
        Assert.Equal((4, "Sally", 1, GoodsKind.Brain), (window.Price, window.Seller, window.Licences, window.Kind));
        var (paid, earned) = (await CreditsAsync(buyer.Http), await CreditsAsync(seller.Http));
        Assert.Equal((6, "purchase", -4, "Bought Salt and rope", bought.Id.ToString()), (paid.Balance, paid.Items[0].Kind, paid.Items[0].Amount, paid.Items[0].Reason, paid.Items[0].Reference));
        Assert.Equal((14, "sale", 4), (earned.Balance, earned.Items[0].Kind, earned.Items[0].Amount));
        Assert.Equal(128, await server.Database.ValueAsync<int>("select cardinality(style_vector::real[]) from brains where id = $1", copy.Id));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_licence_stays_whatever_the_seller_does()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var traders = await TradersAsync(server);
        var (seller, buyer) = traders;
        var brain = await OfferAsync(seller.Http, price: 4);
        var bought = await BuyAsync(buyer.Http, "brain", brain.Id);
        var project = await buyer.Http.AddProjectAsync(new("Mine", BrainId: bought.ItemId));

        await seller.Http.SendAsync<BrainView>(HttpMethod.Patch, $"/api/brains/{brain.Id}", new BrainEdit("Quite another"));
        await seller.Http.SendAsync<BrainView>(HttpMethod.Post, $"/api/brains/{brain.Id}/unpublish");
        using (await buyer.Http.DeleteAsync(new Uri($"/api/brains/{bought.ItemId}", UriKind.Relative), Ct)) { }
        var again = await BuyAsync(buyer.Http, "brain", brain.Id, HttpStatusCode.OK);
        using (await seller.Http.DeleteAsync(new Uri($"/api/brains/{brain.Id}", UriKind.Relative), Ct)) { }
        var kept = await buyer.Http.SendAsync<BrainView>(HttpMethod.Get, $"/api/brains/{again.ItemId}");
        var licence = Assert.Single((await buyer.Http.SendAsync<Page<PurchaseView>>(HttpMethod.Get, "/api/purchases")).Items);

        Assert.Empty((await buyer.Http.SendAsync<Page<MarketplaceItemView>>(HttpMethod.Get, "/api/marketplace")).Items);
        Assert.True(kept.IsBought);
        Assert.Equal((null, again.ItemId, "Salt and rope", 4), (licence.OriginalId, licence.ItemId, licence.Name, licence.Price));
        Assert.Equal(6, (await CreditsAsync(buyer.Http)).Balance);
        Assert.Null((await buyer.Http.SendAsync<ProjectView>(HttpMethod.Get, $"/api/projects/{project.Id}")).BrainId);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_cannot_be_bought_says_why_and_moves_nothing()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var traders = await TradersAsync(server);
        var (seller, buyer) = traders;
        var (dear, cheap) = (await OfferAsync(seller.Http, price: 11), await OfferAsync(seller.Http, price: 3));
        var quiet = await seller.Http.SendAsync<BrainView>(HttpMethod.Post, "/api/brains", NewBrain.Example, HttpStatusCode.Created);

        var poor = await buyer.Http.RefusedAsync(HttpMethod.Post, $"/api/marketplace/brain/{dear.Id}/purchase");
        var dearer = await buyer.Http.RefusedAsync(HttpMethod.Post, $"/api/marketplace/brain/{cheap.Id}/purchase?mostCredits=2");
        var own = await seller.Http.RefusedAsync(HttpMethod.Post, $"/api/marketplace/brain/{cheap.Id}/purchase");
        var unoffered = await buyer.Http.RefusedAsync(HttpMethod.Post, $"/api/marketplace/brain/{quiet.Id}/purchase");
        var mistaken = await buyer.Http.RefusedAsync(HttpMethod.Post, $"/api/marketplace/format/{cheap.Id}/purchase");
        var unknown = await buyer.Http.RefusedAsync(HttpMethod.Post, $"/api/marketplace/car/{cheap.Id}/purchase");

        Assert.Equal([(402, "credits.missing"), (409, "goods.dearer"), (409, "goods.own"), (404, "not-found"), (404, "not-found"), (404, "not-found")],
            new[] { poor, dearer, own, unoffered, mistaken, unknown }.Select(p => (p.Status, p.Code)));
        Assert.Equal((10, 10), ((await CreditsAsync(buyer.Http)).Balance, (await CreditsAsync(seller.Http)).Balance));
        Assert.Equal(0L, await server.Database.ValueAsync<long>("select count(*) from purchases"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_was_bought_or_is_shipped_is_not_sold()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var traders = await TradersAsync(server);
        var (seller, buyer) = traders;
        var copy = (await BuyAsync(buyer.Http, "brain", (await OfferAsync(seller.Http, price: 0)).Id)).ItemId;
        var shipped = (await buyer.Http.SendAsync<Page<BrainSummary>>(HttpMethod.Get, "/api/brains?own=false")).Items[0].Id;

        var bought = await buyer.Http.RefusedAsync(HttpMethod.Post, $"/api/brains/{copy}/publish", new Publication(5));
        var publish = await buyer.Http.RefusedAsync(HttpMethod.Post, $"/api/brains/{shipped}/publish", new Publication(5));
        var edit = await buyer.Http.RefusedAsync(HttpMethod.Patch, $"/api/brains/{shipped}", new BrainEdit("Mine"));
        var delete = await buyer.Http.RefusedAsync(HttpMethod.Delete, $"/api/brains/{shipped}");

        Assert.Equal([(409, "goods.bought"), (409, "goods.shipped"), (409, "goods.shipped"), (409, "goods.shipped")],
            new[] { bought, publish, edit, delete }.Select(p => (p.Status, p.Code)));
        Assert.Equal(10, (await CreditsAsync(buyer.Http)).Balance);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_format_is_bought_like_a_brain_and_lays_out_the_buyers_scenes()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var traders = await TradersAsync(server);
        var (seller, buyer) = traders;
        var format = await seller.Http.SendAsync<FormatView>(HttpMethod.Post, "/api/formats", NewFormat.Example, HttpStatusCode.Created);
        await seller.Http.SendAsync<FormatView>(HttpMethod.Post, $"/api/formats/{format.Id}/publish", new Publication(1));

        var bought = await BuyAsync(buyer.Http, "format", format.Id);
        var project = await buyer.Http.AddProjectAsync(new("Laid out", FormatId: bought.ItemId));

        Assert.Equal((GoodsKind.Format, 2), (bought.Kind, project.SceneCount));
    }

    [Fact(Timeout = 60_000)]
    public async Task Ten_who_buy_at_once_and_two_who_buy_of_each_other_pay_once_each()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var traders = await TradersAsync(server);
        var (one, two) = traders;
        var (first, second) = (await OfferAsync(one.Http, price: 4), await OfferAsync(two.Http, price: 3));

        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => n % 2 == 0
            ? two.Http.PostAsync(new Uri($"/api/marketplace/brain/{first.Id}/purchase", UriKind.Relative), null, Ct)
            : one.Http.PostAsync(new Uri($"/api/marketplace/brain/{second.Id}/purchase", UriKind.Relative), null, Ct)));

        Assert.Equal((2, 8), (replies.Count(r => r.StatusCode == HttpStatusCode.Created), replies.Count(r => r.StatusCode == HttpStatusCode.OK)));
        Assert.Equal((10 + 4 - 3, 10 - 4 + 3), ((await CreditsAsync(one.Http)).Balance, (await CreditsAsync(two.Http)).Balance));
        Assert.Equal(2L, await server.Database.ValueAsync<long>("select count(*) from brains where purchase_id is not null"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Down_keeps_what_was_paid_and_earned()
    {
        var database = await cluster.NewDatabaseAsync();
        var user = await database.AddUserAsync();
        await database.RunAsync("insert into credit_entries (user_id, kind, amount, reason) values ($1, 'purchase', -4, 'Bought x'), ($1, 'sale', 2, 'Sold y')", user);

        var schema = new Backlot.Platform.Database.Schema(database);
        while (!(await schema.DownAsync(1, Ct)).Contains("0017_studio"))
        {
        }

        Assert.Equal(["grant -4", "grant 2", "opening 10"], await database.ColumnAsync<string>("select kind || ' ' || amount from credit_entries order by 1"));
        Assert.Equal(8, await database.ValueAsync<int>("select credits_balance from users"));
    }

    private static async Task<Traders> TradersAsync(TestServer server)
    {
        var (seller, buyer) = (await TestUser.AddAsync(server, "sally"), await TestUser.AddAsync(server, "bert"));
        await server.Database.RunAsync("update users set display_name = 'Sally' where id = $1", seller.Id);
        return new(seller, buyer);
    }

    private static async Task<BrainView> OfferAsync(HttpClient http, int price)
    {
        var brain = await http.SendAsync<BrainView>(HttpMethod.Post, "/api/brains", NewBrain.Example, HttpStatusCode.Created);
        return await http.SendAsync<BrainView>(HttpMethod.Post, $"/api/brains/{brain.Id}/publish", new Publication(price));
    }

    private static Task<PurchaseView> BuyAsync(HttpClient http, string kind, Guid id, HttpStatusCode expected = HttpStatusCode.Created) =>
        http.SendAsync<PurchaseView>(HttpMethod.Post, $"/api/marketplace/{kind}/{id}/purchase", expected: expected);

    private static Task<CreditsView> CreditsAsync(HttpClient http) => http.SendAsync<CreditsView>(HttpMethod.Get, "/api/credits");

    private sealed record Traders(TestUser Seller, TestUser Buyer) : IDisposable
    {
        public void Deconstruct(out TestUser seller, out TestUser buyer) => (seller, buyer) = (Seller, Buyer);

        public void Dispose()
        {
            Seller.Dispose();
            Buyer.Dispose();
        }
    }
}
