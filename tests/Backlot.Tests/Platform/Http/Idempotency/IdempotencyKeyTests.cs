using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Backlot.Channels;
using Backlot.Channels.Albums;
using Backlot.Platform.Http.Idempotency;
using Backlot.Platform.Http.RateLimits;
using Backlot.Studio.Storyboards;
using Backlot.Tests.Api;
using Backlot.Tests.Support;

namespace Backlot.Tests.Platform.Http.Idempotency;

/// <summary>A request under a key has its effect once, however often it is sent.</summary>
public sealed class IdempotencyKeyTests(TestCluster cluster, ApiServer api) : IClassFixture<ApiServer>
{
    /// <summary>A kept answer would be a kept secret: a cookie, a token or a link that lets somebody in. And the test of a
    /// key makes nothing and is to be done anew each time; a retry of all that failed reaches the same end however often it is sent.
    /// An upload has a way of its own to go on after a broken request.</summary>
    private static readonly string[] WithoutAKey =
        ["signIn", "setUp", "makeSetupLink", "invite", "acceptInvitation", "makePasswordReset", "resetPassword", "addToken", "testKey", "retryFailedJobs", "searchClips",
            "searchClipsByPicture", "addUpload"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task Fifty_at_once_under_one_key_make_one_thing_and_get_one_answer()
    {
        // Whoever waits asks again and again: here that is not what is counted.
        await using var server = await TestServer.StartAsync(cluster, ApiServer.WithoutWorker,
            settings: given => given with { RateLimits = RateLimitSettings.Parse("generate=100000/60") });
        var channel = await server.Http.AddChannelAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => UntilDoneAsync(server.Http, $"/api/channels/{channel}/video-jobs", new NewVideoJob(60), "fifty")));

        Assert.Equal(1L, await server.Database.ValueAsync<long>("select count(*) from video_jobs"));
        Assert.Equal(41L, await server.Database.ValueAsync<long>("select count(*) from jobs"));
        Assert.Single(answers.Select(a => (a.Status, a.Body, a.Location)).Distinct());
        Assert.Equal(HttpStatusCode.Accepted, answers[0].Status);
        Assert.Single(answers, a => !a.Replayed);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_repeated_request_gets_the_first_answer_and_is_told_so()
    {
        var key = NewKey();
        using var first = await PostAsync(api.Server.Http, "/api/storyboards", new NewStoryboard("Once"), key);
        using var second = await PostAsync(api.Server.Http, "/api/storyboards", new NewStoryboard("Once"), key);

        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(Ct), await second.Content.ReadAsStringAsync(Ct));
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(first.Content.Headers.ContentType, second.Content.Headers.ContentType);
        Assert.False(first.Headers.Contains(IdempotencyKeys.Replayed));
        Assert.Equal("true", Assert.Single(second.Headers.GetValues(IdempotencyKeys.Replayed)));
    }

    [Fact(Timeout = 60_000)]
    public async Task Another_request_under_the_same_key_is_refused_and_makes_nothing()
    {
        var key = NewKey();
        using var first = await PostAsync(api.Server.Http, "/api/storyboards", new NewStoryboard("First"), key);
        using var body = await PostAsync(api.Server.Http, "/api/storyboards", new NewStoryboard("Second"), key);
        using var route = await PostAsync(api.Server.Http, "/api/channels", new NewStoryboard("First"), key);

        foreach (var refused in (HttpResponseMessage[])[body, route])
            Assert.Equal((422, "idempotency-key.reused"), await CodeAsync(refused));
        Assert.Equal(0L, await api.Server.Database.ValueAsync<long>("select count(*) from projects where title = 'Second'"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Users_do_not_share_their_keys()
    {
        using var bob = await TestUser.AddAsync(api.Server, "keys-bob");
        using var eve = await TestUser.AddAsync(api.Server, "keys-eve");
        var key = NewKey();

        using var his = await PostAsync(bob.Http, "/api/storyboards", new NewStoryboard("His"), key);
        using var hers = await PostAsync(eve.Http, "/api/storyboards", new NewStoryboard("His"), key);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (his.StatusCode, hers.StatusCode));
        Assert.NotEqual(his.Headers.Location, hers.Headers.Location);
        Assert.False(hers.Headers.Contains(IdempotencyKeys.Replayed));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("256")]
    [InlineData("twice")]
    public async Task A_key_that_is_none_is_refused(string kind)
    {
        using var request = Request("/api/storyboards", new NewStoryboard("Bad key"));
        request.Headers.TryAddWithoutValidation(IdempotencyKeys.Header, kind switch
        {
            "256" => [new string('k', 256)],
            "twice" => ["one", "two"],
            _ => [kind],
        });

        using var reply = await api.Server.Http.SendAsync(request, Ct);

        Assert.Equal((400, "idempotency-key.invalid"), await CodeAsync(reply));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_longest_key_is_a_good_one()
    {
        using var reply = await PostAsync(api.Server.Http, "/api/storyboards", new NewStoryboard("Long key"), new string('k', 255));

        Assert.Equal(HttpStatusCode.Created, reply.StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_spends_needs_a_key_and_what_only_makes_does_not()
    {
        using var http = api.Server.NewClient();
        http.DefaultRequestHeaders.Authorization = api.Server.Http.DefaultRequestHeaders.Authorization;
        var channel = await api.Server.Http.AddChannelAsync("Spending");

        using var spends = await http.SendAsync(Request($"/api/channels/{channel}/video-jobs", new NewVideoJob(60)), Ct);
        using var makes = await http.SendAsync(Request("/api/storyboards", new NewStoryboard("Without a key")), Ct);

        Assert.Equal((400, "idempotency-key.missing"), await CodeAsync(spends));
        Assert.Equal(0L, await api.Server.Database.ValueAsync<long>("select count(*) from video_jobs where channel_id = $1", channel));
        Assert.Equal(HttpStatusCode.Created, makes.StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_was_refused_may_be_tried_again_under_the_same_key()
    {
        var (key, name) = (NewKey(), $"Taken {Guid.CreateVersion7()}");
        using var there = await PostAsync(api.Server.Http, "/api/channels", new NewChannel(name, "jazz"), NewKey());
        var id = (await there.Content.ReadFromJsonAsync<ChannelView>(Ct))!.Id;

        using var refused = await PostAsync(api.Server.Http, "/api/channels", new NewChannel(name, "jazz"), key);
        using var gone = await api.Server.Http.DeleteAsync(new Uri($"/api/channels/{id}", UriKind.Relative), Ct);
        using var made = await PostAsync(api.Server.Http, "/api/channels", new NewChannel(name, "jazz"), key);

        Assert.Equal((409, "duplicate"), await CodeAsync(refused));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.False(made.Headers.Contains(IdempotencyKeys.Replayed));
    }

    [Fact(Timeout = 60_000)]
    public async Task Every_operation_that_posts_takes_a_key_but_those_whose_answer_must_not_be_kept()
    {
        var document = JsonSerializer.Deserialize<JsonElement>(await api.Server.Http.GetStringAsync("/openapi.json", Ct));

        Assert.Equal(WithoutAKey.Order(), api.Operations.Where(o => o.Method == HttpMethod.Post && (
            !document.GetProperty("paths").GetProperty(o.Path).GetProperty("post").TryGetProperty("parameters", out var parameters)
            || parameters.EnumerateArray().All(p => p.GetProperty("name").GetString() != IdempotencyKeys.Header))).Select(o => o.Id).Order());
    }

    internal static HttpRequestMessage Request(string path, object body) => new(HttpMethod.Post, path) { Content = JsonContent.Create(body) };

    private static string NewKey() => Guid.CreateVersion7().ToString();

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, string path, object body, string key)
    {
        using var request = Request(path, body);
        request.Headers.Add(IdempotencyKeys.Header, key);
        return await http.SendAsync(request, Ct);
    }

    /// <summary>As a client that was told to come back does.</summary>
    private static async Task<(HttpStatusCode Status, string Body, string? Location, bool Replayed)> UntilDoneAsync(HttpClient http, string path, object body, string key)
    {
        while (true)
        {
            using var reply = await PostAsync(http, path, body, key);
            if (reply.StatusCode != HttpStatusCode.Conflict)
                return (reply.StatusCode, await reply.Content.ReadAsStringAsync(Ct), reply.Headers.Location?.ToString(), reply.Headers.Contains(IdempotencyKeys.Replayed));
            Assert.Equal((409, "idempotency-key.in-use"), await CodeAsync(reply));
            Assert.Equal(TimeSpan.FromSeconds(1), reply.Headers.RetryAfter?.Delta);
            await Task.Delay(50, Ct);
        }
    }

    private static async Task<(int Status, string Code)> CodeAsync(HttpResponseMessage reply)
    {
        var problem = await ProblemDocument.ReadAsync(reply);
        return (problem.Status, problem.Code);
    }
}
