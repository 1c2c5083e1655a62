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

/// <summary>What is kept of a secret: an HMAC under a key derived from the root key, so that a copy of the database holds
/// nothing one could sign in with or guess from.</summary>
internal sealed class TokenHash(RootKey root)
{
    private readonly byte[] _token = root.Derive("api token hash v1");
    private readonly byte[] _session = root.Derive("session token hash v1");
    private readonly byte[] _code = root.Derive("one-time code hash v1");

    /// <summary>Of an API token.</summary>
    public byte[] Of(string token) => HMACSHA256.HashData(_token, Encoding.UTF8.GetBytes(token));

    /// <summary>Of a session's token, the value of its cookie.</summary>
    public byte[] OfSession(string token) => HMACSHA256.HashData(_session, Encoding.UTF8.GetBytes(token));

    /// <summary>Of a code that is good for one use.</summary>
    public byte[] OfCode(string code) => HMACSHA256.HashData(_code, Encoding.UTF8.GetBytes(code));

    /// <summary>256 random bits for a session or a code, as 43 characters that need no escaping anywhere.</summary>
    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
