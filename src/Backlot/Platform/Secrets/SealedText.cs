using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Backlot.Platform.Secrets;

/// <summary>Something encrypted, as text: <c>v1:keyId:nonce:ciphertext:tag</c>, the last three base64url. AES-256-GCM with
/// a random nonce of 96 bits (NIST SP 800-38D 8.2.2).</summary>
/// <remarks>A key must not seal more than 2^32 times; no data key here seals more than a few.</remarks>
internal sealed record SealedText(string KeyId, byte[] Nonce, byte[] Ciphertext, byte[] Tag)
{
    private const string Version = "v1";
    private const int NonceBytes = 12, TagBytes = 16;

    /// <param name="key">32 bytes.</param>
    /// <param name="keyId">Tells which key it was; no colon.</param>
    /// <param name="secret">May be empty.</param>
    /// <param name="place">What it belongs to: opens only with the very same.</param>
    public static string Seal(byte[] key, string keyId, ReadOnlySpan<byte> secret, string place)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        var (ciphertext, tag) = (new byte[secret.Length], new byte[TagBytes]);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, secret, ciphertext, tag, Bound(place, keyId));
        return string.Join(':', Version, keyId, Text(nonce), Text(ciphertext), Text(tag));
    }

    /// <exception cref="SecretUnreadable">It is no sealed text, or one of a later program.</exception>
    public static SealedText Parse(string text)
    {
        if (text.Split(':') is not [var version, { Length: > 0 } keyId, var nonce, var ciphertext, var tag])
            throw new SecretUnreadable("What is stored is not encrypted.");
        if (version != Version)
            throw new SecretUnreadable($"It is encrypted in form '{version}', and this program knows {Version} only.");
        try
        {
            var parsed = new SealedText(
                keyId, Base64Url.DecodeFromChars(nonce), Base64Url.DecodeFromChars(ciphertext), Base64Url.DecodeFromChars(tag));
            return parsed is { Nonce.Length: NonceBytes, Tag.Length: TagBytes }
                ? parsed
                : throw new FormatException("A part has the wrong length.");
        }
        catch (FormatException damaged)
        {
            throw new SecretUnreadable("What is stored is damaged.", damaged);
        }
    }

    /// <param name="key">The key that <see cref="KeyId"/> names.</param>
    /// <param name="place">As it was sealed for.</param>
    /// <exception cref="SecretUnreadable">Another key, another place, or a changed bit.</exception>
    public byte[] Open(byte[] key, string place)
    {
        var secret = new byte[Ciphertext.Length];
        try
        {
            using var aes = new AesGcm(key, TagBytes);
            aes.Decrypt(Nonce, Ciphertext, Tag, secret, Bound(place, KeyId));
            return secret;
        }
        catch (AuthenticationTagMismatchException wrong)
        {
            throw new SecretUnreadable("What is stored was changed, or belongs elsewhere.", wrong);
        }
    }

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private static byte[] Bound(string place, string keyId) => Encoding.UTF8.GetBytes($"{place}|{Version}|{keyId}");
}

/// <summary>A stored secret cannot be decrypted. Nothing is ever handed out instead.</summary>
public sealed class SecretUnreadable(string message, Exception? cause = null) : Exception(message, cause);
