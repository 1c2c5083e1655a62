using System.Net;
using Backlot.Accounts;
using Backlot.Tests.Support;

namespace Backlot.Tests.Accounts;

/// <summary>How a new Backlot gets somebody who is in charge.</summary>
public sealed class SetupTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Whoever_has_the_code_gets_the_owners_account_with_all_that_was_made_on_it()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var channel = await server.Http.AddChannelAsync("Before anybody signed in");
        using var stranger = new TestBrowser(server);
        Assert.True((await stranger.JsonAsync("/api/setup")).GetProperty("isOpen").GetBoolean());

        using var browser = await TestBrowser.SetUpAsync(server);

        var me = await browser.JsonAsync("/api/me");
        Assert.Equal(("owner@example.org", "Olivia", "admin"),
            (me.GetProperty("email").GetString(), me.GetProperty("displayName").GetString(), me.GetProperty("role").GetString()));
        Assert.Equal(channel, (await browser.JsonAsync("/api/channels")).GetProperty("items")[0].GetProperty("id").GetGuid());
        Assert.Equal(1, await server.Database.ValueAsync<long>("select count(*) from users"));
        Assert.False((await stranger.JsonAsync("/api/setup")).GetProperty("isOpen").GetBoolean());
    }

    [Fact(Timeout = 60_000)]
    public async Task The_command_line_and_later_starts_go_on_as_the_owner_after_setting_up()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var _ = await TestBrowser.SetUpAsync(server);

        Assert.Equal(server.Token, await server.Services.EnsureOwnerAsync(Ct));
        using var reply = await server.Http.GetAsync(new Uri("/api/me", UriKind.Relative), Ct);

        Assert.Contains("owner@example.org", await reply.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(1, await server.Database.ValueAsync<long>("select count(*) from users"));
    }

    [Fact(Timeout = 60_000)]
    public async Task After_it_there_is_no_setting_up_any_more()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var unused = await server.SetupCodeAsync();
        using var owner = await TestBrowser.SetUpAsync(server);
        using var late = new TestBrowser(server);

        using var again = await late.PostAsync("/api/setup", Request(unused, "late@example.org"));
        using var link = await owner.PostAsync("/api/setup/link");

        await again.ProblemAsync(404, "not-found");
        await link.ProblemAsync(404, "not-found");
        Assert.Null(late.Cookie);
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_fifty_that_set_up_at_once_one_is_in_charge()
    {
        await using var one = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        await using var two = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs, database: one.Database);
        var codes = new List<string>();
        for (var i = 0; i < 50; i++)
            codes.Add(await one.SetupCodeAsync());

        var replies = await Task.WhenAll(codes.Select(async (code, i) =>
        {
            using var browser = new TestBrowser(i % 2 == 0 ? one : two);
            using var reply = await browser.PostAsync("/api/setup", Request(code, $"racer{i}@example.org"));
            return reply.StatusCode;
        }));

        Assert.Equal(1, replies.Count(status => status == HttpStatusCode.OK));
        Assert.Equal(49, replies.Count(status => status == HttpStatusCode.NotFound));
        Assert.Equal((1, 1, 1), (
            await one.Database.ValueAsync<long>("select count(*) from users"),
            await one.Database.ValueAsync<long>("select count(*) from sessions"),
            await one.Database.ValueAsync<long>("select count(*) from users where role = 'admin'")));
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_owners_are_impossible_whoever_writes_them()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);

        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => server.Database.RunAsync(
            "insert into users (email, display_name, role, is_owner) values ('second@example.org', 'Second', 'admin', true)"));

        Assert.Equal("users_owner_key", refused.ConstraintName);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("not an address", "Olivia", TestBrowser.Password, "/email")]
    [InlineData("a@b@c", "Olivia", TestBrowser.Password, "/email")]
    [InlineData("o@example.org", " ", TestBrowser.Password, "/displayName")]
    [InlineData("o@example.org", "Oli\u0007via", TestBrowser.Password, "/displayName")]
    [InlineData("o@example.org", "Olivia", "eleven char", "/password")]
    public async Task What_is_wrong_is_told_by_field_and_the_code_is_still_good(string email, string name, string password, string pointer)
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var code = await server.SetupCodeAsync();
        using var browser = new TestBrowser(server);

        using var refused = await browser.PostAsync("/api/setup", new { code, email, displayName = name, password });
        using var accepted = await browser.PostAsync("/api/setup", Request(code, "o@example.org"));

        var problem = await refused.ProblemAsync(422, "invalid");
        Assert.Equal(pointer, problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task Passwords_of_12_and_of_200_characters_are_taken_and_longer_ones_not()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var browser = await TestBrowser.SetUpAsync(server);

        foreach (var (from, to, status) in ((string, int, int)[])[(TestBrowser.Password, 201, 422), (TestBrowser.Password, 12, 200), (new('x', 12), 200, 200)])
        {
            using var reply = await browser.PatchAsync("/api/me", new { currentPassword = from, newPassword = new string('x', to) });
            Assert.Equal(status, (int)reply.StatusCode);
        }
        using var again = new TestBrowser(server);
        using var signedIn = await again.SignInAsync("owner@example.org", new string('x', 200));
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
    }

    private static object Request(string code, string email) => new { code, email, displayName = "Olivia", password = TestBrowser.Password };
}
