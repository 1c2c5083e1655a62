using System.Collections;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Backlot.Platform.Processes;
using Backlot.Tests.Support;
using Backlot.Tests.Support.OpenApi;

namespace Backlot.Tests.Platform.Http.OpenApi;

/// <summary>What two linters say of the committed document, by the rules in build/lint.</summary>
public sealed partial class ApiLintTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName() + ".json";

    [Fact(Timeout = 300_000)]
    public async Task The_document_passes_redocly_and_spectral_without_a_warning()
    {
        var run = await LintAsync(CommittedContract.Path);

        Assert.True(run.ExitCode == 0, run.Stdout + run.StderrTail);
    }

    /// <summary>A document of one operation says it as well as all of them, and is read much sooner.</summary>
    [Theory(Timeout = 300_000)]
    [InlineData("tags", false)]             // spectral's alone
    [InlineData("operationId", false)]
    [InlineData("summary", false)]          // redocly's alone
    [InlineData("deprecated", true)]        // it is not there, so nothing is missing
    public async Task A_document_with_something_missing_does_not_pass(string member, bool passes)
    {
        var document = JsonNode.Parse(await File.ReadAllTextAsync(CommittedContract.Path, TestContext.Current.CancellationToken))!.AsObject();
        var operation = document["paths"]!["/livez"]!["get"]!.AsObject();
        Assert.NotEqual(passes, operation.Remove(member));
        document["paths"] = new JsonObject { ["/livez"] = new JsonObject { ["get"] = operation.DeepClone() } };
        RemoveUnused(document);
        await File.WriteAllTextAsync(_file, document.ToJsonString(), TestContext.Current.CancellationToken);

        var run = await LintAsync(_file);

        Assert.True(run.ExitCode == 0 == passes, run.Stdout + run.StderrTail);
    }

    public void Dispose() => File.Delete(_file);

    /// <summary>Components that no operation leads to are a fault of their own.</summary>
    private static void RemoveUnused(JsonObject document)
    {
        var components = document["components"]!.AsObject();
        var (used, look) = (new HashSet<JsonNode>(), new Queue<JsonNode>([document["paths"]!]));
        while (look.TryDequeue(out var node))
            foreach (Match reference in Reference().Matches(node.ToJsonString()))
                if (components[reference.Groups[1].Value]![reference.Groups[2].Value] is { } component && used.Add(component))
                    look.Enqueue(component);
        foreach (var kind in components.Where(kind => kind.Key != "securitySchemes").Select(kind => kind.Value!.AsObject()))
            foreach (var (name, component) in kind.ToList())
                if (!used.Contains(component!))
                    kind.Remove(name);
    }

    [GeneratedRegex("\"#/components/([^/\"]+)/([^/\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Reference();

    private static Task<ProcessResult> LintAsync(string document) => ChildProcess.RunAsync(
        new(Path.Combine(Repository.Root, "build/lint/lint.sh"), document) { Environment = Node() }, TestContext.Current.CancellationToken);

    /// <summary>All that this process was given: npm finds its registry, its cache and its proxy there.</summary>
    private static Dictionary<string, string> Node() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "");
}
