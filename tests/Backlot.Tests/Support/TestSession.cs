using System.Net;
using Backlot.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Support;

/// <summary>A session of somebody, without the forms that lead to one.</summary>
internal static class TestSession
{
    /// <returns>The cookie by which a browser is signed in.</returns>
    public static async Task<Cookie> BeginAsync(TestServer server, Guid userId)
    {
        var token = TokenHash.NewSecret();
        await server.Database.RunAsync("insert into sessions (user_id, token_hash, expires_at) values ($1, $2, now() + interval '1 day')",
            userId, server.Services.GetRequiredService<TokenHash>().OfSession(token));
        return new($"backlot-http-{server.Http.BaseAddress!.Port}", token);
    }
}
