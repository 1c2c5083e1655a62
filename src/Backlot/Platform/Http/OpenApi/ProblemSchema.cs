using Microsoft.OpenApi;

namespace Backlot.Platform.Http.OpenApi;

/// <summary>The one schema of every error: a problem document (RFC 9457) with a stable code.</summary>
internal static class ProblemSchema
{
    public const string Name = "Problem";

    public static OpenApiSchema Make() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "What went wrong (RFC 9457), in words for people and a code for programs.",
        Required = new HashSet<string> { "type", "title", "status", "code" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("An address that tells more about problems of this kind.", 500, "uri-reference"),
            ["title"] = Text("The kind of problem, in a few words.", 200),
            ["status"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer, Format = "int32", Minimum = "400", Maximum = "599", Description = "The answer's HTTP status.",
            },
            ["detail"] = Text("One sentence that says what is wrong and what to do.", 20_000),
            ["code"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String, MaxLength = 100, Pattern = "^[a-z0-9]+([.-][a-z0-9]+)*$",
                Description = "Stable: programs may rely on it. docs/problems.md lists them.",
            },
            ["traceId"] = Text("Finds this very answer in the server's log.", 100),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array, Items = Fault(), Description = "The fields at fault, where there are any.",
            },
        },
    };

    private static OpenApiSchema Fault() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "pointer", "detail" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["pointer"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String, Pattern = "^(/([^~/]|~[01])*)*$", Description = "A JSON Pointer (RFC 6901) into the request's body.",
            },
            ["detail"] = Text("One sentence about this field.", 20_000),
        },
    };

    private static OpenApiSchema Text(string description, int longest, string? format = null) =>
        new() { Type = JsonSchemaType.String, Description = description, MaxLength = longest, Format = format };
}
