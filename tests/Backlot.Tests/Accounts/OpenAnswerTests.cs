using System.Net;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Accounts;

/// <summary>The event stream: who may open it, and when it ends.</summary>
public sealed class OpenAnswerTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    [InlineData("Accept", "text/event-stream", 200)]        // an old browser: it would say the origin if it was another
    public async Task Only_our_own_page_opens_the_stream_by_cookie(string header, string value, int status)
    {
        await using var server = await TestServer.StartAsync(cluster);
        using var browser = await TestBrowser.SetUpAsync(server);
        using var http = server.NewClient();
        http.DefaultRequestHeaders.Add("Cookie", browser.Cookie);
        http.DefaultRequestHeaders.Add(header, value);

        using var reply = await http.GetAsync(new Uri("/api/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Ct);

        Assert.Equal(status, (int)reply.StatusCode);
        if (status == 403)
            await reply.ProblemAsync(403, "cross-site");
    }

    /// <summary>How soon: the server looks every 2 s, see OpenAnswers; here it matters that the end comes, and comes cleanly.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData("signed out")]
    [InlineData("disabled")]
    [InlineData("token revoked")]
    [InlineData("idle too long")]
    [InlineData("expired")]
    public async Task The_stream_ends_when_what_opened_it_does(string how)
    {
        var time = new ShiftedTime();
        await using var server = await TestServer.StartAsync(cluster, services => services.AddSingleton<TimeProvider>(time));
        using var owner = await TestBrowser.SetUpAsync(server);
        using var anna = await TestBrowser.JoinAsync(server, "anna");
        var token = await TokenTests.MakeAsync(anna, ["read"]);
        using var program = server.NewClient();
        program.DefaultRequestHeaders.Authorization = new("Bearer", token.Token);
        var listener = how == "token revoked" ? program : anna.Http;
        using var reply = await listener.GetAsync(new Uri("/api/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Ct);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        using var reader = new StreamReader(await reply.Content.ReadAsStreamAsync(Ct));
        Assert.Equal("event: hello", await reader.ReadLineAsync(Ct));

        switch (how)
        {
            case "signed out":
                await anna.DeleteAsync("/api/session");
                break;
            case "disabled":
                await owner.PatchAsync($"/api/users/{await server.UserIdAsync("anna@example.org")}", new { disabled = true });
                break;
            case "token revoked":
                await anna.DeleteAsync($"/api/tokens/{token.Details.Id}");
                break;
            default:
                time.Advance(TimeSpan.FromDays(how == "expired" ? 31 : 8));
                break;
        }

        // To its end, without an exception: the answer is whole.
        Assert.DoesNotContain("error", await reader.ReadToEndAsync(Ct), StringComparison.Ordinal);
        using var again = await listener.GetAsync(new Uri("/api/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    [Fact]
    public void The_server_looks_often_enough_to_end_a_stream_within_five_seconds() =>
        Assert.True(Backlot.Accounts.SignIn.OpenAnswers.Look <= TimeSpan.FromSeconds(3));

    [Fact(Timeout = 60_000)]
    public async Task The_stream_of_somebody_else_goes_on()
    {
        await using var server = await TestServer.StartAsync(cluster);
        using var owner = await TestBrowser.SetUpAsync(server);
        using var anna = await TestBrowser.JoinAsync(server, "anna");
        using var annas = await anna.Http.GetAsync(new Uri("/api/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Ct);
        using var owners = await owner.Http.GetAsync(new Uri("/api/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Ct);
        using var reader = new StreamReader(await owners.Content.ReadAsStreamAsync(Ct));

        await anna.DeleteAsync("/api/session");
        await annas.Content.ReadAsStringAsync(Ct);
        await owner.Http.AddChannelAsync();
        using var cancelled = await owner.PostAsync($"/api/jobs/{await AddJobAsync(server)}/cancel");

        string? line;
        do
            line = await reader.ReadLineAsync(Ct);
        while (line?.Contains("test.kind", StringComparison.Ordinal) == false);
        Assert.NotNull(line);
    }

    private static Task<Guid> AddJobAsync(TestServer server) => server.Database.ValueAsync<Guid>(
        "insert into jobs (user_id, kind, queue, payload) values ($1, 'test.kind', 'nobody', '{}') returning id", server.OwnerId);
}
