using Backlot.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Support;

/// <summary>Somebody besides the owner, signed in by a token of their own. Dispose the client.</summary>
public sealed record TestUser(Guid Id, string Token, HttpClient Http) : IDisposable
{
    /// <param name="server">Where they get an account.</param>
    /// <param name="name">Before the @ of their e-mail.</param>
    /// <param name="scopes">Of their token; null for all.</param>
    /// <param name="isAdmin">May do what admins may.</param>
    public static async Task<TestUser> AddAsync(TestServer server, string name, string[]? scopes = null, bool isAdmin = false)
    {
        var id = await server.Database.AddUserAsync(name + "@example.org");
        if (isAdmin)
            await server.Database.RunAsync("update users set role = 'admin' where id = $1", id);
        var token = TokenText.New();
        await server.Database.RunAsync(
            "insert into api_tokens (user_id, name, token_hash, last4, scopes) values ($1, 'test', $2, $3, $4)",
            id, server.Services.GetRequiredService<TokenHash>().Of(token), token[^4..], scopes ?? ["*"]);
        return new(id, token, KeyedHttp.New(server.Http.BaseAddress!, token));
    }

    public void Dispose() => Http.Dispose();
}
