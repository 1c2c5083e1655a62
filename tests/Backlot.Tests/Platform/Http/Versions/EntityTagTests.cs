using System.Net;
using System.Net.Http.Json;
using Backlot.Channels;
using Backlot.Studio;
using Backlot.Studio.Storyboards;
using Backlot.Tests.Api;
using Backlot.Tests.Support;

namespace Backlot.Tests.Platform.Http.Versions;

/// <summary>An answer says which version it is, and a change may say which version it is for.</summary>
public sealed class EntityTagTests(ApiServer api) : IClassFixture<ApiServer>
{
    /// <summary>What changes or ends something that no operation answers by itself.</summary>
    private static readonly string[] WithoutVersion =
        ["signOut", "endSession", "endOtherSessions", "revokeToken", "withdrawInvitation", "putKey", "deleteKey", "editQueue", "editSchedule",
            "deleteIngest", "continueUpload", "endUpload"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task Whatever_is_one_thing_answers_with_a_strong_tag_and_304_to_whoever_has_it()
    {
        using var user = await TestUser.AddAsync(api.Server, "tag-reader", isAdmin: true);
        var own = await Belongings.AddAsync(api.Server, user.Id);

        foreach (var operation in api.Operations.Where(o => o.IsRead && (o.Path.EndsWith("{id}", StringComparison.Ordinal) || o.Id is "getMe" or "getExport")))
        {
            var address = ApiExamples.All[operation.Id].Address(own);
            using var first = await user.Http.GetAsync(new Uri(address, UriKind.Relative), Ct);
            var tag = first.Headers.ETag;
            using var again = await GetAsync(user.Http, address, $"\"other\", {tag}");
            using var weak = await GetAsync(user.Http, address, $"W/{tag}");
            using var other = await GetAsync(user.Http, address, "\"other\"");

            Assert.True(tag is { IsWeak: false }, $"{operation.Id} has no strong ETag.");
            foreach (var unchanged in (HttpResponseMessage[])[again, weak])
            {
                Assert.True(unchanged.StatusCode == HttpStatusCode.NotModified, operation.Id);
                Assert.Equal(tag, unchanged.Headers.ETag);
                Assert.Empty(await unchanged.Content.ReadAsByteArrayAsync(Ct));
            }
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task Whatever_changes_one_thing_is_refused_when_it_is_for_an_old_version()
    {
        foreach (var operation in api.Operations.Where(o => o.Method == HttpMethod.Put || o.Method == HttpMethod.Patch || o.Method == HttpMethod.Delete).ExceptBy(WithoutVersion, o => o.Id))
        {
            using var user = await TestUser.AddAsync(api.Server, $"stale-{operation.Id}", isAdmin: true);
            var own = await Belongings.AddAsync(api.Server, user.Id);
            using var stale = await SendAsync(user.Http, operation, own, "\"old\"");
            var problem = await ProblemDocument.ReadAsync(stale);
            Assert.True((problem.Status, problem.Code) == (412, "version.stale"), $"{operation.Id} answered {problem}");
            Assert.NotNull(stale.Headers.ETag);
            using var weak = await SendAsync(user.Http, operation, own, $"W/{stale.Headers.ETag}");
            Assert.Equal(HttpStatusCode.PreconditionFailed, weak.StatusCode);

            using var current = await SendAsync(user.Http, operation, own, stale.Headers.ETag.ToString());

            Assert.True(current.IsSuccessStatusCode, $"{operation.Id} answered {(int)current.StatusCode}: {await current.Content.ReadAsStringAsync(Ct)}");
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_twenty_changes_for_one_version_exactly_one_wins()
    {
        var id = await api.Server.Http.AddChannelAsync($"Twenty {Guid.CreateVersion7()}");
        var tag = await TagAsync($"/api/channels/{id}");

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => PatchAsync($"/api/channels/{id}", new ChannelEdit(BrandNiche: $"niche {n}"), tag)));

        var winner = Assert.Single(replies, r => r.StatusCode == HttpStatusCode.OK);
        Assert.Equal(19, replies.Count(r => r.StatusCode == HttpStatusCode.PreconditionFailed));
        var now = await TagAsync($"/api/channels/{id}");
        Assert.Equal(now, winner.Headers.ETag?.ToString());
        Assert.All(replies.Where(r => r != winner), r => Assert.Equal(now, r.Headers.ETag?.ToString()));
        Assert.Equal((await winner.Content.ReadFromJsonAsync<ChannelView>(Ct))!.BrandNiche,
            (await api.Server.Http.GetFromJsonAsync<ChannelView>($"/api/channels/{id}", Ct))!.BrandNiche);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_tag_changes_with_every_field_and_a_change_answers_the_new_one()
    {
        using var made = await api.Server.Http.PostAsJsonAsync("/api/storyboards", new NewStoryboard("Tagged"), Ct);
        var path = made.Headers.Location!.ToString();
        var tags = new List<string> { await TagAsync(path) };
        StoryboardEdit[] edits =
        [
            new(Name: "Tagged anew"), new(PresetKey: "noir"), new(ProjectType: ProjectType.Short), new(Status: ProjectStatus.Active),
            new(Character: new("Ada")), new(Scenes: [new("A roof")]),
        ];

        foreach (var edit in edits)
        {
            using var reply = await PatchAsync(path, edit, tags[^1]);
            Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
            tags.Add(reply.Headers.ETag!.ToString());
            Assert.Equal(tags[^1], await TagAsync(path));
        }

        Assert.Equal(tags.Count, tags.Distinct().Count());
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_a_version_a_change_is_for_whatever_is_there_and_a_star_for_anything_that_is()
    {
        var id = await api.Server.Http.AddChannelAsync($"Any {Guid.CreateVersion7()}");

        using var none = await PatchAsync($"/api/channels/{id}", new ChannelEdit(BrandNiche: "one"), null);
        using var star = await PatchAsync($"/api/channels/{id}", new ChannelEdit(BrandNiche: "two"), "*");
        using var gone = await PatchAsync($"/api/channels/{Guid.CreateVersion7()}", new ChannelEdit(BrandNiche: "three"), "*");
        using var nonsense = await PatchAsync($"/api/channels/{id}", new ChannelEdit(BrandNiche: "four"), "no quotes");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound), (none.StatusCode, star.StatusCode, gone.StatusCode));
        Assert.Equal("etag.invalid", (await ProblemDocument.ReadAsync(nonsense)).Code);
    }

    private static Task<HttpResponseMessage> GetAsync(HttpClient http, string address, string known)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("If-None-Match", known);
        return http.SendAsync(request, Ct);
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient http, ApiOperation operation, Belongings own, string tag)
    {
        var request = ApiExamples.All[operation.Id].Request(operation, own);
        request.Headers.TryAddWithoutValidation("If-Match", tag);
        return http.SendAsync(request, Ct);
    }

    private Task<HttpResponseMessage> PatchAsync<T>(string path, T edit, string? tag)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, path) { Content = JsonContent.Create(edit) };
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-Match", tag);
        return api.Server.Http.SendAsync(request, Ct);
    }

    private async Task<string> TagAsync(string path)
    {
        using var reply = await api.Server.Http.GetAsync(new Uri(path, UriKind.Relative), Ct);
        return reply.Headers.ETag!.ToString();
    }
}
