using System.Globalization;
using System.Text.Json;

namespace Backlot.Benchmarks.Contract;

/// <summary>One operation of the document.</summary>
/// <param name="Id">Its operationId.</param>
/// <param name="Method">In capitals.</param>
/// <param name="Path">With its parameters in braces.</param>
/// <param name="IsOpen">Whether strangers may call it.</param>
/// <param name="Body">The schema of what it is sent; null when it takes nothing.</param>
/// <param name="Responses">By status or <c>default</c>; no references among them.</param>
internal sealed record ApiOperation(string Id, string Method, string Path, bool IsOpen, IReadOnlyList<ApiParameter> Parameters,
    JsonElement? Body, IReadOnlyDictionary<string, JsonElement> Responses)
{
    private readonly string[] _steps = Path.Split('/');

    /// <summary>How many of the path's steps are written out: of two that fit, the one with more is meant.</summary>
    public int WrittenSteps => _steps.Count(step => !step.StartsWith('{'));

    /// <param name="path">Without a query.</param>
    public bool IsAt(string path)
    {
        var steps = path.Split('/');
        return steps.Length == _steps.Length && _steps.Zip(steps).All(step => Fits(step.First, step.Second));
    }

    private bool Fits(string written, string step) => written.StartsWith('{')
        ? step.Length > 0 && (Parameters.FirstOrDefault(p => p.In == "path" && p.Name == written[1..^1])?.CanBe(Uri.UnescapeDataString(step)) ?? true)
        : string.Equals(written, step, StringComparison.OrdinalIgnoreCase);
}

/// <param name="In">path, query or header.</param>
internal sealed record ApiParameter(string Name, string In, bool IsRequired, JsonElement Schema)
{
    /// <summary>Whether an address with this step is one of the operation: the router looks at the kind, not at the range.</summary>
    public bool CanBe(string step) =>
        Schema.TryGetProperty("format", out var format) && format.GetString() == "uuid" ? Guid.TryParse(step, out _)
        : !JsonTypes.Allowed(Schema).Contains("integer") || long.TryParse(step, NumberStyles.Integer, CultureInfo.InvariantCulture, out _);
}
