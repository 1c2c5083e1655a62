using System.Security.Claims;
using Backlot.Platform.Database;

namespace Backlot.Platform.Http;

/// <summary>Whoever signed in owns what the request sees and saves; a stranger sees nothing.</summary>
internal static class RequestOwner
{
    public static void UseRequestOwner(this WebApplication app) => app.Use((http, next) =>
    {
        if (Guid.TryParse(http.User.FindFirstValue(Caller.UserIdClaim), out var user))
            http.RequestServices.GetRequiredService<BacklotDb>().Owner = user;
        return next(http);
    });
}
