using System.Security.Cryptography;

namespace Backlot.Platform.Secrets;

/// <summary>One version of the key that seals data keys. Its bytes come from the root key and the row's salt, so they are
/// stored nowhere, and gone when the row is deleted.</summary>
/// <param name="Id">1, 2, …</param>
/// <param name="Key">32 bytes.</param>
internal sealed record KeyEncryptionKey(int Id, byte[] Key)
{
    public const int SaltBytes = 32;

    /// <exception cref="SecretUnreadable">The row was made with another root key.</exception>
    public static KeyEncryptionKey Of(RootKey root, KeyRow row) => row.IsOf(root)
        ? new(row.Id, root.Derive($"key encryption key {row.Id}", row.Salt))
        : throw new SecretUnreadable($"Key {row.Id} was made with another root key.");
}

/// <summary>A row of <c>key_encryption_keys</c>: nothing of it is secret.</summary>
/// <param name="Salt">32 random bytes.</param>
/// <param name="CheckValue">Tells whether a root key is the one it was made with: 32 bytes derived from both.</param>
internal sealed record KeyRow(int Id, byte[] Salt, byte[] CheckValue)
{
    public static KeyRow New(RootKey root, int id)
    {
        var salt = RandomNumberGenerator.GetBytes(KeyEncryptionKey.SaltBytes);
        return new(id, salt, Check(root, id, salt));
    }

    public bool IsOf(RootKey root) => CryptographicOperations.FixedTimeEquals(CheckValue, Check(root, Id, Salt));

    private static byte[] Check(RootKey root, int id, byte[] salt) => root.Derive($"key check {id}", salt);
}
