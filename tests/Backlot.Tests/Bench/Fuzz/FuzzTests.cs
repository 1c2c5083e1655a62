using Backlot.Benchmarks.Fuzz;
using Backlot.Tests.Support;
using Backlot.Tests.Support.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Backlot.Tests.Bench.Fuzz;

/// <summary>Three thousand requests made from the API document, always the same ones, and those that were trouble before.
/// <c>./backlot bench fuzz</c> sends more, and others each time.</summary>
public sealed class FuzzTests(TestCluster cluster)
{
    private const ulong Seed = 20261121;
    private const int Requests = 3000;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 600_000)]
    public async Task No_request_makes_the_server_fail_or_answer_what_is_not_documented()
    {
        using var errors = new LoggedErrors();
        await using var server = await StartAsync(errors);
        using var other = await TestUser.AddAsync(server, "other");
        using var run = new FuzzRun(await TargetAsync(server, other, errors), CommittedContract.Value);

        var report = await run.RunAsync(Seed, Requests, only: null, TimeProvider.System, _ => { }, Ct);

        Assert.True(report.Findings.Count == 0, report.Text());
        Assert.True(report.Requests > Requests);
        // It got behind every door: of what is only refused, little is tried.
        var untried = CommittedContract.Value.Operations.Select(o => o.Id).Where(id => report.SuccessesOf(id) == 0).ToList();
        Assert.True(untried.Count <= CommittedContract.Value.Operations.Count / 4, "Never succeeded: " + string.Join(", ", untried));
    }

    [Fact(Timeout = 600_000)]
    public async Task A_server_that_takes_what_the_document_forbids_is_found_out()
    {
        using var errors = new LoggedErrors();
        await using var server = await StartAsync(errors);
        using var other = await TestUser.AddAsync(server, "other");
        var target = await TargetAsync(server, other, errors);
        // Documents that promise less than the server gives: names that end after three characters, and things that do not know when
        // they were made.
        Assert.Contains(await FaultsAsync("\"maxLength\": 200", "\"maxLength\": 3"),
            fault => fault.StartsWith("answered 201 although its body breaks the document", StringComparison.Ordinal));
        Assert.Contains(await FaultsAsync("\"createdAt\": {", "\"madeAt\": {"),
            fault => fault.Contains("has 'createdAt', which the document does not name", StringComparison.Ordinal));

        async Task<IEnumerable<string>> FaultsAsync(string truth, string lie)
        {
            var document = (await File.ReadAllTextAsync(CommittedContract.Path, Ct)).Replace(truth, lie, StringComparison.Ordinal);
            using var run = new FuzzRun(target, Benchmarks.Contract.ApiContract.Parse(document));
            return (await run.RunAsync(Seed, 300, only: null, TimeProvider.System, _ => { }, Ct)).Findings.Select(finding => finding.Fault);
        }
    }

    [Fact]
    public void The_same_seed_makes_the_same_requests()
    {
        Assert.Equal(Made(seed: 7), Made(seed: 7));
        Assert.NotEqual(Made(seed: 7), Made(seed: 8));

        static List<string> Made(ulong seed)
        {
            var requests = new FuzzRequests(CommittedContract.Value, new(), new(seed));
            return [.. Enumerable.Range(1, 300).Select(n => requests.Next(n).AsCommand())];
        }
    }

    private Task<TestServer> StartAsync(LoggedErrors errors) => TestServer.StartAsync(cluster, services =>
    {
        services.AddLogging(logging => logging.AddProvider(errors));
        FuzzServer.ChangeServices(services);
    }, settings: FuzzServer.ChangeSettings);

    private static async Task<FuzzTarget> TargetAsync(TestServer server, TestUser other, LoggedErrors errors)
    {
        var blobs = new List<(Sender, string)>();
        foreach (var (whose, user) in (IReadOnlyList<(Sender, Guid)>)[(Sender.Owner, server.OwnerId), (Sender.Other, other.Id)])
        {
            await using var db = server.OpenDb(user);
            blobs.AddRange((await FuzzBelongings.AddAsync(db, server.Folder, Ct)).Select(sha256 => (whose, sha256)));
        }
        return new(server.Http.BaseAddress!, server.Token, other.Token, blobs, errors.Take);
    }
}
