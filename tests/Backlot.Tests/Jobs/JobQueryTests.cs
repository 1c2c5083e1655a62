using Backlot.Tests.Support;

namespace Backlot.Tests.Jobs;

public sealed class JobQueryTests(SharedServer server) : IClassFixture<SharedServer>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("limit=0", "limit.invalid")]
    [InlineData("limit=201", "limit.invalid")]
    [InlineData("limit=-1", "limit.invalid")]
    [InlineData("limit=x", "bad-request")]
    [InlineData("cursor=nonsense", "cursor.invalid")]
    [InlineData("cursor=%00", "text.invalid")]
    [InlineData("cursor=", "cursor.invalid")]
    [InlineData("status=done", "status.invalid")]
    [InlineData("status=Queued", "status.invalid")]
    [InlineData("status=", "status.invalid")]
    [InlineData("subject=x", "bad-request")]
    public async Task A_bad_query_is_named(string query, string code)
    {
        using var reply = await server.Http.GetAsync(new Uri("/api/jobs?" + query, UriKind.Relative), Ct);

        var problem = await ProblemDocument.ReadAsync(reply);
        Assert.Equal((400, code), (problem.Status, problem.Code));
        if (code == "bad-request")
            Assert.Equal($"The request cannot be read: {query.Split('=')[0]} is 'x'.", problem.Detail);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("yesterday")]
    [InlineData("-1")]
    [InlineData("1.5")]
    public async Task A_place_that_is_none_is_refused(string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/events") { Headers = { { "Last-Event-ID", id } } };

        using var reply = await server.Http.SendAsync(request, Ct);

        var problem = await ProblemDocument.ReadAsync(reply);
        Assert.Equal((400, "event-id.invalid"), (problem.Status, problem.Code));
    }
}
