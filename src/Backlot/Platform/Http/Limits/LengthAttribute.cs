using System.Globalization;
using Microsoft.OpenApi;

namespace Backlot.Platform.Http.Limits;

/// <summary>Any characters at all, <paramref name="least"/> to <paramref name="most"/> of them: for passwords, of which only
/// the length counts.</summary>
/// <param name="least">Code points, inclusive.</param>
/// <param name="most">Code points, inclusive.</param>
/// <param name="advice">What more to say to who breaks it; the value itself is never repeated.</param>
public sealed class LengthAttribute(int least, int most, string advice) : LimitAttribute
{
    public override string? Fault(object value, IServiceProvider services) =>
        value is string text && text.EnumerateRunes().Count() is var length && length >= least && length <= most
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"choose {least} to {most} characters; {advice}.");

    public override void Describe(OpenApiSchema schema, IServiceProvider services) => (schema.MinLength, schema.MaxLength) = (least, most);
}
