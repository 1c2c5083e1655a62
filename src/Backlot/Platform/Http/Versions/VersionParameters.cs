using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Backlot.Platform.Http.Versions;

/// <summary>Tells the headers in the API document.</summary>
internal sealed class VersionParameters : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<Versioned>().Any())
            Add(operation, HeaderNames.IfNoneMatch, "ETags of answers that you have: if one is still good, the answer is 304 without a body.");
        if (metadata.OfType<ChangesVersioned>().Any())
            Add(operation, HeaderNames.IfMatch, "The ETag of what you want to change: if it has changed since, the answer is 412 and nothing changes. Left out: whatever it is now.");
        return Task.CompletedTask;
    }

    private static void Add(OpenApiOperation operation, string name, string description) => (operation.Parameters ??= []).Add(new OpenApiParameter
    {
        Name = name, In = ParameterLocation.Header, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 8000 },
    });
}
