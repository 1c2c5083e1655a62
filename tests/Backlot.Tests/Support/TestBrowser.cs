using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Backlot.Tests.Support.OpenApi;

namespace Backlot.Tests.Support;

/// <summary>A browser as far as the server can tell: it keeps cookies and says that its requests come from the server's
/// own page.</summary>
internal sealed class TestBrowser : IDisposable
{
    /// <summary>Good enough for every account of the tests.</summary>
    public const string Password = "correct horse battery staple";

    private readonly CookieContainer _cookies = new();

    public TestBrowser(TestServer server)
    {
        Http = ContractHandler.NewClient(server.Http.BaseAddress!, _cookies);
        Http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        Http.DefaultRequestHeaders.UserAgent.ParseAdd("TestBrowser/1.0");
    }

    public HttpClient Http { get; }

    /// <summary>The session's, as <c>name=value</c>; null when signed out.</summary>
    public string? Cookie => _cookies.GetCookies(Http.BaseAddress!) is [var cookie] ? $"{cookie.Name}={cookie.Value}" : null;

    /// <summary>The session's token.</summary>
    public string Token => Cookie!.Split('=')[1];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Takes charge of a new server, as <c>owner@example.org</c>.</summary>
    public static async Task<TestBrowser> SetUpAsync(TestServer server)
    {
        var browser = new TestBrowser(server);
        using var reply = await browser.PostAsync("/api/setup",
            new { code = await server.SetupCodeAsync(), email = "owner@example.org", displayName = "Olivia", password = Password });
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync(Ct));
        return browser;
    }

    /// <summary>Somebody whom the owner invites and who accepts.</summary>
    public static async Task<TestBrowser> JoinAsync(TestServer server, string name, string role = "member")
    {
        var browser = new TestBrowser(server);
        using var reply = await browser.PostAsync("/api/invitations/accept",
            new { code = await server.InviteAsync(name, role), displayName = name, password = Password });
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync(Ct));
        return browser;
    }

    public Task<HttpResponseMessage> SignInAsync(string email, string password = Password) => PostAsync("/api/session", new { email, password });

    public Task<HttpResponseMessage> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body);

    public Task<HttpResponseMessage> PatchAsync(string path, object body) => SendAsync(HttpMethod.Patch, path, body);

    public Task<HttpResponseMessage> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async Task<JsonElement> JsonAsync(string path) => await Http.GetFromJsonAsync<JsonElement>(path, Ct);

    /// <summary>What <c>/api/me</c> answers: 200, or 401 when signed out.</summary>
    public async Task<HttpStatusCode> KnocksAsync()
    {
        using var reply = await GetAsync("/api/me");
        return reply.StatusCode;
    }

    public void Dispose() => Http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (method == HttpMethod.Post)
            request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());       // as the page does
        return await Http.SendAsync(request, Ct);
    }
}

/// <summary>Codes as those who may make them are told them.</summary>
internal static class TestCodes
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    extension(TestServer server)
    {
        public async Task<string> SetupCodeAsync() => CodeIn((await server.PostAsync("/api/setup/link")).GetProperty("link"));

        /// <param name="name">Before the @ of the e-mail.</param>
        public async Task<string> InviteAsync(string name, string role = "member") =>
            CodeIn((await server.PostAsync("/api/invitations", new { email = name + "@example.org", role })).GetProperty("link"));

        public async Task<string> ResetCodeAsync(Guid user) => CodeIn((await server.PostAsync($"/api/users/{user}/password-reset")).GetProperty("link"));

        public Task<Guid> UserIdAsync(string email) => server.Database.ValueAsync<Guid>("select id from users where email = $1", email);

        private async Task<JsonElement> PostAsync(string path, object? body = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
            request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
            using var reply = await server.Http.SendAsync(request, Ct);
            Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync(Ct));
            return await reply.Content.ReadFromJsonAsync<JsonElement>(Ct);
        }
    }

    private static string CodeIn(JsonElement link) => link.GetString()!.Split('=')[1];
}
