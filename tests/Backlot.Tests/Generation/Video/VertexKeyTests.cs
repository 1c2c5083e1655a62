using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Backlot.Generation.Keys;

namespace Backlot.Tests.Generation.Video;

public sealed class VertexKeyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_service_account_signs_a_token_of_its_own_for_each_call()
    {
        using var rsa = RSA.Create(2048);
        var key = AccountOf(rsa);

        var token = VertexKey.TokenOf(key, Now);

        var parts = token.Split('.');
        Assert.True(rsa.VerifyData(Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        var head = JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(parts[0]));
        var claims = JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(parts[1]));
        Assert.Equal(("RS256", "key-1"), (head.GetProperty("alg").GetString(), head.GetProperty("kid").GetString()));
        Assert.Equal(("studio@my-project.iam.gserviceaccount.com", "https://www.googleapis.com/auth/cloud-platform", Now.AddMinutes(50).ToUnixTimeSeconds()),
            (claims.GetProperty("iss").GetString(), claims.GetProperty("scope").GetString(), claims.GetProperty("exp").GetInt64()));
        Assert.Null(VertexKey.FaultOf(key));
        Assert.Equal("/v1/projects/my-project/locations/europe-west4", VertexKey.PlaceOf(key, "https://europe-west4-aiplatform.googleapis.com"));
    }

    [Theory]
    [InlineData("https://us-central1-aiplatform.googleapis.com", "us-central1")]
    [InlineData("https://aiplatform.googleapis.com", "global")]
    [InlineData("http://127.0.0.1:5000", "us-central1")]
    public void An_access_token_stands_behind_its_project(string url, string location)
    {
        var key = new ProviderKey("my-project:ya29.token", null);

        Assert.Equal("ya29.token", VertexKey.TokenOf(key, Now));
        Assert.Equal($"/v1/projects/my-project/locations/{location}", VertexKey.PlaceOf(key, url));
        Assert.Null(VertexKey.FaultOf(key));
    }

    [Theory]
    [InlineData("just-a-token-0123456789")]
    [InlineData("e30=0123456789abcdef")]
    public void Anything_else_is_no_key(string key) =>
        Assert.StartsWith("give the JSON file of a service account in base64", VertexKey.FaultOf(new(key, null)), StringComparison.Ordinal);

    private static ProviderKey AccountOf(RSA rsa) => new(Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new
    {
        type = "service_account", project_id = "my-project", private_key_id = "key-1", private_key = rsa.ExportPkcs8PrivateKeyPem(),
        client_email = "studio@my-project.iam.gserviceaccount.com",
    })), null);
}
