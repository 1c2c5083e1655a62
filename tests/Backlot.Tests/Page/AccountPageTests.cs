using System.Net;
using System.Text.RegularExpressions;
using Backlot.Tests.Support;
using Backlot.Tests.Support.OpenApi;
using Microsoft.Playwright;

namespace Backlot.Tests.Page;

/// <summary>One's account: password, browsers, tokens, and for admins the others.</summary>
[Collection<InChromium>]
public sealed partial class AccountPageTests(TestCluster cluster, Chromium chromium)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_made_shown_once_and_revoked()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var owner = await TestBrowser.SetUpAsync(server);
        await using var visit = await VisitAccountAsync(server);
        var tokens = visit.Page.Locator("#tokens");

        await visit.Field("New token").FillAsync("Nightly run");
        await tokens.GetByLabel("generate, and spend").CheckAsync();
        await visit.Button("Make token").ClickAsync();
        var secret = visit.Page.GetByLabel("The new token");
        await Assertions.Expect(secret).ToHaveValueAsync(TokenText());
        await Assertions.Expect(secret).ToBeFocusedAsync();
        var token = await secret.InputValueAsync();
        var item = tokens.Locator("li").Filter(new() { HasText = "Nightly run" });
        await Assertions.Expect(item).ToContainTextAsync($"…{token[^4..]}");
        await Assertions.Expect(item).ToContainTextAsync("see, generate · never used · until");

        using var program = ContractHandler.NewClient(visit.Server);
        program.DefaultRequestHeaders.Authorization = new("Bearer", token);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync(new Uri("/api/jobs", UriKind.Relative), Ct)).StatusCode);
        await visit.Button("Done").ClickAsync();
        await Assertions.Expect(secret).ToBeHiddenAsync();
        Assert.DoesNotContain(token[4..], await visit.Page.ContentAsync(), StringComparison.Ordinal);

        await visit.Button("Revoke Nightly run").ClickAsync();
        await Assertions.Expect(item).ToHaveCountAsync(0);
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync(new Uri("/api/jobs", UriKind.Relative), Ct)).StatusCode);
        visit.AssertNoTrouble();
    }

    [Fact]
    public async Task What_is_wrong_is_told_beside_its_field()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var owner = await TestBrowser.SetUpAsync(server);
        await using var visit = await VisitAccountAsync(server);

        await visit.Button("Make token").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#token-name-error")).ToHaveTextAsync("Write 1 to 200 characters without line breaks.");
        await visit.Field("Current password").FillAsync("not my password");
        await visit.Field("New password").FillAsync("a better sentence");
        await visit.Button("Change password").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#password-currentPassword-error")).ToHaveTextAsync("It is not your password.");
        await Assertions.Expect(visit.Field("Current password")).ToBeFocusedAsync();
        await visit.Field("Current password").FillAsync(TestBrowser.Password);
        await visit.Button("Change password").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Changed", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await owner.KnocksAsync());
        await Assertions.Expect(visit.Page.Locator("#browsers li")).ToHaveCountAsync(1);
        await Assertions.Expect(visit.Page.Locator("#browsers li")).ToContainTextAsync("this one");

        await visit.Page.Locator("#profile-displayName").FillAsync("Olivia B.");
        await visit.Button("Save").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#account-link")).ToHaveTextAsync("Olivia B.");
        visit.AssertNoTrouble(but: "the server responded with a status of 422");
    }

    [Fact]
    public async Task Another_browser_is_signed_out_from_the_list()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var other = await TestBrowser.SetUpAsync(server);
        await using var visit = await VisitAccountAsync(server);

        await visit.Button("Sign out TestBrowser/1.0").ClickAsync();

        await Assertions.Expect(visit.Page.Locator("#browsers li")).ToHaveCountAsync(1);
        Assert.Equal(HttpStatusCode.Unauthorized, await other.KnocksAsync());
        await Assertions.Expect(visit.Page.GetByText("Sign out all others")).ToBeHiddenAsync();
        visit.AssertNoTrouble();
    }

    [Fact]
    public async Task An_admin_invites_disables_and_promotes_and_a_member_sees_nothing_of_that()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var owner = await TestBrowser.SetUpAsync(server);
        using var anna = await TestBrowser.JoinAsync(server, "anna");
        await using var visit = await VisitAccountAsync(server);
        var people = visit.Page.Locator("#people");

        await visit.Field("Invite by e-mail").FillAsync("bob@example.org");
        await visit.Button("Make invitation").ClickAsync();
        await Assertions.Expect(people.Locator("[data-name=link]")).ToHaveValueAsync(InvitationLink());
        await Assertions.Expect(people.GetByLabel("Open invitations")).ToContainTextAsync("bob@example.org");
        await visit.Button("Withdraw the invitation of bob@example.org").ClickAsync();
        await Assertions.Expect(people.GetByLabel("Open invitations").Locator("li")).ToHaveCountAsync(0);

        await visit.Button("Make admin: anna").ClickAsync();
        await Assertions.Expect(visit.Button("Make member: anna")).ToBeVisibleAsync();
        Assert.Equal(HttpStatusCode.OK, (await anna.GetAsync("/api/users")).StatusCode);
        await visit.Button("Disable: anna").ClickAsync();
        await Assertions.Expect(visit.Button("Enable: anna")).ToBeVisibleAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await anna.KnocksAsync());
        await visit.Button("Enable: anna").ClickAsync();
        await visit.Button("New password: anna").ClickAsync();
        await Assertions.Expect(people.Locator("[data-name=link]")).ToHaveValueAsync(ResetLink());
        visit.AssertNoTrouble();

        using var eve = await TestBrowser.JoinAsync(server, "eve");
        await using var members = await VisitAccountAsync(server, await server.UserIdAsync("eve@example.org"));
        await Assertions.Expect(members.Page.Locator("#browsers li")).ToHaveCountAsync(2);
        await Assertions.Expect(members.Page.Locator("#people")).ToBeHiddenAsync();
        await Assertions.Expect(members.Page.GetByLabel("administer")).ToBeHiddenAsync();
        members.AssertNoTrouble();
    }

    [Fact]
    public async Task The_account_fits_a_phone_and_is_left_by_its_name_and_by_the_way_back()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var owner = await TestBrowser.SetUpAsync(server);
        await using var visit = await VisitAccountAsync(server);
        await Assertions.Expect(visit.Page.Locator("#people li")).ToHaveCountAsync(1);

        await visit.Page.SetViewportSizeAsync(400, 800);
        Assert.True(await visit.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= 400"));
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Backlot" }).ClickAsync();
        await Assertions.Expect(visit.Heading("No album yet")).ToBeVisibleAsync();
        await visit.Page.GoBackAsync();
        await Assertions.Expect(visit.Heading("Account")).ToBeFocusedAsync();
        visit.AssertNoTrouble();
    }

    private async Task<Visit> VisitAccountAsync(TestServer server, Guid? user = null)
    {
        var visit = await Visit.BeginAsync(chromium, server);
        await visit.OpenAsync(user);
        await visit.Page.Locator("#account-link").ClickAsync();
        await Assertions.Expect(visit.Heading("Account")).ToBeVisibleAsync();
        return visit;
    }

    [GeneratedRegex("^blt_[-_0-9A-Za-z]{49}$")]
    private static partial Regex TokenText();

    [GeneratedRegex("^http://127\\.0\\.0\\.1:\\d+/#invite=[-_0-9A-Za-z]{43}$")]
    private static partial Regex InvitationLink();

    [GeneratedRegex("^http://127\\.0\\.0\\.1:\\d+/#reset=[-_0-9A-Za-z]{43}$")]
    private static partial Regex ResetLink();
}
