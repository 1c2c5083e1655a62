using System.Globalization;
using Microsoft.OpenApi;

namespace Backlot.Platform.Http.Limits;

/// <summary>Text of 1 to <paramref name="longest"/> characters on one line, not all of them blank; control characters are
/// refused, for the database cannot hold all of them and no reader wants any.</summary>
/// <param name="longest">Unicode code points, as JSON Schema and PostgreSQL count them.</param>
public sealed class TextAttribute(int longest) : LimitAttribute
{
    private const string LineBreaks = "\t\r\n";

    /// <summary>Whether nothing, or blanks, will do.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>Whether line breaks and tabs are allowed.</summary>
    public bool ManyLines { get; init; }

    public override string? Fault(object value, IServiceProvider services) =>
        value is string text && (MayBeEmpty || text.AsSpan().Trim().Length > 0) && text.EnumerateRunes().Count() <= longest && !text.Any(IsRefused)
            ? null
            : string.Create(CultureInfo.InvariantCulture,
                $"write {(MayBeEmpty ? "at most" : "1 to")} {longest} characters without {(ManyLines ? "control characters" : "line breaks")}.");

    public override void Describe(OpenApiSchema schema, IServiceProvider services)
    {
        var refused = ManyLines ? @"\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F" : @"\u0000-\u001F\u007F-\u009F";
        schema.MinLength = MayBeEmpty ? null : 1;
        schema.MaxLength = longest;
        schema.Pattern = MayBeEmpty ? $"^[^{refused}]*$" : $@"^[^{refused}]*[^{refused}\s][^{refused}]*$";
    }

    private bool IsRefused(char c) => char.IsControl(c) && !(ManyLines && LineBreaks.Contains(c));
}
