using System.Text.Json;
using Backlot.Tests.Support;
using Microsoft.Playwright;

namespace Backlot.Tests.Page;

/// <summary>Somebody at the page, in a fresh profile, who notes what a visitor should never meet: errors in the console
/// (a broken content security policy is one), exceptions, and requests to anywhere but the server.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _profile;
    private readonly List<string> _trouble = [];

    private readonly TestServer _server;

    private Visit(IBrowserContext profile, IPage page, TestServer server)
    {
        (_profile, Page, _server) = (profile, page, server);
        page.Console += (_, message) => Note(message.Type is "error" or "warning", $"{message.Type}: {message.Text}");
        page.PageError += (_, error) => Note(true, error);
        page.Request += (_, request) => Note(!Server.IsBaseOf(new Uri(request.Url)), $"a request to {request.Url}");
    }

    public IPage Page { get; }
    public Uri Server => _server.Http.BaseAddress!;

    /// <summary>What the album's heading says of its state.</summary>
    public ILocator Status => Page.Locator("#album [data-name=status]");
    public ILocator Album => Page.Locator("#album");
    public ILocator Video => Page.Locator("#album video");

    public static async Task<Visit> BeginAsync(Chromium chromium, TestServer server)
    {
        var profile = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 800 }, Locale = "en-GB" });
        profile.SetDefaultTimeout(60_000);
        return new(profile, await profile.NewPageAsync(), server);
    }

    /// <summary>At the page's start, signed in.</summary>
    /// <param name="user">As whom; null for the owner.</param>
    public async Task OpenAsync(Guid? user = null)
    {
        var cookie = await TestSession.BeginAsync(_server, user ?? _server.OwnerId);
        await _profile.AddCookiesAsync([new() { Name = cookie.Name, Value = cookie.Value, Url = Server.ToString(), HttpOnly = true, SameSite = SameSiteAttribute.Lax }]);
        await Page.GotoAsync(Server.ToString());
    }

    /// <summary>With an address's fragment, as a link has it that was handed over.</summary>
    public Task FollowAsync(string fragment) => Page.GotoAsync($"{Server}#{fragment}");

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>Of those that are to be seen.</summary>
    public ILocator Field(string label) => Page.GetByLabel(label, new() { Exact = true }).And(Page.Locator("input:visible"));

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    public Task<JsonElement> VideoAsync(string property) => Video.EvaluateAsync<JsonElement>($"video => video.{property}");

    /// <summary>Looks at the page until it is so.</summary>
    /// <returns>What was seen then.</returns>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> look, Func<T, bool> isSo)
    {
        while (true)
        {
            var seen = await look();
            if (isSo(seen))
                return seen;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <param name="but">Part of what was to be expected.</param>
    public void AssertNoTrouble(string? but = null)
    {
        lock (_trouble)
        {
            List<string> unexpected = [.. _trouble.Where(trouble => but is null || !trouble.Contains(but, StringComparison.Ordinal))];
            Assert.Empty(unexpected);
        }
    }

    public ValueTask DisposeAsync() => _profile.DisposeAsync();

    private void Note(bool isTrouble, string trouble)
    {
        if (isTrouble)
            lock (_trouble)
                _trouble.Add(trouble);
    }
}
