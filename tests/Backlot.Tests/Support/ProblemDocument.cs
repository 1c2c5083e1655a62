using System.Net.Http.Json;
using System.Text.Json;

namespace Backlot.Tests.Support;

/// <summary>An error as it leaves the server (RFC 9457).</summary>
internal sealed record ProblemDocument(int Status, string Code, string? Title, string? Detail, JsonElement? Errors)
{
    /// <summary>Also proves what holds for every one: its media type, that its status is the reply's, and that nobody is sent elsewhere.</summary>
    public static async Task<ProblemDocument> ReadAsync(HttpResponseMessage reply)
    {
        Assert.Equal("application/problem+json", reply.Content.Headers.ContentType?.MediaType);
        Assert.Null(reply.Headers.Location);
        var problem = await reply.Content.ReadFromJsonAsync<ProblemDocument>(TestContext.Current.CancellationToken);
        Assert.NotNull(problem);
        Assert.Equal((int)reply.StatusCode, problem.Status);
        Assert.NotEmpty(problem.Code);
        return problem;
    }
}
