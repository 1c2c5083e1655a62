using System.Text.Json.Nodes;
using Backlot.Platform.Http.RateLimits;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace Backlot.Platform.Http.OpenApi;

/// <summary>What every operation of a kind has in common, so that no endpoint needs to say it: who may call it, how it can
/// fail, the headers of its answers, the parameters that mean the same everywhere.</summary>
internal sealed class OperationWords : IOpenApiOperationTransformer
{
    private static readonly Dictionary<string, string> Parameters = new()
    {
        ["id"] = "Its id.",
        ["limit"] = "How many to answer at most.",
        ["cursor"] = "The nextCursor of the slice before; leave it out for the newest.",
    };

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document ?? throw new InvalidOperationException("An operation is described outside of a document.");
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var isOpen = metadata.OfType<IAllowAnonymous>().Any();
        if (isOpen)
            operation.Security = [];
        operation.Parameters ??= [];
        foreach (var header in metadata.OfType<ApiRequestHeader>())
            operation.Parameters.Add(Parameter(header));
        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>())
            Describe(parameter);
        foreach (var status in metadata.OfType<ApiBytes>().SelectMany(bytes => bytes.Statuses))
            (operation.Responses ??= [])[$"{status}"] = BytesOf(status);
        Headers(operation, metadata);
        var isCounted = RateLimiting.Counts("/" + context.Description.RelativePath);
        if (isCounted)
            foreach (var answer in operation.Responses?.Values.OfType<OpenApiResponse>().ToList() ?? [])
                SharedHeaders.AddCounted(answer, document);
        ProblemResponses.Share(operation, document, Statuses(operation, context.Description, isOpen, isCounted));
        if (operation.Parameters.Count == 0)
            operation.Parameters = null;
        return Task.CompletedTask;
    }

    private static IEnumerable<int> Statuses(OpenApiOperation operation, ApiDescription route, bool isOpen, bool isCounted)
    {
        yield return 400;       // an address or a header that cannot be read
        if (!isOpen)
            foreach (var status in (int[])[401, 403])
                yield return status;
        if (isCounted)
            foreach (var status in (int[])[429, 503])
                yield return status;
        if (!EndpointAccess.IsSafe(route.HttpMethod ?? ""))
            foreach (var status in (int[])[413, 415])       // of a body, also where none is wanted
                yield return status;
        if (operation.Parameters?.Any(p => p.In == ParameterLocation.Path) is true)
            yield return 404;
        if (operation.RequestBody is not null)
            yield return 422;
    }

    private static void Headers(OpenApiOperation operation, IList<object> metadata)
    {
        foreach (var (status, answer) in operation.Responses ?? [])
        {
            if (answer is not OpenApiResponse response)
                continue;
            if (status is "201" or "202")
                Add(response, "Location", SharedHeaders.Header(
                    status == "201" ? "The address of what was made." : "Where to ask how far it is.", "/api/…", isRequired: true));
            foreach (var header in metadata.OfType<ApiResponseHeader>())
                if (header.Statuses.Any(s => status == $"{s}"))
                    Add(response, header.Name, SharedHeaders.Header(header.Description, header.Example, header.IsAlwaysThere));
        }
    }

    private static OpenApiResponse BytesOf(int status) => new()
    {
        Description = ReasonPhrases.GetReasonPhrase(status),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [ApiBytes.AnyType] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
        },
    };

    private static void Add(OpenApiResponse response, string name, OpenApiHeader header) =>
        (response.Headers ??= new Dictionary<string, IOpenApiHeader>())[name] = header;

    private static OpenApiParameter Parameter(ApiRequestHeader header) => new()
    {
        Name = header.Name,
        In = ParameterLocation.Header,
        Required = header.IsRequired,
        Description = header.Description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = header.Longest },
        Example = JsonValue.Create(header.Example),
    };

    /// <summary>Lists are sliced alike everywhere: see <see cref="Page"/>.</summary>
    private static void Describe(OpenApiParameter parameter)
    {
        if (parameter.Description is null && Parameters.TryGetValue(parameter.Name ?? "", out var words))
            parameter.Description = words;
        if (parameter is not { In: ParameterLocation.Query, Schema: OpenApiSchema schema })
            return;
        if (parameter.Name == "limit")
            (schema.Minimum, schema.Maximum, schema.Default) = ("1", $"{Page.LargestLimit}", JsonValue.Create(Page.DefaultLimit));
        if (parameter.Name == "cursor")
            (schema.MinLength, schema.MaxLength) = (1, 512);
    }
}
