using Backlot.Tests.Support;
using Microsoft.Playwright;

namespace Backlot.Tests.Page;

/// <summary>The link that signs in, and what is said without it.</summary>
[Collection<InChromium>]
public sealed class SignInTests(TestCluster cluster, Chromium chromium)
{
    [Fact]
    public async Task The_link_signs_in_and_the_token_leaves_the_address_bar()
    {
        await using var server = await TestServer.StartAsync(cluster);
        await using var visit = await Visit.BeginAsync(chromium, server);

        await visit.OpenAsync(server.Token);
        await Assertions.Expect(visit.Heading("No album yet")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator("#connection")).ToHaveTextAsync("Live");
        Assert.Equal($"{visit.Server}#/", visit.Page.Url);

        await visit.Page.ReloadAsync();
        await Assertions.Expect(visit.Heading("No album yet")).ToBeVisibleAsync();
        visit.AssertNoTrouble();
    }

    [Fact]
    public async Task Without_a_token_the_page_tells_where_the_link_is_and_takes_a_pasted_one()
    {
        await using var server = await TestServer.StartAsync(cluster);
        await using var visit = await Visit.BeginAsync(chromium, server);

        await visit.Page.GotoAsync(visit.Server.ToString());
        await Assertions.Expect(visit.Page.GetByText("Open the link that ./backlot up prints")).ToBeVisibleAsync();
        await visit.Page.GetByLabel("Or paste a token").FillAsync(server.Token);
        await visit.Button("Sign in").ClickAsync();

        await Assertions.Expect(visit.Heading("No album yet")).ToBeVisibleAsync();
        visit.AssertNoTrouble();
    }

    [Fact]
    public async Task A_refused_token_is_forgotten_and_the_page_tells_where_the_link_is()
    {
        await using var server = await TestServer.StartAsync(cluster);
        await using var visit = await Visit.BeginAsync(chromium, server);

        await visit.OpenAsync("blt_" + new string('x', 49));
        await Assertions.Expect(visit.Page.GetByText("The token was refused. Open the link that ./backlot up prints")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator("#albums")).ToBeHiddenAsync();
        Assert.Null(await visit.Page.EvaluateAsync<string?>("() => localStorage.getItem('backlot-token')"));

        // The right link, opened in the same tab, changes nothing but the fragment.
        await visit.OpenAsync(server.Token);
        await Assertions.Expect(visit.Heading("No album yet")).ToBeVisibleAsync();
        visit.AssertNoTrouble(but: "401 (Unauthorized)");
    }
}
