using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Backlot.Platform.Http.OpenApi;

/// <summary>What can only be said when all schemas are there. A body that is sent is closed: what it does not know is
/// refused. An answer is open, for fields may be added to it later, and every field it names is always there.</summary>
internal sealed class WholeDocument : IOpenApiDocumentTransformer
{
    private const string AnyJson = "JsonElement";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        if (document.Components?.Schemas is not { } schemas)
            return Task.CompletedTask;
        schemas.Remove("ProblemDetails");       // ours takes its place everywhere
        schemas.Remove(AnyJson);
        var sent = Sent(document);
        foreach (var (name, schema) in schemas)
            if (schema is OpenApiSchema { Properties: { Count: > 0 } fields } record)
            {
                foreach (var (field, kind) in fields.ToList())
                    fields[field] = Anything(kind);
                if (!sent.Contains(name) && name != ProblemSchema.Name)
                    (record.AdditionalPropertiesAllowed, record.Required) = (true, fields.Keys.ToHashSet());
            }
        return Task.CompletedTask;
    }

    /// <summary>A field of any JSON. The framework says "null, or a schema that allows all", which null meets twice and so
    /// breaks.</summary>
    private static IOpenApiSchema Anything(IOpenApiSchema field) =>
        (field.OneOf ?? []).Prepend(field).OfType<OpenApiSchemaReference>().Any(r => r.Reference.Id == AnyJson)
            ? new OpenApiSchema { Description = field.Description ?? "Any JSON." }
            : field;

    /// <summary>The names of all schemas that bodies of requests are made of.</summary>
    private static HashSet<string> Sent(OpenApiDocument document)
    {
        var sent = new HashSet<string>();
        foreach (var (_, operation) in document.Paths.Values.SelectMany(path => path.Operations ?? []))
            foreach (var media in operation.RequestBody?.Content?.Values ?? [])
                Reach(media.Schema, sent);
        return sent;
    }

    private static void Reach(IOpenApiSchema? schema, HashSet<string> seen)
    {
        if (schema is null || (schema is OpenApiSchemaReference { Reference.Id: { } name } && !seen.Add(name)))
            return;
        foreach (var inside in (schema.Properties?.Values ?? []).Concat(schema.OneOf ?? []).Concat(schema.AnyOf ?? [])
            .Append(schema.Items).Append(schema.AdditionalProperties))
            Reach(inside, seen);
    }
}
