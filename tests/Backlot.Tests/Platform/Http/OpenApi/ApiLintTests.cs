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

    /// <summary>A document of one operation says it as well as all of them, and is read much sooner. Nothing else is found in it. What redocly
    /// finds, spectral is not asked about any more.</summary>
    [Theory(Timeout = 300_000)]
    [InlineData("summary operationId", "operation-summary operation-operationId", "Validation failed with 2 errors.")]
    [InlineData("tags", "operation-tags", "1 problem (0 errors, 1 warning,")]        // spectral's alone
    public async Task A_document_with_something_missing_does_not_pass(string members, string rules, string summary)
    {
        var document = JsonNode.Parse(await File.ReadAllTextAsync(CommittedContract.Path, TestContext.Current.CancellationToken))!.AsObject();
        var operation = document["paths"]!["/livez"]!["get"]!.AsObject();
        Assert.All(members.Split(' '), member => Assert.True(operation.Remove(member)));
        document["paths"] = new JsonObject { ["/livez"] = new JsonObject { ["get"] = operation.DeepClone() } };
        RemoveUnused(document);
        await File.WriteAllTextAsync(_file, document.ToJsonString(), TestContext.Current.CancellationToken);

        var run = await LintAsync(_file);

        Assert.NotEqual(0, run.ExitCode);
        Assert.All([.. rules.Split(' '), summary], said => Assert.Contains(said, run.Stdout + run.StderrTail, StringComparison.Ordinal));
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
