using System.Text.Json;
using System.Text.RegularExpressions;

namespace Backlot.Benchmarks.Contract;

/// <summary>One operation of the document.</summary>
/// <param name="Id">Its operationId.</param>
/// <param name="Method">In capitals.</param>
/// <param name="Path">With its parameters in braces.</param>
/// <param name="IsOpen">Whether strangers may call it.</param>
/// <param name="Body">The schema of what it is sent; null when it takes nothing.</param>
/// <param name="Responses">By status or <c>default</c>; no references among them.</param>
internal sealed partial record ApiOperation(string Id, string Method, string Path, bool IsOpen, IReadOnlyList<ApiParameter> Parameters,
    JsonElement? Body, IReadOnlyDictionary<string, JsonElement> Responses)
{
    private readonly Regex _path = new("^" + Parameter().Replace(Regex.Escape(Path).Replace(@"\}", "}"), "([^/]+)") + @"\z", RegexOptions.NonBacktracking);

    /// <summary>How many of the path's steps are written out: of two that fit, the one with more is meant.</summary>
    public int WrittenSteps => Path.Split('/').Count(step => !step.StartsWith('{'));

    /// <param name="path">Without a query.</param>
    public bool IsAt(string path) => _path.IsMatch(path);

    [GeneratedRegex(@"\\\{[^}]+\}")]
    private static partial Regex Parameter();
}

/// <param name="In">path, query or header.</param>
internal sealed record ApiParameter(string Name, string In, bool IsRequired, JsonElement Schema);
