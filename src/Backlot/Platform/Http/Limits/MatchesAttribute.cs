using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace Backlot.Platform.Http.Limits;

/// <summary>Text of one form.</summary>
/// <param name="pattern">Of the whole text, begun by <c>^</c> and ended by <c>$</c>; understood alike here and by JSON Schema.</param>
/// <param name="longest">Characters.</param>
/// <param name="wanted">What to write, after "write ".</param>
public sealed class MatchesAttribute(string pattern, int longest, string wanted) : LimitAttribute
{
    private readonly Regex _form = new(pattern[..^1] + @"\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>One that is good, for the document.</summary>
    public string? Example { get; init; }

    public override string? Fault(object value, IServiceProvider services) =>
        value is string text && text.Length <= longest && _form.IsMatch(text) ? null : $"write {wanted}.";

    public override void Describe(OpenApiSchema schema, IServiceProvider services)
    {
        schema.Pattern = pattern;
        schema.MaxLength = longest;
        if (Example is not null)
            schema.Examples = [Example];
    }
}
