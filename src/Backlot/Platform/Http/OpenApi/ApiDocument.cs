using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Backlot.Platform.Http.OpenApi;

/// <summary>The API as OpenAPI 3.1: at <c>/openapi.json</c>, to be browsed at <c>/docs</c>, and committed. Programs may
/// rely on it: every answer of the test suite is held against it.</summary>
internal static class ApiDocument
{
    public static void Add(IServiceCollection services) => services
        .AddSingleton(new ApiTag("Operation", "For whoever watches over the server."))
        .AddOpenApi(options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddSchemaTransformer<SchemaWords>();
        options.AddOperationTransformer<OperationWords>();
        options.AddDocumentTransformer(Begin);
        options.AddDocumentTransformer<WholeDocument>();
    });

    public static void UseApiBrowser(this WebApplication app) => app.UseSwaggerUI(page =>
    {
        page.RoutePrefix = "docs";
        page.DocumentTitle = "Backlot API";
        page.SwaggerEndpoint("/openapi.json", "Backlot");
    });

    private static Task Begin(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        document.Info = new()
        {
            Title = "Backlot",
            Version = "1",
            Description = "The production back end for AI video. Every error is a problem document (RFC 9457) with a stable code; "
                + "lists are read in slices by cursor; bodies are JSON, and fields that are not known are refused. "
                + "Answers may get new fields.",
            License = new() { Name = "MIT", Identifier = "MIT" },
        };
        document.Servers = [new() { Url = "http://127.0.0.1:7070", Description = "Default address" }];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API token, blt_…" },
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
        var tags = context.ApplicationServices.GetServices<ApiTag>().ToDictionary(tag => tag.Name);
        document.Tags = (document.Tags ?? new HashSet<OpenApiTag>())
            .Select(tag => new OpenApiTag { Name = tag.Name, Description = tags.GetValueOrDefault(tag.Name ?? "")?.Description })
            .OrderBy(tag => tag.Name, StringComparer.Ordinal).ToHashSet();
        return Task.CompletedTask;
    }
}
