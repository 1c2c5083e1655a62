namespace Backlot.Platform.Http.Robustness;

/// <summary>Whatever the API answers is for its caller alone: nobody on the way keeps it.</summary>
internal static class PrivateAnswers
{
    /// <summary>Before everything else: what is registered first has the last word on the headers.</summary>
    public static void UsePrivateAnswers(this WebApplication app) => app.Use((http, next) =>
    {
        if (http.Request.Path.StartsWithSegments("/api"))
            http.Response.OnStarting(static state =>
            {
                var headers = ((HttpContext)state).Response.Headers;
                headers.CacheControl = "no-store";
                headers.XContentTypeOptions = "nosniff";
                headers.Pragma = headers.Expires = default;
                return Task.CompletedTask;
            }, http);
        return next(http);
    });
}
