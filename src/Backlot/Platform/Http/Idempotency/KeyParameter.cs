using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Backlot.Platform.Http.Idempotency;

/// <summary>Tells the header in the API document.</summary>
internal sealed class KeyParameter : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<KeyedWrite>().LastOrDefault() is { } route)
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = IdempotencyKeys.Header,
                In = ParameterLocation.Header,
                Required = route.Required,
                Description = "A new UUID for each thing wanted: a request that is sent again with the same key within a day has its effect once and gets the same answer.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = IdempotencyKeys.LongestKey, Pattern = "^[!-~]+$" },
            });
        return Task.CompletedTask;
    }
}
