using System.Net;
using System.Text.Json;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Backlot.Tests.Accounts;

/// <summary>Links that let somebody in: once, within the hour, and for nothing else than what they are for.</summary>
public sealed class OneTimeCodeTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Who_is_invited_gets_an_account_of_the_role_and_email_of_the_invitation()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);

        using var anna = await TestBrowser.JoinAsync(server, "anna", "admin");

        var me = await anna.JsonAsync("/api/me");
        Assert.Equal(("anna@example.org", "anna", "admin", "free"), (me.GetProperty("email").GetString(), me.GetProperty("displayName").GetString(),
            me.GetProperty("role").GetString(), me.GetProperty("subscriptionTier").GetString()));
        Assert.Empty((await anna.JsonAsync("/api/invitations")).GetProperty("items").EnumerateArray());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("setup")]
    [InlineData("invitation")]
    [InlineData("reset")]
    public async Task A_code_is_good_once(string kind)
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var (path, body) = await IssueAsync(server, kind);
        using var first = new TestBrowser(server);
        using var second = new TestBrowser(server);

        using var used = await first.PostAsync(path, body);
        using var replayed = await second.PostAsync(path, body);

        Assert.True(used.IsSuccessStatusCode, await used.Content.ReadAsStringAsync(Ct));
        Assert.Equal(HttpStatusCode.OK, await first.KnocksAsync());
        await replayed.ProblemAsync(404, kind == "setup" ? "not-found" : "code.spent");
        Assert.Null(second.Cookie);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("setup")]
    [InlineData("invitation")]
    [InlineData("reset")]
    public async Task A_code_is_good_for_an_hour(string kind)
    {
        var time = new ShiftedTime();
        await using var server = await TestServer.StartAsync(cluster, services => services.AddSingleton<TimeProvider>(time), TestServer.WithoutJobs);
        var (path, body) = await IssueAsync(server, kind);
        using var browser = new TestBrowser(server);

        time.Advance(TimeSpan.FromHours(1));
        using var late = await browser.PostAsync(path, body);
        time.Advance(TimeSpan.FromMinutes(-10));
        using var inTime = await browser.PostAsync(path, body);

        await late.ProblemAsync(404, "code.spent");
        Assert.True(inTime.IsSuccessStatusCode);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("setup")]
    [InlineData("invitation")]
    [InlineData("reset")]
    public async Task A_code_is_good_for_what_it_was_made_for_only(string kind)
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var (own, body) = await IssueAsync(server, kind);
        var code = JsonSerializer.SerializeToElement(body).GetProperty("code").GetString();
        using var browser = new TestBrowser(server);

        foreach (var path in (string[])["/api/setup", "/api/invitations/accept", "/api/password-reset"])
            if (path != own)
            {
                using var reply = await browser.PostAsync(path, Body(path, code!));
                await reply.ProblemAsync(404, "code.spent");
            }
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_twenty_that_accept_one_invitation_at_once_one_does()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var (path, body) = await IssueAsync(server, "invitation");

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            using var browser = new TestBrowser(server);
            using var reply = await browser.PostAsync(path, body);
            return reply.StatusCode;
        }));

        Assert.Equal(1, replies.Count(status => status == HttpStatusCode.Created));
        Assert.Equal(19, replies.Count(status => status == HttpStatusCode.NotFound));
        Assert.Equal(2, await server.Database.ValueAsync<long>("select count(*) from users"));
    }

    [Fact(Timeout = 60_000)]
    public async Task No_code_that_lives_longer_than_an_hour_can_be_written()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => server.Database.RunAsync("""
            insert into one_time_codes (purpose, code_hash, user_id, created_at, expires_at)
            select 'password_reset', sha256('x'), id, now(), now() + interval '61 minutes' from users
            """));

        Assert.Equal("one_time_codes_live_an_hour_at_most", refused.ConstraintName);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_wrong_password_uses_no_code_up()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var code = await server.InviteAsync("anna");
        using var browser = new TestBrowser(server);

        using var refused = await browser.PostAsync("/api/invitations/accept", new { code, displayName = "Anna", password = "short" });
        using var accepted = await browser.PostAsync("/api/invitations/accept", Body("/api/invitations/accept", code));

        await refused.ProblemAsync(422, "invalid");
        Assert.Equal(HttpStatusCode.Created, accepted.StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_new_invitation_or_reset_withdraws_the_earlier_one()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var bob = await TestBrowser.JoinAsync(server, "bob");
        var id = await server.UserIdAsync("bob@example.org");
        using var browser = new TestBrowser(server);

        foreach (var (path, make) in ((string, Func<Task<string>>)[])
            [("/api/invitations/accept", () => server.InviteAsync("anna")), ("/api/password-reset", () => server.ResetCodeAsync(id))])
        {
            var (earlier, later) = (await make(), await make());
            using var refused = await browser.PostAsync(path, Body(path, earlier));
            using var accepted = await browser.PostAsync(path, Body(path, later));
            await refused.ProblemAsync(404, "code.spent");
            Assert.True(accepted.IsSuccessStatusCode);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_password_change_takes_open_reset_links_along()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var bob = await TestBrowser.JoinAsync(server, "bob");
        var code = await server.ResetCodeAsync(await server.UserIdAsync("bob@example.org"));
        using var changed = await bob.PatchAsync("/api/me", new { currentPassword = TestBrowser.Password, newPassword = "a better sentence" });

        using var reply = await bob.PostAsync("/api/password-reset", Body("/api/password-reset", code));

        await reply.ProblemAsync(404, "code.spent");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_withdrawn_invitation_and_one_by_somebody_who_is_no_admin_any_more_lead_nowhere()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var owner = await TestBrowser.SetUpAsync(server);
        using var ada = await TestBrowser.JoinAsync(server, "ada", "admin");
        using var browser = new TestBrowser(server);
        using var made = await ada.PostAsync("/api/invitations", new { email = "guest@example.org" });
        var link = JsonSerializer.Deserialize<JsonElement>(await made.Content.ReadAsStringAsync(Ct));
        var id = link.GetProperty("invitation").GetProperty("id").GetGuid();
        var code = link.GetProperty("link").GetString()!.Split('=')[1];
        Assert.Equal(id, (await owner.JsonAsync("/api/invitations")).GetProperty("items")[0].GetProperty("id").GetGuid());
        Assert.DoesNotContain(code, (await owner.JsonAsync("/api/invitations")).ToString(), StringComparison.Ordinal);

        await owner.PatchAsync($"/api/users/{await server.UserIdAsync("ada@example.org")}", new { role = "member" });
        using (var refused = await browser.PostAsync("/api/invitations/accept", Body("/api/invitations/accept", code)))
            await refused.ProblemAsync(404, "code.spent");

        await owner.PatchAsync($"/api/users/{await server.UserIdAsync("ada@example.org")}", new { role = "admin" });
        using var withdrawn = await owner.DeleteAsync($"/api/invitations/{id}");
        Assert.Equal(HttpStatusCode.NoContent, withdrawn.StatusCode);
        using (var refused = await browser.PostAsync("/api/invitations/accept", Body("/api/invitations/accept", code)))
            await refused.ProblemAsync(404, "code.spent");
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_has_an_account_cannot_be_invited_again()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var owner = await TestBrowser.SetUpAsync(server);

        using var reply = await owner.PostAsync("/api/invitations", new { email = "OWNER@example.org" });

        var problem = await reply.ProblemAsync(409, "user.exists");
        Assert.Equal("/email", problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    private static async Task<(string Path, object Body)> IssueAsync(TestServer server, string kind)
    {
        switch (kind)
        {
            case "setup":
                return ("/api/setup", Body("/api/setup", await server.SetupCodeAsync()));
            case "invitation":
                return ("/api/invitations/accept", Body("/api/invitations/accept", await server.InviteAsync("anna")));
            default:
                using (var bob = await TestBrowser.JoinAsync(server, "bob"))
                    return ("/api/password-reset", Body("/api/password-reset", await server.ResetCodeAsync(await server.UserIdAsync("bob@example.org"))));
        }
    }

    private static object Body(string path, string code) => path switch
    {
        "/api/setup" => new { code, email = "o@example.org", displayName = "Olivia", password = TestBrowser.Password },
        "/api/invitations/accept" => new { code, displayName = "Anna", password = TestBrowser.Password },
        _ => new { code, password = "a better sentence" },
    };
}
