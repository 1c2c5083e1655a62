using System.Collections;
using System.Globalization;
using Microsoft.OpenApi;

namespace Backlot.Platform.Http.Limits;

/// <summary>A list or dictionary of <paramref name="least"/> to <paramref name="most"/> elements, both inclusive.</summary>
public sealed class ItemsAttribute(int least, int most) : LimitAttribute
{
    public override bool LimitsCollections => true;

    public override string? Fault(object value, IServiceProvider services) =>
        Count(value) is var count && count >= least && count <= most
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"there are {count}; give {(least == most ? "exactly" : least == 0 ? "at most" : $"{least} to")} {most}.");

    public override void Describe(OpenApiSchema schema, IServiceProvider services)
    {
        if (schema.Type is { } type && type.HasFlag(JsonSchemaType.Object))
            (schema.MinProperties, schema.MaxProperties) = (least > 0 ? least : null, most);
        else
            (schema.MinItems, schema.MaxItems) = (least > 0 ? least : null, most);
    }

    private static int Count(object value) => value switch
    {
        ICollection collection => collection.Count,
        IEnumerable some => some.Cast<object?>().Count(),
        _ => 1,
    };
}
