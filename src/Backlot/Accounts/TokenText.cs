using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Backlot.Platform.Secrets;

namespace Backlot.Accounts;

/// <summary>How a token is written: <c>blt_</c>, 43 characters that hold 256 random bits, 6 that check them. The prefix
/// and the check let a scanner find leaked ones.</summary>
internal static class TokenText
{
    private const string Prefix = "blt_";
    private const int BodyLength = 43, CheckLength = 6;

    public static string New()
    {
        var body = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return Prefix + body + Check(body);
    }

    /// <summary>False for whatever cannot be one of ours: it need not be looked up.</summary>
    public static bool IsWellFormed(string text) =>
        text.Length == Prefix.Length + BodyLength + CheckLength
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text[^CheckLength..] == Check(text[Prefix.Length..^CheckLength]);

    private static string Check(string body) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(body)).AsSpan(0, 4));
}

/// <summary>What is kept of a token: an HMAC under a key derived from the root key, so that a copy of the database holds
/// nothing one could sign in with or guess from.</summary>
internal sealed class TokenHash(RootKey root)
{
    private readonly byte[] _key = root.Derive("api token hash v1");

    public byte[] Of(string token) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(token));
}
