using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Backlot.Generation.Keys;

/// <summary>What Kling takes instead of a key: a JSON web token (RFC 7519, HS256) that its pair of keys signs.</summary>
internal static class KlingToken
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30), Skew = TimeSpan.FromSeconds(5);

    public static string Of(string accessKey, string secretKey, DateTimeOffset now)
    {
        var body = Part(new { alg = "HS256", typ = "JWT" }) + "." + Part(new
        {
            iss = accessKey,
            exp = (now + Lifetime).ToUnixTimeSeconds(),
            nbf = (now - Skew).ToUnixTimeSeconds(),
        });
        return body + "." + Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secretKey), Encoding.ASCII.GetBytes(body)));
    }

    private static string Part<T>(T value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
