using System.Text.Json.Nodes;
using Backlot.Platform.Http.RateLimits;
using Microsoft.OpenApi;

namespace Backlot.Platform.Http.OpenApi;

/// <summary>The headers of the shared error answers.</summary>
internal static class ProblemHeaders
{
    /// <param name="status">As the document writes it.</param>
    /// <returns>Null when it has none of its own.</returns>
    public static Dictionary<string, IOpenApiHeader>? Of(string status) => status switch
    {
        "401" => new() { ["WWW-Authenticate"] = Header("How to sign in.", "Bearer", isRequired: true) },
        "409" or "503" => new() { ["Retry-After"] = Header("Seconds after which to try again, where waiting helps.", "1") },
        "429" => new()
        {
            ["Retry-After"] = Header("Seconds after which to try again.", "30", isRequired: true),
            [RateHeaders.Policy] = Header("How many requests (q) in how many seconds (w) may be sent, and by which policy.", "\"write\";q=1200;w=60", isRequired: true),
            [RateHeaders.Limit] = Header("How many remain (r), and in how many seconds (t) they are renewed.", "\"write\";r=0;t=30", isRequired: true),
        },
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
