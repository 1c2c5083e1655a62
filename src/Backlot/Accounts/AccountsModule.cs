using Backlot.Accounts.Codes;
using Backlot.Accounts.Credits;
using Backlot.Accounts.People;
using Backlot.Accounts.SignIn;
using Backlot.Accounts.Tokens;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.OpenApi;
using Backlot.Platform.Http.RateLimits;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Backlot.Accounts;

/// <summary>Users, and how they sign in.</summary>
public static class AccountsModule
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<TokenHash>().AddSingleton<Credentials>().AddSingleton<RecentCredentials>().AddSingleton<PublicAddress>();
        services.AddSingleton(_ => new Passwords());
        services.AddSingleton(new ApiTag("Account", "One's own account: setting up, signing in, sessions, tokens."));
        services.AddSingleton(new ApiTag("People", "Everybody with an account here, for admins; invitations."));
        services.AddSingleton(new ApiTag("Credits", "What may be spent, and what was."));
        services.AddScoped<Sessions>().AddScoped<OneTimeCodes>();
        services.AddAuthentication(RequestSignIn.Name).AddScheme<AuthenticationSchemeOptions, RequestSignIn>(RequestSignIn.Name, null);
        // Whatever says nothing of its own is for signed-in users only.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return services;
    }

    /// <summary>Who makes the request, and whether they may.</summary>
    public static void UseAccounts(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseMiddleware<RateLimiting>();      // strangers, too, who try tokens
        app.UseMiddleware<CrossSiteGuard>();
        app.UseAuthorization();
        app.UseMiddleware<Permissions>();
        app.UseMiddleware<OpenAnswers>();
    }

    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("").AddEndpointFilter(ForgetWhatMayHaveEnded);
        accounts.MapSetupApi();
        accounts.MapSessionApi();
        accounts.MapMeApi();
        accounts.MapTokenApi();
        accounts.MapUserApi();
        accounts.MapInvitationApi();
        accounts.MapPasswordResetApi();
        routes.MapCredits();
    }

    /// <summary>Makes the owner at the first start.</summary>
    /// <returns>The token of this machine's command line.</returns>
    public static async Task<string> EnsureOwnerAsync(this IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var here = scope.ServiceProvider;
        return await FirstOwner.EnsureAsync(here.GetRequiredService<BacklotDb>(), here.GetRequiredService<DataFolder>(),
            here.GetRequiredService<TokenHash>(), ct);
    }

    /// <summary>Before whoever changed something of an account is answered, so that it counts for their next request.</summary>
    private static async ValueTask<object?> ForgetWhatMayHaveEnded(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var result = await next(call);
        if (!EndpointAccess.IsSafe(call.HttpContext.Request.Method))
            call.HttpContext.RequestServices.GetRequiredService<RecentCredentials>().Forget();
        return result;
    }
}
