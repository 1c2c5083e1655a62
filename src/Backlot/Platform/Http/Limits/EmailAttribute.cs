using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace Backlot.Platform.Http.Limits;

/// <summary>Something with an @ in it. Only what cannot be an address is refused: that it is somebody's, only a message to
/// it could tell.</summary>
/// <param name="longest">Characters, with the blanks around it that are cut off later.</param>
public sealed partial class EmailAttribute(int longest) : LimitAttribute
{
    public override string? Fault(object value, IServiceProvider services) =>
        value is string text && text.Length <= longest && Address().IsMatch(text) ? null : $"write an e-mail address of at most {longest} characters.";

    public override void Describe(OpenApiSchema schema, IServiceProvider services)
    {
        schema.Format = "email";
        schema.MinLength = 3;
        schema.MaxLength = longest;
        schema.Pattern = Address().ToString();
    }

    [GeneratedRegex(@"^\s*[^@\s\u0000-\u001F\u007F-\u009F]+@[^@\s\u0000-\u001F\u007F-\u009F]+\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
