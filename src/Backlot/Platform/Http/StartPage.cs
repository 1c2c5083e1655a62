using Microsoft.Extensions.FileProviders;

namespace Backlot.Platform.Http;

/// <summary>The page at <c>/</c>: a few plain files inside the program. They hold nothing of anybody, so they need no
/// token; what they show, they ask the API for.</summary>
internal static class StartPage
{
    public static void UseStartPage(this WebApplication app)
    {
        var files = new EmbeddedFileProvider(typeof(StartPage).Assembly, "Page");
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            OnPrepareResponse = context =>
            {
                var headers = context.Context.Response.Headers;
                headers.CacheControl = "no-cache";
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "no-referrer";
                headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
            },
        });
    }
}
