using System.Net;
using System.Text;
using System.Text.Json;
using Backlot.Tests.Support;

namespace Backlot.Tests.Platform.Http;

public sealed class ProblemsTests(SharedServer server) : IClassFixture<SharedServer>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("GET", "/api/nothing-here", 404, "not-found")]
    [InlineData("GET", "/nothing-here", 404, "not-found")]
    [InlineData("GET", "/api/jobs/not-an-id", 404, "not-found")]
    [InlineData("DELETE", "/api/jobs", 405, "method-not-allowed")]
    public async Task What_the_framework_answers_by_itself_is_a_problem_document_too(string method, string path, int status, string code)
    {
        using var reply = await server.Http.SendAsync(new(new(method), path), Ct);

        var problem = await ProblemDocument.ReadAsync(reply);
        Assert.Equal((status, code), (problem.Status, problem.Code));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("text/plain", "hello", 415, "unsupported-media-type", null)]
    [InlineData("application/json", """{"name": "x", "tracks": 20, "trakcs": 20}""", 400, "field.unknown", "/trakcs")]
    [InlineData("application/json", """{"name": "x"}""", 422, "field.missing", "/tracks")]
    [InlineData("application/json", """{"name": "x", "tracks": "many"}""", 400, "field.invalid", "/tracks")]
    [InlineData("application/json", """{"name": null, "tracks": 20}""", 400, "field.invalid", "/name")]
    [InlineData("application/json", """{"name": """, 400, "body.unreadable", null)]
    [InlineData("application/json", "", 400, "bad-request", null)]
    [InlineData("application/json", "[]", 400, "body.unreadable", null)]
    [InlineData("application/json", "null", 400, "bad-request", null)]
    public async Task A_body_that_does_not_belong_here_is_told_which_field_is_wrong(
        string type, string body, int status, string code, string? pointer)
    {
        using var reply = await server.Http.PostAsync(new Uri("/test/echo", UriKind.Relative), new StringContent(body, Encoding.UTF8, type), Ct);

        var problem = await ProblemDocument.ReadAsync(reply);
        Assert.Equal((status, code), (problem.Status, problem.Code));
        Assert.Equal(pointer, problem.Errors is { } errors ? errors[0].GetProperty("pointer").GetString() : null);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_body_that_belongs_here_gets_through()
    {
        using var reply = await server.Http.PostAsync(new Uri("/test/echo", UriKind.Relative),
            new StringContent("""{"name": "x", "tracks": 20}""", Encoding.UTF8, "application/json"), Ct);

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_failure_tells_the_caller_nothing_of_its_inside()
    {
        using var reply = await server.Http.GetAsync(new Uri("/test/failure", UriKind.Relative), Ct);

        var problem = await ProblemDocument.ReadAsync(reply);
        Assert.Equal((500, "internal"), (problem.Status, problem.Code));
        Assert.DoesNotContain("hunter2", await reply.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_database_that_goes_away_is_no_fault_of_the_request()
    {
        using var reply = await server.Http.GetAsync(new Uri("/test/database-away", UriKind.Relative), Ct);

        var problem = await ProblemDocument.ReadAsync(reply);
        Assert.Equal((503, "database.away"), (problem.Status, problem.Code));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_refusal_names_its_fields()
    {
        using var reply = await server.Http.GetAsync(new Uri("/test/refusal", UriKind.Relative), Ct);

        var problem = await ProblemDocument.ReadAsync(reply);
        Assert.Equal((422, "invalid", "59 minutes are too few."), (problem.Status, problem.Code, problem.Detail));
        Assert.Equal("""[{"pointer":"/targetDurationMinutes","detail":"59 minutes are too few."}]""",
            JsonSerializer.Serialize(problem.Errors));
    }
}
