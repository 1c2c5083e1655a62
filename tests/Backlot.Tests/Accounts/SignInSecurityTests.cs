using System.Net;
using System.Text.Json.Nodes;
using Backlot.Accounts;
using Backlot.Accounts.SignIn;
using Backlot.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Backlot.Tests.Accounts;

/// <summary>Signing in, staying signed in, and its end.</summary>
public sealed class SignInSecurityTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Whoever_has_the_password_signs_in_whatever_the_case_of_the_email()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var _ = await TestBrowser.SetUpAsync(server);
        using var browser = new TestBrowser(server);
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.KnocksAsync());

        using var reply = await browser.SignInAsync(" Owner@EXAMPLE.org ");

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        var me = await browser.JsonAsync("/api/me");
        Assert.Equal("owner@example.org admin session", $"{me.GetProperty("email")} {me.GetProperty("role")} {me.GetProperty("signedInBy")}");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_preset_session_cookie_is_never_kept()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var attacker = await TestBrowser.SetUpAsync(server);
        var preset = attacker.Cookie!;
        using var victim = new TestBrowser(server);
        victim.Http.DefaultRequestHeaders.Add("Cookie", preset);

        using var reply = await victim.SignInAsync("owner@example.org");

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.NotEqual(preset, victim.Cookie);
        Assert.Equal(HttpStatusCode.Unauthorized, await attacker.KnocksAsync());
        victim.Http.DefaultRequestHeaders.Remove("Cookie");
        Assert.Equal(HttpStatusCode.OK, await victim.KnocksAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_made_up_session_cookie_is_not_taken_over()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var _ = await TestBrowser.SetUpAsync(server);
        using var browser = new TestBrowser(server);
        var name = $"backlot-http-{server.Http.BaseAddress!.Port}";
        browser.Http.DefaultRequestHeaders.Add("Cookie", name + "=" + TokenHash.NewSecret());

        using var reply = await browser.SignInAsync("owner@example.org");

        var set = Assert.Single(reply.Headers.GetValues("Set-Cookie"));
        Assert.DoesNotContain(browser.Http.DefaultRequestHeaders.GetValues("Cookie").Single(), set, StringComparison.Ordinal);
        browser.Http.DefaultRequestHeaders.Remove("Cookie");
        Assert.Equal(HttpStatusCode.OK, await browser.KnocksAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_sign_ins_never_share_a_session_and_its_token_holds_256_bits()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var first = await TestBrowser.SetUpAsync(server);
        using var second = new TestBrowser(server);
        using var _ = await second.SignInAsync("owner@example.org");

        Assert.NotEqual(first.Token, second.Token);
        Assert.Equal(32, System.Buffers.Text.Base64Url.DecodeFromChars(first.Token).Length);
        Assert.Equal(2, await server.Database.ValueAsync<long>("select count(*) from sessions where revoked_at is null"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("owner@example.org", "wrong password, quite")]
    [InlineData("nobody@example.org", TestBrowser.Password)]
    [InlineData("disabled@example.org", TestBrowser.Password)]
    [InlineData("no-password@example.org", TestBrowser.Password)]
    public async Task Whatever_is_wrong_the_answer_is_the_same_to_the_byte(string email, string password)
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var owner = await TestBrowser.SetUpAsync(server);
        using var _ = await TestBrowser.JoinAsync(server, "disabled");
        await server.Database.RunAsync("update users set disabled_at = now() where email = 'disabled@example.org'");
        await server.Database.AddUserAsync("no-password@example.org");
        using var browser = new TestBrowser(server);

        using var expected = await browser.SignInAsync("somebody@else.org", "another wrong one");
        using var reply = await browser.SignInAsync(email, password);

        Assert.Equal(HttpStatusCode.Unauthorized, reply.StatusCode);
        Assert.Equal(await BytesAsync(expected), await BytesAsync(reply));
        Assert.Equal(expected.Headers.Select(h => h.Key).Order(), reply.Headers.Select(h => h.Key).Order());
        Assert.Null(browser.Cookie);

        static async Task<string> BytesAsync(HttpResponseMessage reply)
        {
            var problem = JsonNode.Parse(await reply.Content.ReadAsStringAsync(Ct))!.AsObject();
            problem.Remove("traceId");
            return problem.ToJsonString();
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_stranger_costs_as_much_work_as_a_known_user()
    {
        var hasher = new CountingHasher();
        await using var server = await TestServer.StartAsync(cluster, services => services.AddSingleton(_ => new Passwords(hasher)), TestServer.WithoutJobs);
        using var owner = await TestBrowser.SetUpAsync(server);
        hasher.Verified.Clear();
        using var browser = new TestBrowser(server);

        using var known = await browser.SignInAsync("owner@example.org", "wrong password, quite");
        using var stranger = await browser.SignInAsync("nobody@example.org", "wrong password, quite");

        // One hash of the same algorithm and as many rounds: what is verified against begins with both.
        Assert.Equal(2, hasher.Verified.Count);
        Assert.Equal(Cost(hasher.Verified[0]), Cost(hasher.Verified[1]));
        Assert.NotEqual(hasher.Verified[0], hasher.Verified[1]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Passwords_are_hashed_by_210000_rounds_of_PBKDF2_with_HMAC_SHA512()
    {
        await using var server = await TestServer.StartAsync(cluster, AsShipped, TestServer.WithoutJobs);
        using var _ = await TestBrowser.SetUpAsync(server);

        var (format, algorithm, rounds) = Cost(await server.Database.ValueAsync<string>("select password_hash from users"));

        Assert.Equal((1, 2u), (format, algorithm));     // the hasher's version 3, KeyDerivationPrf.HMACSHA512
        Assert.True(rounds >= 210_000);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_weaker_hash_is_made_anew_at_the_next_sign_in()
    {
        await using var server = await TestServer.StartAsync(cluster, AsShipped, TestServer.WithoutJobs);
        using var owner = await TestBrowser.SetUpAsync(server);
        var weak = new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = 1000 }));
        await server.Database.RunAsync("update users set password_hash = $1",
            weak.HashPassword(new() { Email = "", DisplayName = "" }, TestBrowser.Password));
        using var browser = new TestBrowser(server);

        using var first = await browser.SignInAsync("owner@example.org");
        var better = await server.Database.ValueAsync<string>("select password_hash from users");
        using var second = await browser.SignInAsync("owner@example.org");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.True(Cost(better).Rounds >= 210_000);
        Assert.Equal(better, await server.Database.ValueAsync<string>("select password_hash from users"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_session_that_is_not_used_for_a_week_is_over()
    {
        var time = new ShiftedTime();
        await using var server = await TestServer.StartAsync(cluster, services => services.AddSingleton<TimeProvider>(time), TestServer.WithoutJobs);
        using var browser = await TestBrowser.SetUpAsync(server);

        time.Advance(TimeSpan.FromDays(6.9));
        Assert.Equal(HttpStatusCode.OK, await browser.KnocksAsync());
        time.Advance(TimeSpan.FromDays(6.9));
        Assert.Equal(HttpStatusCode.OK, await browser.KnocksAsync());
        time.Advance(TimeSpan.FromDays(7.1));
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.KnocksAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_session_is_over_after_thirty_days_however_often_it_is_used()
    {
        var time = new ShiftedTime();
        await using var server = await TestServer.StartAsync(cluster, services => services.AddSingleton<TimeProvider>(time), TestServer.WithoutJobs);
        using var browser = await TestBrowser.SetUpAsync(server);

        for (var day = 1; day < 30; day++)
        {
            time.Advance(TimeSpan.FromDays(1));
            Assert.Equal(HttpStatusCode.OK, await browser.KnocksAsync());
        }
        time.Advance(TimeSpan.FromDays(1.1));
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.KnocksAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task Both_limits_are_settings()
    {
        var time = new ShiftedTime();
        await using var server = await TestServer.StartAsync(cluster, services => services.AddSingleton<TimeProvider>(time),
            settings => settings with { SessionIdleHours = 2, SessionHours = 3 });
        using var browser = await TestBrowser.SetUpAsync(server);
        using var idle = new TestBrowser(server);
        using var _ = await idle.SignInAsync("owner@example.org");

        time.Advance(TimeSpan.FromHours(1.5));
        Assert.Equal(HttpStatusCode.OK, await browser.KnocksAsync());
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (await browser.KnocksAsync(), await idle.KnocksAsync()));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.KnocksAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task The_use_of_a_session_is_remembered_to_the_minute()
    {
        var time = new ShiftedTime();
        await using var server = await TestServer.StartAsync(cluster, services => services.AddSingleton<TimeProvider>(time), TestServer.WithoutJobs);
        using var browser = await TestBrowser.SetUpAsync(server);
        var begun = await SeenAsync(server);

        Assert.Equal(HttpStatusCode.OK, await browser.KnocksAsync());
        Assert.Equal(begun, await SeenAsync(server));

        time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(HttpStatusCode.OK, await browser.KnocksAsync());
        Assert.InRange(await SeenAsync(server) - begun, TimeSpan.FromSeconds(61), TimeSpan.FromSeconds(120));

        static Task<DateTime> SeenAsync(TestServer server) => server.Database.ValueAsync<DateTime>("select last_seen_at from sessions");
    }

    /// <summary>With as many rounds as a real server has.</summary>
    private static void AsShipped(IServiceCollection services) => services.AddSingleton(_ => new Passwords());

    /// <summary>Layout of the framework's hasher: a byte for the format, then algorithm and rounds as big-endian numbers.</summary>
    private static (byte Format, uint Algorithm, uint Rounds) Cost(string hash)
    {
        var bytes = Convert.FromBase64String(hash);
        return (bytes[0], System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(1)),
            System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5)));
    }

    private sealed class CountingHasher() : PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = Passwords.Iterations }))
    {
        public List<string> Verified { get; } = [];

        public override PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword)
        {
            Verified.Add(hashedPassword);
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
