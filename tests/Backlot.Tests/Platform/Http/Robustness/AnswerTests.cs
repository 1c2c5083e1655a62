using System.Text.Json;
using System.Text.RegularExpressions;
using Backlot.Tests.Api;
using Backlot.Tests.Support;

namespace Backlot.Tests.Platform.Http.Robustness;

/// <summary>What holds for every answer of the API.</summary>
public sealed partial class AnswerTests(ApiServer api, SharedServer shared) : IClassFixture<ApiServer>, IClassFixture<SharedServer>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("GET", "/api/nothing-here", 404, "not-found")]
    [InlineData("GET", "/nothing-here", 404, "not-found")]
    [InlineData("PUT", "/api/jobs", 405, "method-not-allowed")]
    [InlineData("POST", "/livez", 405, "method-not-allowed")]
    [InlineData("GET", "/test/failure", 500, "internal")]
    [InlineData("GET", "/test/refusal", 422, "invalid")]
    public async Task Every_problem_has_a_code_a_trace_and_a_page_that_tells_more(string method, string path, int status, string code)
    {
        using var reply = await shared.Http.SendAsync(new(new(method), path), Ct);
        var text = await reply.Content.ReadAsStringAsync(Ct);

        var problem = await ProblemDocument.ReadAsync(reply);
        Assert.Equal((status, code), (problem.Status, problem.Code));
        var document = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.NotEmpty(document.GetProperty("traceId").GetString()!);
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        var type = document.GetProperty("type").GetString()!;
        Assert.EndsWith("#" + code, type, StringComparison.Ordinal);
        using var stranger = shared.Server.NewClient();
        Assert.Contains($"<a id=\"{code}\"></a>", await stranger.GetStringAsync(new Uri(type, UriKind.Relative), Ct), StringComparison.Ordinal);
        Assert.Equal(status == 405, reply.Content.Headers.Allow.Count > 0);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_foreign_name_for_the_server_is_a_problem_document_too()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/jobs") { Headers = { Host = "evil.example" } };

        using var reply = await shared.Http.SendAsync(request, Ct);

        Assert.Equal(400, (await ProblemDocument.ReadAsync(reply)).Status);
    }

    [Fact]
    public void Every_code_is_explained_under_its_name()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs/problems.md"));
        var codes = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/Backlot"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .SelectMany(file => Code().Matches(File.ReadAllText(file))).Select(match => match.Groups["code"].Value).Distinct().ToList();
        Assert.True(codes.Count > 30, "The codes were not found.");

        Assert.DoesNotContain(codes, code => !page.Contains($"<a id=\"{code}\"></a>", StringComparison.Ordinal));
    }

    [Fact(Timeout = 120_000)]
    public async Task No_answer_of_the_api_may_be_kept_and_each_tells_its_limits()
    {
        using var user = await TestUser.AddAsync(api.Server, "answers", isAdmin: true);
        using var stranger = KeyedHttp.New(api.Server.Http.BaseAddress!, null);
        var own = await Belongings.AddAsync(api.Server, user.Id);

        foreach (var operation in api.Operations.Where(o => o.Path.StartsWith("/api/", StringComparison.Ordinal)))
            foreach (var http in (HttpClient[])[stranger, user.Http])
            {
                using var reply = await http.SendAsync(ApiExamples.All[operation.Id].Request(operation, own), HttpCompletionOption.ResponseHeadersRead, Ct);

                Assert.True(reply.Headers.CacheControl?.ToString() == "no-store", $"{operation.Id}: {reply.Headers.CacheControl}");
                Assert.True(reply.Headers.Contains("RateLimit-Policy") && reply.Headers.Contains("RateLimit"), $"{operation.Id} does not tell its limits.");
            }
    }

    /// <summary>Whatever text meets them, they end.</summary>
    [Fact]
    public void No_regular_expression_can_run_away()
    {
        var wrong =
            from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/Backlot"), "*.cs", SearchOption.AllDirectories)
            where !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)
            let source = File.ReadAllText(file)
            where MadeByHand().IsMatch(source) || Generated().Matches(source).Any(g => !g.Value.Contains("NonBacktracking", StringComparison.Ordinal) && !g.Value.Contains("Milliseconds", StringComparison.Ordinal))
            select Path.GetRelativePath(Repository.Root, file);

        Assert.Empty(wrong);
    }

    [GeneratedRegex("""(?:new Refusal\(\d+, |new\(\d{3}, |\d{3} => )"(?<code>[a-z]+(?:[.-][a-z]+)*)"(?=,)""")]
    private static partial Regex Code();

    [GeneratedRegex(@"new Regex\(|\bRegex\.(IsMatch|Match|Matches|Replace|Split|Count|EnumerateMatches)\(")]
    private static partial Regex MadeByHand();

    [GeneratedRegex(@"\[GeneratedRegex\(.*?\)\]\s*\n", RegexOptions.Singleline)]
    private static partial Regex Generated();
}
