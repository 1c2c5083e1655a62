using System.Text.Json.Nodes;
using Backlot.Platform.Http.RateLimits;
using Microsoft.OpenApi;

namespace Backlot.Platform.Http.OpenApi;

/// <summary>Headers that many answers have, written once in the document.</summary>
internal static class SharedHeaders
{
    /// <summary>Of every request that is counted.</summary>
    private static readonly Dictionary<string, OpenApiHeader> Counted = new()
    {
        [RateHeaders.Policy] = Header("How many requests of this kind are allowed in how many seconds.", "\"write\";q=1200;w=60", isRequired: true),
        [RateHeaders.Limit] = Header("How many are left, and in how many seconds all are again.", "\"write\";r=1199;t=42", isRequired: true),
    };

    /// <summary>Adds the headers of a request that was counted.</summary>
    public static void AddCounted(OpenApiResponse response, OpenApiDocument document)
    {
        document.Components ??= new();
        document.Components.Headers ??= new Dictionary<string, IOpenApiHeader>();
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        foreach (var (name, header) in Counted)
        {
            document.Components.Headers.TryAdd(name, header);
            response.Headers[name] = new OpenApiHeaderReference(name, document);
        }
    }

    /// <summary>Those of a shared error answer.</summary>
    /// <param name="status">As the document writes it.</param>
    /// <returns>Null when it has none of its own.</returns>
    public static Dictionary<string, IOpenApiHeader>? OfProblem(string status) => status switch
    {
        "401" => new() { ["WWW-Authenticate"] = Header("How to sign in.", "Bearer", isRequired: true) },
        "409" or "503" => new() { ["Retry-After"] = Header("Seconds after which to try again, where waiting helps.", "1") },
        "429" => new() { ["Retry-After"] = Header("Seconds after which to try again.", "30", isRequired: true) },
        _ => null,
    };

    public static OpenApiHeader Header(string description, string example, bool isRequired = false) => new()
    {
        Description = description,
        Required = isRequired,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = JsonValue.Create(example),
    };
}
