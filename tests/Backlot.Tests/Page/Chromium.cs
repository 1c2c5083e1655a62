using Microsoft.Playwright;

namespace Backlot.Tests.Page;

/// <summary>Debian's Chromium, started once for all tests of the page; every visit gets a profile of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Quiet =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright _playwright = null!;

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = Quiet });
        // Albums are made while a test looks on, on a machine that may be busy.
        Assertions.SetDefaultExpectTimeout(120_000);
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
    }
}

/// <summary>The tests of the page, one after the other in one browser.</summary>
[CollectionDefinition]
public sealed class InChromium : ICollectionFixture<Chromium>;
