using System.Security.Cryptography;

namespace Backlot.Platform;

/// <summary>The secret from which all others of this Backlot are derived, so that no two purposes share a key.</summary>
public sealed class RootKey
{
    private const int SizeBytes = 32;
    private readonly byte[] _key;

    private RootKey(byte[] key) => _key = key;

    /// <summary>Reads the key from <c>BACKLOT_ROOT_KEY</c> (base64 of 32 bytes) or the data folder; makes one there at
    /// the first start. Several servers on one database need the same key.</summary>
    /// <exception cref="StartFailed">The text is not base64 of 32 bytes.</exception>
    public static RootKey Load(DataFolder folder)
    {
        if (Environment.GetEnvironmentVariable("BACKLOT_ROOT_KEY") is { Length: > 0 } given)
            return Parse(given, "BACKLOT_ROOT_KEY");
        if (!File.Exists(folder.RootKey))
            DataFolder.WriteWhole(folder.RootKey, Convert.ToBase64String(RandomNumberGenerator.GetBytes(SizeBytes)), secret: true);
        return Parse(File.ReadAllText(folder.RootKey).Trim(), folder.RootKey);
    }

    /// <summary>32 bytes for one purpose (HKDF-SHA-256, RFC 5869, with the purpose as info).</summary>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, SizeBytes, info: System.Text.Encoding.UTF8.GetBytes(purpose));

    private static RootKey Parse(string text, string where)
    {
        var key = new byte[SizeBytes + 1];
        return Convert.TryFromBase64String(text, key, out var length) && length == SizeBytes
            ? new(key[..SizeBytes])
            : throw new StartFailed($"The root key in {where} is not base64 of 32 bytes: put back the key this Backlot was started with.");
    }
}
