using Backlot.Accounts.Credits;
using Backlot.Platform.Database;
using Backlot.Platform;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Backlot.Accounts;

/// <summary>Users, and how they sign in.</summary>
public static class AccountsModule
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<TokenHash>();
        services.AddAuthentication(BearerTokens.Name).AddScheme<AuthenticationSchemeOptions, BearerTokens>(BearerTokens.Name, null);
        // Whatever says nothing of its own is for signed-in users only.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return services;
    }

    public static void MapAccounts(this IEndpointRouteBuilder routes) => routes.MapCredits();

    /// <summary>Makes the owner at the first start.</summary>
    /// <returns>The token of this machine's command line.</returns>
    public static async Task<string> EnsureOwnerAsync(this IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var here = scope.ServiceProvider;
        return await FirstOwner.EnsureAsync(here.GetRequiredService<BacklotDb>(), here.GetRequiredService<DataFolder>(),
            here.GetRequiredService<TokenHash>(), ct);
    }
}
