using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Backlot.Generation.Keys;
using Backlot.Platform;
using Backlot.Platform.Outbound;
using Backlot.Tests.Support;

namespace Backlot.Tests.Generation.Keys;

/// <summary>Asking a provider whether it takes a key.</summary>
public sealed class KeyProofTests(TestCluster cluster, KeyProofTests.One one) : IClassFixture<KeyProofTests.One>
{
    private const string Key = "sk-canary-aaaabbbbccccdddd-9f3a", Secret = "tk-canary-eeeeffff00001111-zz";
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Each_provider_is_asked_by_its_own_free_call_with_its_own_headers()
    {
        await using var provider = new FakeProvider();
        await using var server = await provider.StartServerAsync(cluster);
        var calls = new Dictionary<string, (string Path, string Header)>
        {
            ["openai"] = ("/openai/models", $"Authorization: Bearer {Key}"),
            ["gemini"] = ("/gemini/v1beta/models?pageSize=1", $"x-goog-api-key: {Key}"),
            ["runway"] = ("/runway/v1/organization", "X-Runway-Version: 2024-11-06"),
            ["kling"] = ("/kling/account/costs?start_time=", "Authorization: Bearer eyJ"),
            ["leonardo"] = ("/leonardo/me", $"Authorization: Bearer {Key}"),
            ["mubert"] = ("/mubert/public/playlists", $"customer-id: {Key}\r\naccess-token: {Secret}"),
            ["sora"] = ("/sora/models", $"Authorization: Bearer {Key}"),
            ["veo"] = ("/veo/v1/projects/my-project/locations/us-central1/models?pageSize=1", $"Authorization: Bearer {Key}"),
            ["beatoven"] = ("/beatoven/api/v1/tasks/", $"Authorization: Bearer {Key}"),
        };
        foreach (var (name, (path, header)) in calls)
        {
            var result = await StoreAndTestAsync(server, name);

            Assert.Equal((name, "works", 200), (result.Provider, result.Outcome, result.Status));
            Assert.StartsWith($"GET {path}", provider.Requests[^1], StringComparison.Ordinal);
            Assert.Contains(header, provider.Requests[^1], StringComparison.Ordinal);
        }
        Assert.Equal(FakeProvider.Names, calls.Keys.Order());
        Assert.Equal(9, await server.Database.ValueAsync<long>("select count(*) from user_api_keys where last_used_at is not null"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("openai", 401, """{"error":{"message":"Incorrect API key provided: sk-canary-aaaabbbbccccdddd-9f3a. See there."}}""", "refused", "OpenAI answered 401: Incorrect API key provided: [key]. See there.")]
    [InlineData("openai", 401, """{"error":{"message":"Incorrect API key provided: sk-canar***dddd-9f3a."}}""", "refused", "OpenAI answered 401: Incorrect API key provided: [key]***[key].")]
    [InlineData("openai", 429, """{"error":{"message":"Slow down"}}""", "unreachable", "OpenAI answered 429: Slow down.")]
    [InlineData("openai", 503, "<html>busy</html>", "unreachable", "OpenAI answered 503.")]
    [InlineData("openai", 307, "", "unreachable", "OpenAI answered 307.")]
    [InlineData("gemini", 400, """[{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT"}}]""", "refused", "Google Gemini answered 400: API key not valid.")]
    [InlineData("runway", 401, """{"error":"Unauthorized"}""", "refused", "Runway answered 401: Unauthorized.")]
    [InlineData("kling", 200, """{"code":1002,"message":"access key sk-canary-aaaabbbbccccdddd-9f3a is invalid"}""", "refused", "Kling answered 200: access key [key] is invalid.")]
    [InlineData("kling", 429, """{"code":1102,"message":"Resource pack depleted"}""", "works", "Kling takes this key.")]
    [InlineData("kling", 200, """{"code":5001,"message":"down"}""", "unreachable", "Kling answered 200: down.")]
    [InlineData("kling", 200, "not json", "unreachable", "Kling answered 200.")]
    [InlineData("mubert", 401, """{"message":"Token tk-canary-eeeeffff00001111-zz\u0007\r\n is bad","code":"Unauthenticated"}""", "refused", "Mubert answered 401: Token [key] is bad.")]
    [InlineData("beatoven", 404, """{"error":"no such task"}""", "works", "Beatoven takes this key.")]
    [InlineData("beatoven", 401, """{"error":"c2stY2FuYXJ5LWFhYWFiYmJiY2NjY2RkZGQtOWYzYQ"}""", "refused", "Beatoven answered 401: [key].")]
    public async Task What_it_answers_is_read_and_told_without_the_key(string name, int status, string body, string outcome, string message)
    {
        one.Provider.Answer = _ => (status, body);

        var result = await StoreAndTestAsync(one.Server, name);

        Assert.Equal((outcome, status, message), (result.Outcome, result.Status, result.Message));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_provider_that_is_away_is_unreachable_and_the_key_stays()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: given => given with
        {
            ProviderUrls = new Dictionary<string, string> { ["openai"] = "http://127.0.0.1" },      // private, and not opened
        });

        var result = await StoreAndTestAsync(server, "openai");

        Assert.Equal(("unreachable", null, "OpenAI: The address cannot be reached."), (result.Outcome, result.Status, result.Message));
        Assert.Equal(1, await server.Database.ValueAsync<long>("select count(*) from user_api_keys"));
    }

    [Theory]
    [InlineData("openai,", "cannot be read at 'openai'")]
    [InlineData("openai=http://a,openai=http://b", "each name once")]
    public void A_setting_that_is_none_is_a_sentence(string text, string says) => Assert.Contains(says, Assert.Throws<StartFailed>(() =>
        Settings.FromEnvironment("/", read: name => name == "BACKLOT_PROVIDER_URLS" ? text : null)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("nobody", "http://a", "BACKLOT_PROVIDER_URLS names 'nobody': choose openai, gemini, ")]
    [InlineData("openai", "ftp://a", "BACKLOT_PROVIDER_URLS holds 'ftp://a', which is no http or https address.")]
    public void An_address_for_nobody_or_none_is_a_sentence(string name, string url, string says) => Assert.StartsWith(says, Assert.Throws<StartFailed>(() =>
        new KeyProviders(new() { DataFolder = "/", ProviderUrls = new Dictionary<string, string> { [name] = url } })).Message, StringComparison.Ordinal);

    [Fact]
    public void The_usual_addresses_are_called_by_https_on_port_443() => Assert.All(new KeyProviders(new() { DataFolder = "/" }).All, provider =>
    {
        var url = OutboundUrl.Parse(provider.ProofOf(new(Key, Secret), DateTimeOffset.UnixEpoch).Url, AllowedTargets.None);
        Assert.Equal(("https", 443), (url.Scheme, url.Port));
    });

    [Fact]
    public void Kling_is_sent_a_token_that_its_secret_key_signs()
    {
        var parts = KlingToken.Of("access", "secret", DateTimeOffset.FromUnixTimeSeconds(1_000_000)).Split('.');

        Assert.Equal("""{"alg":"HS256","typ":"JWT"}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
        Assert.Equal("""{"iss":"access","exp":1001800,"nbf":999995}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])));
        Assert.Equal(HMACSHA256.HashData("secret"u8, Encoding.ASCII.GetBytes(parts[0] + "." + parts[1])), Base64Url.DecodeFromChars(parts[2]));
    }

    [Theory]
    [InlineData("your key sk%2Dcanary went astray", "sk-canary", "your key [key] went astray")]
    [InlineData("SK-CANARY-1", "sk-canary-1", "[key]")]
    [InlineData("a can of worms", "sk-canary", "a can of worms")]
    [InlineData("x\u001b[31m\r\ny", "none-of-it", "x [31m y")]
    public void Pieces_of_a_secret_are_taken_out_in_every_form(string text, string secret, string clean) =>
        Assert.Equal(clean, KeyScrub.Clean(text.Replace("sk%2Dcanary", Uri.EscapeDataString("sk-canary"), StringComparison.Ordinal), [secret]));

    [Fact]
    public void A_long_answer_is_cut_and_no_cut_hides_a_key() =>
        Assert.Equal(new string('x', 298) + "[k…", KeyScrub.Clean(new string('x', 298) + Key + new string('y', 5000), [Key]));

    private static async Task<KeyTestView> StoreAndTestAsync(TestServer server, string provider)
    {
        using var stored = await server.Http.PutAsJsonAsync($"/api/keys/{provider}", new NewKey(provider == "veo" ? "my-project:" + Key : Key, provider is "mubert" or "kling" ? Secret : null), Ct);
        Assert.True(stored.IsSuccessStatusCode, await stored.Content.ReadAsStringAsync(Ct));
        using var reply = await server.Http.PostAsync(new Uri($"/api/keys/{provider}/test", UriKind.Relative), null, Ct);
        var text = await reply.Content.ReadAsStringAsync(Ct);
        Assert.True(reply.IsSuccessStatusCode, text);
        Assert.DoesNotContain("canary", text, StringComparison.Ordinal);
        return JsonSerializer.Deserialize<KeyTestView>(text, JsonSerializerOptions.Web)!;
    }

    /// <summary>One server before one provider, whatever that answers.</summary>
    public sealed class One(TestCluster cluster) : IAsyncLifetime
    {
        internal FakeProvider Provider { get; } = new();
        internal TestServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await Provider.StartServerAsync(cluster);

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            await Provider.DisposeAsync();
        }
    }
}
