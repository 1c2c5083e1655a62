using System.Globalization;
using Microsoft.OpenApi;

namespace Backlot.Platform.Http.Limits;

/// <summary>1 to <paramref name="longest"/> characters, not all of them blank, without line breaks and other control characters.</summary>
/// <param name="longest">Unicode code points, as JSON Schema and PostgreSQL count them.</param>
public sealed class TextAttribute(int longest) : LimitAttribute
{
    /// <summary>Anything without control characters, with something to see in it.</summary>
    private const string OneLine = @"^[^\p{Cc}]*[^\p{Cc}\s][^\p{Cc}]*$";

    public int Longest { get; } = longest;

    public override string? Fault(object value, IServiceProvider services) =>
        value is string text && text.AsSpan().Trim().Length > 0 && LengthOf(text) <= Longest && !text.Any(char.IsControl)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"write 1 to {Longest} characters without line breaks.");

    public override void Describe(OpenApiSchema schema, IServiceProvider services)
    {
        schema.MinLength = 1;
        schema.MaxLength = Longest;
        schema.Pattern = OneLine;
    }

    /// <summary>Code points; a half of a pair that lost the other counts as one.</summary>
    internal static int LengthOf(string text) => text.EnumerateRunes().Count();
}
