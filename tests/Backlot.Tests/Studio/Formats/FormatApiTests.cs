using System.Net;
using Backlot.Studio.Formats;
using Backlot.Tests.Support;

namespace Backlot.Tests.Studio.Formats;

public sealed class FormatApiTests(TestCluster cluster)
{
    [Fact(Timeout = 60_000)]
    public async Task A_format_comes_back_as_it_was_written_and_changes_by_what_is_given()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);

        var made = await server.Http.SendAsync<FormatView>(HttpMethod.Post, "/api/formats", NewFormat.Example, HttpStatusCode.Created);
        var edited = await server.Http.SendAsync<FormatView>(HttpMethod.Patch, $"/api/formats/{made.Id}", new FormatEdit(Beats: [new(1, "All", "", 5, "")]));

        Assert.Equal(("Before and after", 16, null), (made.Name, made.DurationSeconds, made.Key));
        Assert.Equal(["Before", "After"], made.Beats.Select(b => b.Name));
        Assert.Equal((made.Name, 5), (edited.Name, edited.DurationSeconds));
        Assert.Equal(["All"], edited.Beats.Select(b => b.Name));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(2, 3)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    public async Task Beats_are_numbered_in_their_order(int first, int second)
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);

        var refused = await server.Http.RefusedAsync(HttpMethod.Post, "/api/formats", new NewFormat("Holes", [new(first, "A", "", 5, ""), new(second, "B", "", 5, "")]));

        Assert.Equal((422, "beats: number them 1, 2, 3 and so on, in their order."), (refused.Status, refused.Detail));
    }
}
