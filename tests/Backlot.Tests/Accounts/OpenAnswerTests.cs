using System.Net;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Accounts;

/// <summary>The event stream: who may open it, and when it ends.</summary>
public sealed class OpenAnswerTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Only_our_own_page_opens_the_stream_by_cookie()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var browser = await TestBrowser.SetUpAsync(server);

        await OpensAsync("Sec-Fetch-Site", "cross-site", false);
        await OpensAsync("Sec-Fetch-Site", "same-site", false);
        await OpensAsync("Origin", "https://evil.example", false);
        await OpensAsync("Origin", "null", false);
        await OpensAsync("Sec-Fetch-Site", "same-origin", true);
        await OpensAsync("Accept", "text/event-stream", true);      // an old browser: it would say the origin if it was another

        async Task OpensAsync(string header, string value, bool opens)
        {
            using var http = server.NewClient();
            http.DefaultRequestHeaders.Add("Cookie", browser.Cookie);
            http.DefaultRequestHeaders.Add(header, value);
            using var reply = await http.GetAsync(new Uri("/api/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Ct);
            Assert.True(reply.IsSuccessStatusCode == opens, $"{header}: {value} was answered {(int)reply.StatusCode}.");
            if (!opens)
                await reply.ProblemAsync(403, "cross-site");
        }
    }

    /// <summary>How soon: the server looks every 2 s, see OpenAnswers; here it matters that the end comes, and comes cleanly.</summary>
    [Fact(Timeout = 60_000)]
    public async Task The_stream_ends_when_what_opened_it_does()
    {
        var time = new ShiftedTime();
        await using var server = await TestServer.StartAsync(cluster, services => services.AddSingleton<TimeProvider>(time), TestServer.WithoutJobs);
        using var owner = await TestBrowser.SetUpAsync(server);
        using var anna = await TestBrowser.JoinAsync(server, "anna");
        using var bob = await TestBrowser.JoinAsync(server, "bob");
        using var idle = await TestBrowser.JoinAsync(server, "idle");
        var token = await TokenTests.MakeAsync(idle, ["read"]);
        using var program = server.NewClient();
        program.DefaultRequestHeaders.Authorization = new("Bearer", token.Token);
        using var annas = await OpenStream.OpenAsync(anna.Http);
        using var programs = await OpenStream.OpenAsync(program);
        using var bobs = await OpenStream.OpenAsync(bob.Http);
        using var idles = await OpenStream.OpenAsync(idle.Http);

        using var revoked = await idle.DeleteAsync($"/api/tokens/{token.Details.Id}");
        using var signedOut = await anna.DeleteAsync("/api/session");
        using var disabled = await owner.PatchAsync($"/api/users/{await server.UserIdAsync("bob@example.org")}", new { disabled = true });
        await Task.WhenAll(annas.EndsAsync(), programs.EndsAsync(), bobs.EndsAsync());
        Assert.False(idles.HasEnded);
        time.Advance(TimeSpan.FromDays(8));
        await idles.EndsAsync();
    }

    /// <summary>It is used every day, so it is its age alone that ends it.</summary>
    [Fact(Timeout = 60_000)]
    public async Task The_stream_ends_when_the_session_is_too_old()
    {
        var time = new ShiftedTime();
        await using var server = await TestServer.StartAsync(cluster, services => services.AddSingleton<TimeProvider>(time), TestServer.WithoutJobs);
        using var owner = await TestBrowser.SetUpAsync(server);
        for (var day = 1; day < 30; day++)
        {
            time.Advance(TimeSpan.FromDays(1));
            Assert.Equal(HttpStatusCode.OK, await owner.KnocksAsync());
        }
        using var stream = await OpenStream.OpenAsync(owner.Http);

        time.Advance(TimeSpan.FromDays(1.1));

        await stream.EndsAsync();
    }

    [Fact]
    public void The_server_looks_often_enough_to_end_a_stream_within_five_seconds() =>
        Assert.True(Backlot.Accounts.SignIn.OpenAnswers.Look <= TimeSpan.FromSeconds(3));

    [Fact(Timeout = 60_000)]
    public async Task The_stream_of_somebody_else_goes_on()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
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

    /// <summary>One that is open.</summary>
    private sealed class OpenStream(HttpClient http, HttpResponseMessage reply, StreamReader reader) : IDisposable
    {
        private readonly Task<string> _rest = reader.ReadToEndAsync(Ct);

        public bool HasEnded => _rest.IsCompleted;

        public static async Task<OpenStream> OpenAsync(HttpClient http)
        {
            var reply = await AskAsync(http);
            Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
            var reader = new StreamReader(await reply.Content.ReadAsStreamAsync(Ct));
            Assert.Equal("event: hello", await reader.ReadLineAsync(Ct));
            return new(http, reply, reader);
        }

        /// <summary>Without an exception: the answer is whole. And it cannot be opened again.</summary>
        public async Task EndsAsync()
        {
            Assert.DoesNotContain("error", await _rest, StringComparison.Ordinal);
            using var again = await AskAsync(http);
            Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
        }

        public void Dispose()
        {
            reader.Dispose();
            reply.Dispose();
        }

        private static Task<HttpResponseMessage> AskAsync(HttpClient http) =>
            http.GetAsync(new Uri("/api/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Ct);
    }
}
