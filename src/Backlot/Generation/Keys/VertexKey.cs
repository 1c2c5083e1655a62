using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Backlot.Generation.Keys;

/// <summary>What Vertex AI is called with: the JSON file of a service account in base64, from which a token is signed for each call (a
/// self-signed JSON web token, Google's AIP-4111), or <c>project:token</c> with an access token of one's own.</summary>
internal static class VertexKey
{
    private const string Scope = "https://www.googleapis.com/auth/cloud-platform", UsualLocation = "us-central1";
    private const string Regional = "-aiplatform.googleapis.com", Global = "aiplatform.googleapis.com";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(50), Skew = TimeSpan.FromSeconds(10);

    /// <summary>What stands behind <c>Bearer</c>.</summary>
    public static string TokenOf(ProviderKey key, DateTimeOffset now)
    {
        if (AccountOf(key) is not { } account)
            return key.Key.Split(':', 2) is [_, var token] ? token : key.Key;
        var body = Part(new { alg = "RS256", typ = "JWT", kid = account.KeyId }) + "." + Part(new
        {
            iss = account.Email,
            sub = account.Email,
            scope = Scope,
            iat = (now - Skew).ToUnixTimeSeconds(),
            exp = (now + Lifetime).ToUnixTimeSeconds(),
        });
        using var rsa = RSA.Create();
        rsa.ImportFromPem(account.PrivateKey);
        return body + "." + Base64Url.EncodeToString(rsa.SignData(Encoding.ASCII.GetBytes(body), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    /// <summary><c>/v1/projects/…/locations/…</c>: the project is the key's, the location that of the address.</summary>
    public static string PlaceOf(ProviderKey key, string url)
    {
        var host = new Uri(url).Host;
        var location = host == Global ? "global" : host.EndsWith(Regional, StringComparison.Ordinal) ? host[..^Regional.Length] : UsualLocation;
        return $"/v1/projects/{Uri.EscapeDataString(ProjectOf(key))}/locations/{location}";
    }

    /// <summary>Why this can be no key; null when it can.</summary>
    public static string? FaultOf(ProviderKey key)
    {
        if (key.Key.Split(':', 2) is [{ Length: > 0 }, { Length: > 0 }])
            return null;
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(AccountOf(key)?.PrivateKey ?? "");
            return null;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return "give the JSON file of a service account in base64 (base64 -w0 key.json), or project:token with an access token.";
        }
    }

    private static string ProjectOf(ProviderKey key) => AccountOf(key)?.Project ?? key.Key.Split(':', 2)[0];

    private static Account? AccountOf(ProviderKey key)
    {
        try
        {
            using var json = JsonDocument.Parse(Convert.FromBase64String(key.Key));
            return new(Text("project_id"), Text("client_email"), Text("private_key_id"), Text("private_key"));

            string Text(string name) => json.RootElement.GetProperty(name).GetString() ?? throw new FormatException();
        }
        catch (Exception e) when (e is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Part<T>(T value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));

    private sealed record Account(string Project, string Email, string KeyId, string PrivateKey);
}
