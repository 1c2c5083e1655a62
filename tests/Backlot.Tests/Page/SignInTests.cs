using System.Net;
using Backlot.Tests.Support;
using Microsoft.Playwright;

namespace Backlot.Tests.Page;

/// <summary>The forms that let people in: by the link that <c>up</c> prints, by password, by an invitation, by a reset.</summary>
[Collection<InChromium>]
public sealed class SignInTests(TestCluster cluster, Chromium chromium)
{
    /// <summary>What the browser itself says when somebody is not signed in yet.</summary>
    private const string Unauthorized = "401 (Unauthorized)";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_follows_the_printed_link_sets_up_and_is_signed_in_and_the_code_leaves_the_address()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        await using var visit = await Visit.BeginAsync(chromium, server);

        await visit.FollowAsync($"setup={await server.SetupCodeAsync()}");
        await Assertions.Expect(visit.Field("Name")).ToBeFocusedAsync();
        await visit.Field("Name").FillAsync("Olivia");
        await visit.Field("E-mail").FillAsync("olivia@example.org");
        await visit.Field("Password").FillAsync("short");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Field("Password")).ToHaveAccessibleDescriptionAsync(
            "At least 12 characters; a sentence is a good one. Choose 12 to 200 characters; a sentence is a good one.");
        await Assertions.Expect(visit.Field("Password")).ToBeFocusedAsync();
        await visit.Field("Password").FillAsync(TestBrowser.Password);
        await visit.Button("Set up").ClickAsync();

        await Assertions.Expect(visit.Heading("No album yet")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator("#connection")).ToHaveTextAsync("Live");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Account of Olivia" })).ToBeVisibleAsync();
        Assert.Equal($"{visit.Server}#/", visit.Page.Url);
        await visit.Page.ReloadAsync();
        await Assertions.Expect(visit.Heading("No album yet")).ToBeVisibleAsync();
        visit.AssertNoTrouble(but: "the server responded with a status of 4");
    }

    [Fact]
    public async Task Signing_in_after_a_slip_and_signing_out_again()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var owner = await TestBrowser.SetUpAsync(server);
        await using var visit = await Visit.BeginAsync(chromium, server);

        await visit.Page.GotoAsync(visit.Server.ToString());
        await Assertions.Expect(visit.Field("E-mail")).ToBeFocusedAsync();
        Assert.Equal(("username", "current-password"), (await visit.Field("E-mail").GetAttributeAsync("autocomplete"), await visit.Field("Password").GetAttributeAsync("autocomplete")));
        await visit.Field("E-mail").FillAsync("owner@example.org");
        await visit.Field("Password").FillAsync("not the password");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "E-mail and password do not belong together" })).ToBeVisibleAsync();
        await visit.Field("Password").FillAsync(TestBrowser.Password);
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Heading("No album yet")).ToBeVisibleAsync();

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Account of Olivia" }).ClickAsync();
        await visit.Page.Locator("#account > .heading button").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#account")).ToBeHiddenAsync();
        await Assertions.Expect(visit.Field("Password")).ToHaveValueAsync("");
        Assert.Equal(1, await server.Database.ValueAsync<long>("select count(*) from sessions where revoked_at is null"));
        visit.AssertNoTrouble(but: Unauthorized);
    }

    [Fact]
    public async Task No_script_sees_the_session()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        await using var visit = await Visit.BeginAsync(chromium, server);
        await visit.OpenAsync();
        await Assertions.Expect(visit.Heading("No album yet")).ToBeVisibleAsync();

        Assert.Equal("", await visit.Page.EvaluateAsync<string>("() => document.cookie"));
        Assert.Equal(0, await visit.Page.EvaluateAsync<int>("() => localStorage.length + sessionStorage.length"));
        visit.AssertNoTrouble();
    }

    [Fact]
    public async Task Before_anybody_has_set_up_the_page_tells_where_the_link_is()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        await using var visit = await Visit.BeginAsync(chromium, server);

        await visit.Page.GotoAsync(visit.Server.ToString());

        await Assertions.Expect(visit.Page.GetByText("Open the link that ./backlot up printed")).ToBeVisibleAsync();
        visit.AssertNoTrouble(but: Unauthorized);
    }

    [Fact]
    public async Task An_invitation_makes_an_account_and_a_used_one_says_so()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var code = await server.InviteAsync("anna");
        await using var visit = await Visit.BeginAsync(chromium, server);

        await visit.FollowAsync($"invite={code}");
        await visit.Field("Name").FillAsync("Anna");
        await visit.Field("Password").FillAsync(TestBrowser.Password);
        await visit.Button("Join").ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Account of Anna" })).ToBeVisibleAsync();

        await visit.FollowAsync($"invite={code}");
        await visit.Field("Name").FillAsync("Anna again");
        await visit.Field("Password").FillAsync(TestBrowser.Password);
        await visit.Button("Join").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("This link is no longer good")).ToBeVisibleAsync();
        visit.AssertNoTrouble(but: "the server responded with a status of 40");
    }

    [Fact]
    public async Task By_a_reset_link_one_chooses_a_new_password_and_is_in()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var anna = await TestBrowser.JoinAsync(server, "anna");
        await using var visit = await Visit.BeginAsync(chromium, server);

        await visit.FollowAsync($"reset={await server.ResetCodeAsync(await server.UserIdAsync("anna@example.org"))}");
        await visit.Field("New password").FillAsync("a better sentence");
        await visit.Button("Set password").ClickAsync();

        await Assertions.Expect(visit.Heading("No album yet")).ToBeVisibleAsync();
        using var reply = await anna.SignInAsync("anna@example.org", "a better sentence");
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        visit.AssertNoTrouble(but: Unauthorized);
    }

    [Fact]
    public async Task Whoever_is_signed_out_elsewhere_is_told_and_comes_back_to_the_same_place()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var owner = await TestBrowser.SetUpAsync(server);
        await using var visit = await Visit.BeginAsync(chromium, server);
        await visit.OpenAsync();
        await visit.Page.GotoAsync($"{visit.Server}#/account");
        await Assertions.Expect(visit.Page.Locator("#connection")).ToHaveTextAsync("Live");

        using var ended = await owner.DeleteAsync("/api/sessions");
        await Assertions.Expect(visit.Page.GetByText("You were signed out. Sign in again to go on.")).ToBeVisibleAsync();
        await visit.Field("E-mail").FillAsync("owner@example.org");
        await visit.Field("Password").FillAsync(TestBrowser.Password);
        await visit.Button("Sign in").ClickAsync();

        await Assertions.Expect(visit.Heading("Account")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator("#connection")).ToHaveTextAsync("Live");
        visit.AssertNoTrouble(but: Unauthorized);
    }
}
