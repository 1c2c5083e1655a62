using System.Security.Cryptography;
using System.Text;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Generation.Keys;

/// <summary>Takes users' keys of providers in, and hands one out for the call that needs it.</summary>
public sealed class KeyVault(BacklotDb db, KeyRing ring, RootKey root, TimeProvider time)
{
    private static readonly TimeSpan LastUsedPrecision = TimeSpan.FromMinutes(1);
    private readonly byte[] _hashKey = root.Derive("provider key hash v1");

    /// <summary>The user's key, decrypted; the use is remembered to the minute.</summary>
    /// <exception cref="Refusal">409: there is none, it is switched off, or it cannot be decrypted.</exception>
    public async Task<ProviderKey> OpenAsync(Guid userId, string provider, CancellationToken ct) =>
        await OpenAsync(await DemandAsync(userId, provider, ct), ct);

    /// <summary>The user's key, still sealed.</summary>
    /// <exception cref="Refusal">409: there is none, or it is switched off.</exception>
    internal async Task<UserApiKey> DemandAsync(Guid userId, string provider, CancellationToken ct)
    {
        var row = await db.UserApiKeys.AsNoTracking().SingleOrDefaultAsync(k => k.UserId == userId && k.Provider == provider, ct)
            ?? throw new Refusal(409, "key.missing", $"There is no key for {provider}: store one under your keys.");
        return row.IsActive ? row : throw new Refusal(409, "key.inactive", $"The key for {provider} is switched off: switch it on under your keys.");
    }

    /// <inheritdoc cref="OpenAsync(Guid, string, CancellationToken)"/>
    internal async Task<ProviderKey> OpenAsync(UserApiKey row, CancellationToken ct)
    {
        try
        {
            var key = ProviderKey.FromSecret(await ring.OpenAsync(row.Place, row.Secret, ct));
            await RememberUseAsync(row, ct);
            return key;
        }
        catch (SecretUnreadable)
        {
            throw new Refusal(409, "key.unreadable", $"The stored key for {row.Provider} cannot be decrypted: store it anew.");
        }
    }

    /// <summary>Encrypts the key into the row.</summary>
    /// <param name="row">Yet to be saved, in the transaction that the context is in.</param>
    internal async Task SealAsync(UserApiKey row, ProviderKey key, CancellationToken ct)
    {
        row.Secret = await ring.SealAsync(db, row.Place, key.ToSecret(), ct);
        row.KeyHash = Hash(key);
        row.Last4 = key.Last4;
    }

    /// <summary>Tells equal keys apart from others without holding them; useless without the root key.</summary>
    internal byte[] Hash(ProviderKey key) => HMACSHA256.HashData(_hashKey, Encoding.UTF8.GetBytes(key.ToSecret()));

    private async Task RememberUseAsync(UserApiKey row, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (row.LastUsedAt is null || now - row.LastUsedAt >= LastUsedPrecision)
            await db.UserApiKeys.Where(k => k.Id == row.Id).ExecuteUpdateAsync(k => k.SetProperty(x => x.LastUsedAt, now), ct);
    }
}
