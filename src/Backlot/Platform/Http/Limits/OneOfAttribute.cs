using System.Globalization;
using System.Text.Json.Nodes;
using Backlot.Platform.Database;
using Microsoft.OpenApi;

namespace Backlot.Platform.Http.Limits;

/// <summary>One of a few words.</summary>
public class OneOfAttribute(params string[] words) : LimitAttribute
{
    public override string? Fault(object value, IServiceProvider services) =>
        value is string word && words.Contains(word) ? null : $"it is '{Short(value)}'; choose one of {string.Join(", ", words)}.";

    /// <summary>Nobody needs to be told all that they sent.</summary>
    private static string Short(object value) => value.ToString() is { Length: > 30 } text ? new StringInfo(text).SubstringByTextElements(0, 10) + "…" : $"{value}";

    public override void Describe(OpenApiSchema schema, IServiceProvider services)
    {
        schema.Enum = [.. words.Select(word => (JsonNode)word)];
        // A field that may be null must allow it among the words, too.
        if (schema.Type is { } type && type.HasFlag(JsonSchemaType.Null))
            schema.Enum.Add(JsonNullSentinel.JsonNull);
    }
}

/// <summary>One of the states of <typeparamref name="T"/>, as <see cref="TextEnum"/> writes them.</summary>
public sealed class StateOfAttribute<T>() : OneOfAttribute([.. Enum.GetValues<T>().Select(TextEnum.Name)]) where T : struct, Enum;
