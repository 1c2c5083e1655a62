using System.Net;
using System.Text.Json;
using Backlot.Accounts.SignIn;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Accounts;

/// <summary>What admins do with users, and what users do with their own account.</summary>
public sealed class PeopleTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Admins_see_everybody_and_members_nobody()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var owner = await TestBrowser.SetUpAsync(server);
        using var anna = await TestBrowser.JoinAsync(server, "anna");

        var users = (await owner.JsonAsync("/api/users")).GetProperty("items").EnumerateArray().ToList();

        Assert.Equal(["anna@example.org member False", "owner@example.org admin True"],
            users.Select(u => $"{u.GetProperty("email")} {u.GetProperty("role")} {u.GetProperty("isOwner")}"));
        Assert.All(users, user => Assert.NotNull(user.GetProperty("lastSeenAt").GetString()));
        foreach (var path in (string[])["/api/users", $"/api/users/{server.OwnerId}", "/api/invitations"])
            using (var reply = await anna.GetAsync(path))
                await reply.ProblemAsync(403, "admin.only");
        using var made = await anna.PostAsync("/api/invitations", new { email = "x@example.org" });
        using var reset = await anna.PostAsync($"/api/users/{server.OwnerId}/password-reset");
        using var promoted = await anna.PatchAsync($"/api/users/{await server.UserIdAsync("anna@example.org")}", new { role = "admin" });
        foreach (var reply in (HttpResponseMessage[])[made, reset, promoted])
            await reply.ProblemAsync(403, "admin.only");
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"role": "member"}""")]
    [InlineData("""{"disabled": true}""")]
    [InlineData("""{"role": "member", "disabled": true}""")]
    public async Task The_last_admin_stays_one(string edit)
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var owner = await TestBrowser.SetUpAsync(server);
        using var ada = await TestBrowser.JoinAsync(server, "ada", "admin");
        using var demoted = await owner.PatchAsync($"/api/users/{await server.UserIdAsync("ada@example.org")}", new { disabled = true });

        using var reply = await owner.PatchAsync($"/api/users/{server.OwnerId}", JsonSerializer.Deserialize<JsonElement>(edit));

        Assert.Equal(HttpStatusCode.OK, demoted.StatusCode);
        await reply.ProblemAsync(409, "user.last-admin");
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync("/api/users")).StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_two_admins_who_demote_each_other_at_once_one_stays()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var owner = await TestBrowser.SetUpAsync(server);
        using var ada = await TestBrowser.JoinAsync(server, "ada", "admin");
        var adas = await server.UserIdAsync("ada@example.org");
        for (var round = 0; round < 5; round++)
        {
            await server.Database.RunAsync("update users set role = 'admin'");
            server.Services.GetRequiredService<RecentCredentials>().Forget();

            using var one = owner.PatchAsync($"/api/users/{adas}", new { role = "member" });
            using var other = ada.PatchAsync($"/api/users/{server.OwnerId}", new { role = "member" });
            var replies = await Task.WhenAll(one, other);

            Assert.Equal(1, replies.Count(reply => reply.StatusCode == HttpStatusCode.OK));
            Assert.Equal(1, await server.Database.ValueAsync<long>("select count(*) from users where role = 'admin'"));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Even_the_owner_can_be_put_out_by_another_admin_and_the_command_line_then_acts_for_that_one()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var owner = await TestBrowser.SetUpAsync(server);
        using var ada = await TestBrowser.JoinAsync(server, "ada", "admin");

        using var reply = await ada.PatchAsync($"/api/users/{server.OwnerId}", new { disabled = true });

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await owner.KnocksAsync());
        using var http = server.NewClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", await Backlot.Accounts.AccountsModule.EnsureOwnerAsync(server.Services, Ct));
        Assert.Contains("ada@example.org", await http.GetStringAsync(new Uri("/api/me", UriKind.Relative), Ct), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_disabled_user_cannot_sign_in_until_enabled_again_and_old_sessions_stay_ended()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var owner = await TestBrowser.SetUpAsync(server);
        using var anna = await TestBrowser.JoinAsync(server, "anna");
        var id = await server.UserIdAsync("anna@example.org");

        await owner.PatchAsync($"/api/users/{id}", new { disabled = true });
        using var browser = new TestBrowser(server);
        using var refused = await browser.SignInAsync("anna@example.org");
        using var reset = await owner.PostAsync($"/api/users/{id}/password-reset");
        using var enabled = await owner.PatchAsync($"/api/users/{id}", new { disabled = false });
        using var accepted = await browser.SignInAsync("anna@example.org");

        await refused.ProblemAsync(401, "sign-in.failed");
        await reset.ProblemAsync(409, "user.disabled");
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await anna.KnocksAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task What_an_admin_changes_is_what_was_asked_for()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var owner = await TestBrowser.SetUpAsync(server);
        using var anna = await TestBrowser.JoinAsync(server, "anna");
        var id = await server.UserIdAsync("anna@example.org");

        using var tier = await owner.PatchAsync($"/api/users/{id}", new { subscriptionTier = "pro" });
        using var wrong = await owner.PatchAsync($"/api/users/{id}", new { subscriptionTier = "gold", role = "king" });
        using var nobody = await owner.PatchAsync($"/api/users/{Guid.CreateVersion7()}", new { role = "admin" });

        Assert.Equal(HttpStatusCode.OK, tier.StatusCode);
        Assert.Equal(["/role", "/subscriptionTier"],
            (await wrong.ProblemAsync(422, "invalid")).GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("pointer").GetString()));
        await nobody.ProblemAsync(404, "not-found");
        Assert.Equal("member pro", await server.Database.ValueAsync<string>("select role || ' ' || subscription_tier from users where id = $1", id));
    }

    [Fact(Timeout = 60_000)]
    public async Task Changing_ones_password_needs_the_old_one_and_signs_every_other_browser_out()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var here = await TestBrowser.SetUpAsync(server);
        using var elsewhere = new TestBrowser(server);
        using var _ = await elsewhere.SignInAsync("owner@example.org");
        var before = here.Cookie;

        using var wrong = await here.PatchAsync("/api/me", new { currentPassword = "not my password", newPassword = "a better sentence" });
        using var missing = await here.PatchAsync("/api/me", new { newPassword = "a better sentence" });
        Assert.Equal(HttpStatusCode.OK, await elsewhere.KnocksAsync());
        using var changed = await here.PatchAsync("/api/me", new { currentPassword = TestBrowser.Password, newPassword = "a better sentence" });

        foreach (var refused in (HttpResponseMessage[])[wrong, missing])
            Assert.Equal("/currentPassword", (await refused.ProblemAsync(422, "invalid")).GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(before, here.Cookie);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (await here.KnocksAsync(), await elsewhere.KnocksAsync()));
        using var old = await elsewhere.SignInAsync("owner@example.org");
        using var fresh = await elsewhere.SignInAsync("owner@example.org", "a better sentence");
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (old.StatusCode, fresh.StatusCode));
    }

    [Fact(Timeout = 60_000)]
    public async Task Ones_name_changes_freely_and_ones_email_only_with_the_password_and_to_a_free_one()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var owner = await TestBrowser.SetUpAsync(server);
        using var anna = await TestBrowser.JoinAsync(server, "anna");

        using var name = await anna.PatchAsync("/api/me", new { displayName = " Anna K. " });
        using var stolen = await anna.PatchAsync("/api/me", new { email = "new@example.org" });
        using var taken = await anna.PatchAsync("/api/me", new { email = "Owner@example.org", currentPassword = TestBrowser.Password });
        using var free = await anna.PatchAsync("/api/me", new { email = "new@example.org", currentPassword = TestBrowser.Password });

        await stolen.ProblemAsync(422, "invalid");
        await taken.ProblemAsync(409, "user.exists");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (name.StatusCode, free.StatusCode));
        var me = await anna.JsonAsync("/api/me");
        Assert.Equal(("Anna K.", "new@example.org"), (me.GetProperty("displayName").GetString(), me.GetProperty("email").GetString()));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_account_without_a_password_gets_one_by_setting_up_only()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);

        using var reply = await server.Http.PatchAsync(new Uri("/api/me", UriKind.Relative),
            new StringContent("""{"newPassword": "a better sentence"}""", System.Text.Encoding.UTF8, "application/json"), Ct);

        Assert.Contains("setup-link", (await reply.ProblemAsync(409, "password.none")).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Ones_sessions_are_listed_with_the_one_that_asks_and_nobody_elses()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var owner = await TestBrowser.SetUpAsync(server);
        using var anna = await TestBrowser.JoinAsync(server, "anna");
        using var elsewhere = new TestBrowser(server);
        using var _ = await elsewhere.SignInAsync("anna@example.org");

        var sessions = (await anna.JsonAsync("/api/sessions")).GetProperty("items").EnumerateArray().ToList();
        using var foreign = await owner.DeleteAsync($"/api/sessions/{sessions[0].GetProperty("id")}");

        Assert.Equal([false, true], sessions.Select(s => s.GetProperty("isCurrent").GetBoolean()));
        Assert.All(sessions, s => Assert.Equal(("TestBrowser/1.0", "127.0.0.1"), (s.GetProperty("userAgent").GetString(), s.GetProperty("address").GetString())));
        await foreign.ProblemAsync(404, "not-found");
        using var byToken = await server.Http.DeleteAsync(new Uri("/api/session", UriKind.Relative), Ct);
        await byToken.ProblemAsync(409, "session.none");
    }
}
