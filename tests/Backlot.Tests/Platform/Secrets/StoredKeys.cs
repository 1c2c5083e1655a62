using Backlot.Generation.Keys;
using Backlot.Platform.Database;
using Backlot.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Platform.Secrets;

/// <summary>Provider keys of the owner, stored as the server stores them.</summary>
internal static class StoredKeys
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static string SecretOf(int n) => $"sk-stored-secret-{n:0000}";

    public static async Task AddAsync(TestServer server, Guid owner, IEnumerable<int> numbers)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var (db, vault) = (scope.ServiceProvider.GetRequiredService<BacklotDb>(), scope.ServiceProvider.GetRequiredService<KeyVault>());
        db.Owner = owner;
        await using var transaction = await db.Database.BeginTransactionAsync(Ct);
        foreach (var n in numbers)
        {
            var row = new UserApiKey { UserId = owner, Provider = $"p{n}" };
            await vault.SealAsync(row, new(SecretOf(n), null), Ct);
            db.Add(row);
        }
        await db.SaveChangesAsync(Ct);
        await transaction.CommitAsync(Ct);
    }

    /// <summary>Each opens as it was stored.</summary>
    public static async Task DemandAllAsync(TestServer server, Guid owner, IEnumerable<int> numbers)
    {
        await using var scope = server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<BacklotDb>().Owner = owner;
        var vault = scope.ServiceProvider.GetRequiredService<KeyVault>();
        scope.ServiceProvider.GetRequiredService<BacklotDb>().Owner = owner;
        foreach (var n in numbers)
            Assert.Equal(SecretOf(n), (await vault.OpenAsync(owner, $"p{n}", Ct)).Key);
    }
}
