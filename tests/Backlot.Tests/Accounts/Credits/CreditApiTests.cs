using System.Net;
using System.Net.Http.Json;
using Backlot.Accounts.Credits;
using Backlot.Tests.Support;

namespace Backlot.Tests.Accounts.Credits;

public sealed class CreditApiTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task An_admin_gives_and_takes_credits_and_the_user_sees_why()
    {
        await using var server = await TestServer.StartAsync(cluster);
        using var bob = await TestUser.AddAsync(server, "bob");

        Assert.Equal(60, (await GrantAsync(server.Http, bob.Id, new(50, "Welcome"))).Balance);
        Assert.Equal(40, (await GrantAsync(server.Http, bob.Id, new(-20, "By mistake"))).Balance);

        var credits = await bob.Http.GetFromJsonAsync<CreditsView>("/api/credits", Ct);
        Assert.Equal((40, "free", 2), (credits!.Balance, credits.Tier, credits.Limits.JobsAtOnce));
        Assert.Equal([("grant", -20, "By mistake"), ("grant", 50, "Welcome"), ("opening", 10, "Opening balance")], credits.Items.Select(e => (e.Kind, e.Amount, e.Reason)));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_ledger_comes_in_pages_that_neither_hide_nor_repeat()
    {
        await using var server = await TestServer.StartAsync(cluster);
        for (var n = 1; n <= 5; n++)
            await GrantAsync(server.Http, server.OwnerId, new(n, $"{n}"));
        var reasons = new List<string>();
        string? cursor = null;
        do
        {
            var page = await server.Http.GetFromJsonAsync<CreditsView>($"/api/credits?limit=2{(cursor is null ? "" : "&cursor=" + cursor)}", Ct);
            reasons.AddRange(page!.Items.Select(e => e.Reason));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(["5", "4", "3", "2", "1", "Opening balance"], reasons);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_member_gives_nothing_to_anybody()
    {
        await using var server = await TestServer.StartAsync(cluster);
        using var bob = await TestUser.AddAsync(server, "bob");

        using var reply = await bob.Http.PostAsJsonAsync($"/api/users/{bob.Id}/credits", new NewCredits(1000, "For me"), Ct);

        await reply.ProblemAsync(403, "admin.only");
        Assert.Equal(10, await server.Database.ValueAsync<int>("select credits_balance from users where id = $1", bob.Id));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(0, "Nothing", 422, "invalid")]
    [InlineData(1_000_001, "Too much", 422, "invalid")]
    [InlineData(-1_000_001, "Too much", 422, "invalid")]
    [InlineData(int.MinValue, "Too much", 422, "invalid")]
    [InlineData(1, "", 422, "invalid")]
    [InlineData(1, "   ", 422, "invalid")]
    [InlineData(-11, "More than there is", 409, "credits.missing")]
    public async Task What_cannot_be_given_is_refused(int amount, string reason, int status, string code)
    {
        await using var server = await TestServer.StartAsync(cluster);
        using var bob = await TestUser.AddAsync(server, "bob");

        using var reply = await server.Http.PostAsJsonAsync($"/api/users/{bob.Id}/credits", new NewCredits(amount, reason), Ct);

        await reply.ProblemAsync(status, code);
        Assert.Equal(10, await server.Database.ValueAsync<int>("select credits_balance from users where id = $1", bob.Id));
    }

    [Fact(Timeout = 60_000)]
    public async Task Nobody_is_given_nothing()
    {
        await using var server = await TestServer.StartAsync(cluster);

        using var reply = await server.Http.PostAsJsonAsync($"/api/users/{Guid.CreateVersion7()}/credits", new NewCredits(1, "x"), Ct);

        await reply.ProblemAsync(404, "not-found");
    }

    private static async Task<CreditsGranted> GrantAsync(HttpClient http, Guid user, NewCredits credits)
    {
        using var reply = await http.PostAsJsonAsync($"/api/users/{user}/credits", credits, Ct);
        Assert.True(reply.StatusCode == HttpStatusCode.OK, await reply.Content.ReadAsStringAsync(Ct));
        return (await reply.Content.ReadFromJsonAsync<CreditsGranted>(Ct))!;
    }
}
