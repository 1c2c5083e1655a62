using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Backlot.Generation.Keys;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Tests.Platform.Outbound;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Generation.Keys;

/// <summary>A user's keys of providers: taken in, never given back.</summary>
public sealed class KeyApiSecurityTests(TestCluster cluster, SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Key = "sk-canary-aaaabbbbccccdddd-9f3a", Other = "sk-other-0000111122223333-77zz", Secret = "token-canary-eeeeffff00001111";
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_stored_key_leaves_as_its_last_four_characters_and_a_fingerprint_only()
    {
        await using var server = await TestServer.StartAsync(cluster);

        var stored = await PutAsync(server.Http, "openai", new(Key));
        await PutAsync(server.Http, "mubert", new(Key, Secret));
        var text = await server.Http.GetStringAsync("/api/keys", Ct);
        var list = JsonSerializer.Deserialize<KeyList>(text, JsonSerializerOptions.Web)!;

        Assert.Equal(("openai", "…9f3a", true), (stored.Key.Provider, stored.Key.Key, stored.Key.IsActive));
        Assert.Matches("^[0-9a-f]{16}$", stored.Key.Fingerprint);
        Assert.Equal(["mubert", "openai"], list.Items.Select(k => k.Provider));
        Assert.Equal(FakeProvider.Names, list.Providers.Select(p => p.Name).Order());
        Assert.DoesNotContain("canary", text, StringComparison.Ordinal);
        Assert.Equal((Key, Secret), await OpenAsync(server, "mubert"));
        foreach (var row in await server.Database.ColumnAsync<string>("select to_jsonb(k)::text from user_api_keys k"))
            Assert.DoesNotContain("canary", row, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_masked_form_or_none_keeps_the_old_key()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var stored = await PutAsync(server.Http, "openai", new(Key));

        var masked = await PutAsync(server.Http, "openai", new(stored.Key.Key, IsActive: false));
        var none = await PutAsync(server.Http, "openai", new(IsActive: true));

        Assert.Equal((false, true), (masked.Key.IsActive, none.Key.IsActive));
        Assert.Equal(stored.Key.Fingerprint, none.Key.Fingerprint);
        Assert.Equal((Key, null), await OpenAsync(server, "openai"));
        foreach (var foreign in (string[])["…0000", "…9f3", "****9f3a"])
            await RefusedAsync(server.Http, "openai", new(foreign), "invalid");
        await RefusedAsync(server.Http, "runway", new(stored.Key.Key), "invalid");
        await RefusedAsync(server.Http, "runway", new(), "invalid");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_new_key_replaces_the_old_one_in_every_byte()
    {
        await using var server = await TestServer.StartAsync(cluster);
        await PutAsync(server.Http, "openai", new(Key));
        var before = await server.Database.ValueAsync<string>("select encrypted_key || wrapped_data_key from user_api_keys");

        var replaced = await PutAsync(server.Http, "openai", new(Other));

        Assert.Equal("…77zz", replaced.Key.Key);
        Assert.Equal((Other, null), await OpenAsync(server, "openai"));
        Assert.NotEqual(before, await server.Database.ValueAsync<string>("select encrypted_key || wrapped_data_key from user_api_keys"));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_same_key_stored_before_is_told_to_its_owner_and_to_nobody_else()
    {
        await using var server = await TestServer.StartAsync(cluster);
        using var bob = await TestUser.AddAsync(server, "bob");

        Assert.Empty((await PutAsync(server.Http, "openai", new(Key))).AlreadyStoredAs);
        Assert.Equal(["openai"], (await PutAsync(server.Http, "openai", new(Key))).AlreadyStoredAs);
        Assert.Equal(["openai"], (await PutAsync(server.Http, "runway", new(Key))).AlreadyStoredAs);
        Assert.Empty((await PutAsync(server.Http, "leonardo", new(Other))).AlreadyStoredAs);
        Assert.Empty((await PutAsync(bob.Http, "openai", new(Key))).AlreadyStoredAs);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_hash_of_a_key_cannot_be_had_without_the_root_key()
    {
        await using var server = await TestServer.StartAsync(cluster);
        await PutAsync(server.Http, "openai", new(Key));

        var kept = await server.Database.ValueAsync<byte[]>("select key_hash from user_api_keys");

        foreach (var text in (string[])[Key, new ProviderKey(Key, null).ToSecret()])
            Assert.NotEqual(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)), kept);
    }

    [Fact(Timeout = 60_000)]
    public async Task Keys_of_another_user_are_neither_seen_nor_touched()
    {
        await using var server = await TestServer.StartAsync(cluster);
        using var bob = await TestUser.AddAsync(server, "bob");
        await PutAsync(bob.Http, "openai", new(Key));

        Assert.Empty((await server.Http.GetFromJsonAsync<KeyList>("/api/keys", Ct))!.Items);
        await (await server.Http.DeleteAsync(new Uri("/api/keys/openai", UriKind.Relative), Ct)).ProblemAsync(404, "not-found");
        await (await TestAsync(server.Http, "openai")).ProblemAsync(404, "not-found");
        await PutAsync(server.Http, "openai", new(Other));

        Assert.Equal(2, await server.Database.ValueAsync<long>("select count(*) from user_api_keys"));
        Assert.Equal("…9f3a", (await bob.Http.GetFromJsonAsync<KeyList>("/api/keys", Ct))!.Items.Single().Key);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_key_that_is_switched_off_deleted_or_damaged_is_not_handed_out()
    {
        await using var server = await TestServer.StartAsync(cluster);
        await CannotOpenAsync(server, "key.missing");
        await PutAsync(server.Http, "openai", new(Key, IsActive: false));
        await CannotOpenAsync(server, "key.inactive");
        await PutAsync(server.Http, "openai", new(IsActive: true));
        await server.Database.RunAsync("update user_api_keys set encrypted_key = overlay(encrypted_key placing 'AAAA' from 30)");
        await CannotOpenAsync(server, "key.unreadable");
        await (await TestAsync(server.Http, "openai")).ProblemAsync(409, "key.unreadable");
        Assert.Equal(HttpStatusCode.NoContent, (await server.Http.DeleteAsync(new Uri("/api/keys/openai", UriKind.Relative), Ct)).StatusCode);
        await CannotOpenAsync(server, "key.missing");
    }

    [Fact(Timeout = 60_000)]
    public async Task The_last_use_is_remembered_to_the_minute()
    {
        var time = new SteppedTime();
        await using var server = await TestServer.StartAsync(cluster, services => services.AddSingleton<TimeProvider>(time));
        await PutAsync(server.Http, "openai", new(Key));
        Assert.Null((await ListedAsync()).LastUsedAt);

        await OpenAsync(server, "openai");
        var first = time.GetUtcNow();
        Assert.Equal(first, (await ListedAsync()).LastUsedAt);
        time.Advance(TimeSpan.FromSeconds(59));
        await OpenAsync(server, "openai");
        Assert.Equal(first, (await ListedAsync()).LastUsedAt);
        time.Advance(TimeSpan.FromSeconds(1));
        await OpenAsync(server, "openai");
        Assert.Equal(first + TimeSpan.FromMinutes(1), (await ListedAsync()).LastUsedAt);

        async Task<KeyView> ListedAsync() => (await server.Http.GetFromJsonAsync<KeyList>("/api/keys", Ct))!.Items.Single();
    }

    [Theory(Timeout = 60_000)]
    [InlineData("openai", "short", null, "/key")]
    [InlineData("openai", "canary with spaces in it", null, "/key")]
    [InlineData("openai", "canary\r\nX-Evil: 1 0000", null, "/key")]
    [InlineData("openai", "canaryé0000111122223333", null, "/key")]
    [InlineData("openai", "canary-0000111122223333", "canary-0000111122223333", "/secret")]
    [InlineData("mubert", "canary-0000111122223333", null, "/secret")]
    [InlineData("mubert", "canary-0000111122223333", "canary", "/secret")]
    [InlineData("mubert", null, "canary-0000111122223333", "/secret")]
    public async Task What_cannot_be_a_key_is_refused_without_being_repeated(string provider, string? key, string? secret, string pointer)
    {
        var server = shared.Server;

        var problem = await RefusedAsync(server.Http, provider, new(key, secret), "invalid");

        Assert.Equal(pointer, problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.DoesNotContain("canary", problem.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await server.Database.ValueAsync<long>("select count(*) from user_api_keys"));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_unknown_provider_is_named_with_those_there_are()
    {
        var server = shared.Server;

        var problem = await RefusedAsync(server.Http, "nobody", new(Key), "provider.unknown");

        Assert.Contains("openai, gemini, sora, runway, veo, kling, leonardo, mubert, beatoven", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Twenty_that_store_at_once_leave_one_whole_key()
    {
        await using var server = await TestServer.StartAsync(cluster);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => PutAsync(server.Http, "openai", new($"sk-parallel-0000111122223333-{n:0000}"))));

        Assert.StartsWith("sk-parallel-", (await OpenAsync(server, "openai")).Key, StringComparison.Ordinal);
        Assert.Equal(1, await server.Database.ValueAsync<long>("select count(*) from user_api_keys"));
    }

    [Fact]
    public void A_key_in_clear_prints_as_its_mask() => Assert.Equal("…9f3a", $"{new ProviderKey(Key, Secret)}");

    private static Task<HttpResponseMessage> TestAsync(HttpClient http, string provider) =>
        http.PostAsync(new Uri($"/api/keys/{provider}/test", UriKind.Relative), null, Ct);

    private static async Task<KeyStored> PutAsync(HttpClient http, string provider, NewKey key)
    {
        using var reply = await http.PutAsJsonAsync($"/api/keys/{provider}", key, Ct);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync(Ct));
        return (await reply.Content.ReadFromJsonAsync<KeyStored>(Ct))!;
    }

    private static async Task<JsonElement> RefusedAsync(HttpClient http, string provider, NewKey key, string code)
    {
        using var reply = await http.PutAsJsonAsync($"/api/keys/{provider}", key, Ct);
        return await reply.ProblemAsync(422, code);
    }

    private static async Task<(string Key, string? Secret)> OpenAsync(TestServer server, string provider)
    {
        await using var scope = server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<BacklotDb>().Owner = server.OwnerId;
        var key = await scope.ServiceProvider.GetRequiredService<KeyVault>().OpenAsync(server.OwnerId, provider, Ct);
        return (key.Key, key.Secret);
    }

    private static async Task CannotOpenAsync(TestServer server, string code) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<Refusal>(() => OpenAsync(server, "openai"))).Code);
}
