using Backlot.Platform.Database;

namespace Backlot.Platform.Http;

/// <summary>Whoever signed in owns what the request sees and saves; a stranger sees nothing.</summary>
internal static class RequestOwner
{
    public static void UseRequestOwner(this WebApplication app) => app.Use((http, next) =>
    {
        if (Caller.Of(http.User) is { } caller)
            http.RequestServices.GetRequiredService<BacklotDb>().Owner = caller.UserId;
        return next(http);
    });
}
