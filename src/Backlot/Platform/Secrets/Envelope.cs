using System.Security.Cryptography;
using System.Text;

namespace Backlot.Platform.Secrets;

/// <summary>The row a secret belongs to. Its ciphertext opens in no other.</summary>
/// <param name="Table">As in the database.</param>
/// <param name="RowId">The row's id.</param>
/// <param name="UserId">The row's owner.</param>
public sealed record SecretPlace(string Table, Guid RowId, Guid UserId)
{
    internal string Value => $"{Table}|{RowId:N}|{UserId:N}|value";
    internal string DataKey => $"{Table}|{RowId:N}|{UserId:N}|data key";
}

/// <summary>A secret as its row keeps it.</summary>
/// <param name="Value">The secret, sealed by a data key of its own.</param>
/// <param name="WrappedDataKey">The data key, sealed by a <see cref="KeyEncryptionKey"/>; all that a rotation rewrites.</param>
public sealed record SealedSecret(string Value, string WrappedDataKey);

/// <summary>Envelope encryption: each row has a random key, and that key is kept encrypted by one of the
/// <see cref="KeyRing"/>.</summary>
internal static class Envelope
{
    private const string DataKeyId = "dek";
    private const int DataKeyBytes = 32;

    public static SealedSecret Seal(KeyEncryptionKey kek, SecretPlace place, string secret)
    {
        var dataKey = RandomNumberGenerator.GetBytes(DataKeyBytes);
        return new(SealedText.Seal(dataKey, DataKeyId, Encoding.UTF8.GetBytes(secret), place.Value), Wrap(kek, place, dataKey));
    }

    /// <param name="find">The key of a number; throws when there is none.</param>
    /// <exception cref="SecretUnreadable">Whatever is not exactly as it was sealed.</exception>
    public static async Task<string> OpenAsync(Func<int, Task<KeyEncryptionKey>> find, SecretPlace place, SealedSecret secret)
    {
        var value = SealedText.Parse(secret.Value);
        if (value.KeyId != DataKeyId)
            throw new SecretUnreadable($"It is encrypted by a key '{value.KeyId}' that rows do not have.");
        return Encoding.UTF8.GetString(value.Open(await UnwrapAsync(find, place, secret.WrappedDataKey), place.Value));
    }

    /// <summary>The same data key, sealed by another key.</summary>
    /// <exception cref="SecretUnreadable">As for <see cref="OpenAsync"/>.</exception>
    public static async Task<string> RewrapAsync(
        Func<int, Task<KeyEncryptionKey>> find, KeyEncryptionKey kek, SecretPlace place, string wrappedDataKey) =>
        Wrap(kek, place, await UnwrapAsync(find, place, wrappedDataKey));

    private static string Wrap(KeyEncryptionKey kek, SecretPlace place, byte[] dataKey) =>
        SealedText.Seal(kek.Key, $"{kek.Id}", dataKey, place.DataKey);

    private static async Task<byte[]> UnwrapAsync(Func<int, Task<KeyEncryptionKey>> find, SecretPlace place, string wrappedDataKey)
    {
        var wrapped = SealedText.Parse(wrappedDataKey);
        if (!int.TryParse(wrapped.KeyId, out var id))
            throw new SecretUnreadable($"It is encrypted by a key '{wrapped.KeyId}' that was never made.");
        var dataKey = wrapped.Open((await find(id)).Key, place.DataKey);
        return dataKey.Length == DataKeyBytes ? dataKey : throw new SecretUnreadable("The data key has the wrong length.");
    }
}
