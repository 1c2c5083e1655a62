using System.Text.Json;
using System.Text.Json.Nodes;
using Backlot.Platform.Http.Limits;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Backlot.Platform.Http.OpenApi;

/// <summary>Writes the limits and examples that records and parameters carry into their schemas.</summary>
internal sealed class SchemaWords : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type.IsEnum)
            Words(schema);
        foreach (var limit in LimitsOf(context))
            if (limit.LimitsCollections)
                limit.Describe(schema, context.ApplicationServices);
            else
                limit.Describe(ElementOf(schema), context.ApplicationServices);
        if (context.JsonPropertyInfo is null && RequestBody.ExampleOf(type) is { } example
            && JsonSerializer.SerializeToNode(example, context.JsonTypeInfo) is { } shown)
            schema.Examples = [Shown(shown)];
        // A comment in the source breaks its lines where the source does.
        if (schema.Description is { } description)
            schema.Description = string.Join(' ', description.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return Task.CompletedTask;
    }

    private static IEnumerable<LimitAttribute> LimitsOf(OpenApiSchemaTransformerContext context) =>
        context.JsonPropertyInfo is { } field ? RequestLimits.Of(field)
        : context.ParameterDescription?.ParameterDescriptor is IParameterInfoParameterDescriptor { ParameterInfo: var parameter } ? RequestLimits.Of(parameter)
        : [];

    /// <summary>What one value looks like, of a list or dictionary of them or of a field of its own.</summary>
    private static OpenApiSchema ElementOf(OpenApiSchema schema) =>
        schema.Items as OpenApiSchema ?? schema.AdditionalProperties as OpenApiSchema ?? schema;

    /// <summary>An enum's schema is shared by the fields that may be null and those that may not: null is said by the field.</summary>
    private static void Words(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.String;
        schema.Enum = schema.Enum?.Where(word => word is not null && !word.IsJsonNullSentinel()).ToList();
    }

    /// <summary>Without the fields that are left out.</summary>
    private static JsonNode Shown(JsonNode node)
    {
        if (node is JsonObject fields)
            foreach (var (name, value) in fields.ToList())
                if (value is null)
                    fields.Remove(name);
                else
                    Shown(value);
        else if (node is JsonArray items)
            foreach (var item in items.OfType<JsonNode>())
                Shown(item);
        return node;
    }
}
