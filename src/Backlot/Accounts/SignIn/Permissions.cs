using Backlot.Platform;
using Backlot.Platform.Http;
using Microsoft.AspNetCore.Authorization;

namespace Backlot.Accounts.SignIn;

/// <summary>Holds a signed-in caller to their role and to the scopes of their token, as the endpoint says it needs.</summary>
internal sealed class Permissions(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
            && Caller.Of(http.User) is { } caller)
            Demand(endpoint, http.Request.Method, caller);
        return next(http);
    }

    private static void Demand(Endpoint endpoint, string method, Caller caller)
    {
        if (EndpointAccess.ScopeOf(endpoint, method) is { } scope && !caller.May(scope))
            throw new Refusal(403, "scope.missing", $"This token is not good for that: use one with the scope '{scope}'.");
        if (endpoint.Metadata.GetMetadata<EndpointAccess.AdminsOnly>() is not null && !caller.IsAdmin)
            throw new Refusal(403, "admin.only", "Only an admin may do that: ask one of this Backlot.");
    }
}
