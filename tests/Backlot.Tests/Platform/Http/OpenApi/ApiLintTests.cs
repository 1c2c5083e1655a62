using System.Collections;
using System.Text.Json.Nodes;
using Backlot.Platform.Processes;
using Backlot.Tests.Support;
using Backlot.Tests.Support.OpenApi;

namespace Backlot.Tests.Platform.Http.OpenApi;

/// <summary>What two linters say of the committed document, by the rules in build/lint.</summary>
public sealed class ApiLintTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName() + ".json";

    [Fact(Timeout = 300_000)]
    public async Task The_document_passes_redocly_and_spectral_without_a_warning()
    {
        var run = await LintAsync(CommittedContract.Path);

        Assert.True(run.ExitCode == 0, run.Stdout + run.StderrTail);
    }

    [Theory(Timeout = 300_000)]
    [InlineData("/livez", "tags")]              // spectral's alone
    [InlineData("/livez", "operationId")]
    [InlineData("/livez", "summary")]           // redocly's alone
    public async Task A_document_with_something_missing_does_not_pass(string path, string member)
    {
        var document = JsonNode.Parse(await File.ReadAllTextAsync(CommittedContract.Path, TestContext.Current.CancellationToken))!;
        Assert.True(document["paths"]![path]!["get"]!.AsObject().Remove(member));
        await File.WriteAllTextAsync(_file, document.ToJsonString(), TestContext.Current.CancellationToken);

        Assert.NotEqual(0, (await LintAsync(_file)).ExitCode);
    }

    public void Dispose() => File.Delete(_file);

    private static Task<ProcessResult> LintAsync(string document) => ChildProcess.RunAsync(
        new(Path.Combine(Repository.Root, "build/lint/lint.sh"), document) { Environment = Node() }, TestContext.Current.CancellationToken);

    /// <summary>All that this process was given: npm finds its registry, its cache and its proxy there.</summary>
    private static Dictionary<string, string> Node() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "");
}
