using System.Globalization;
using System.Net.Http.Json;
using Backlot.Channels;
using Backlot.Tests.Support;
using Microsoft.Playwright;

namespace Backlot.Tests.Page;

/// <summary>An album from the form to the film that plays.</summary>
[Collection<InChromium>]
public sealed class AlbumPageTests(TestCluster cluster, Chromium chromium)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_album_ordered_in_the_form_moves_by_itself_and_its_film_plays_by_chapters()
    {
        // Its parts take a moment each, so that there is something to watch.
        await using var server = await ShortAlbums.StartServerAsync(cluster, services => PlainParts.Use(services, pause: TimeSpan.FromMilliseconds(100)));
        await using var visit = await Visit.BeginAsync(chromium, server);
        await visit.OpenAsync();

        await OrderAsync(visit);
        await AssertMovesByItselfAsync(visit);
        var album = await server.Http.AlbumAsync(Guid.Parse(visit.Page.Url.Split('/')[^1]));
        await AssertPlaysByChaptersAsync(visit, album);
        await AssertExportAsync(visit, server, album);
        await AssertFitsAPhoneAsync(visit);
        await AssertPictureIsExchangedAsync(visit, server, album);

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "All albums" }).PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator(".card [data-name=status]")).ToHaveTextAsync("Finished");
        await AssertFitsAPhoneAsync(visit);
        visit.AssertNoTrouble();
    }

    private static async Task OrderAsync(Visit visit)
    {
        await visit.Button("Make the first album").ClickAsync();
        await visit.Page.GetByLabel("Channel").FillAsync("Court");
        await visit.Page.GetByLabel("Niche").FillAsync("medieval royal court");
        await visit.Page.GetByLabel("Moods").FillAsync("calm, regal");
        await visit.Page.GetByLabel("Minutes").FillAsync("1");
        await visit.Page.GetByLabel("Seed").FillAsync("7");
        await visit.Button("Make album").ClickAsync();
        await Assertions.Expect(visit.Album).ToBeVisibleAsync();
    }

    private static async Task AssertMovesByItselfAsync(Visit visit)
    {
        await visit.Page.EvaluateAsync("""
            () => {
              window.percents = [];
              const percent = document.querySelector('#album [data-name=percent]');
              new MutationObserver(() => window.percents.push(parseInt(percent.textContent)))
                .observe(percent, { childList: true, characterData: true, subtree: true });
            }
            """);
        await Assertions.Expect(visit.Status).ToHaveTextAsync("Finished");
        // Still there, so the document was never loaded again.
        var percents = await visit.Page.EvaluateAsync<int[]>("() => window.percents");
        Assert.True(percents.Length >= 5, $"Only {string.Join(", ", percents)} were seen.");
        Assert.Equal(percents.Distinct().Order(), percents);
        Assert.Equal(100, percents[^1]);
    }

    private static async Task AssertPlaysByChaptersAsync(Visit visit, VideoJobView album)
    {
        var chapters = visit.Page.GetByRole(AriaRole.Navigation, new() { Name = "Chapters" }).GetByRole(AriaRole.Button);
        await Assertions.Expect(chapters).ToHaveTextAsync(
            album.Chapters.Select(c => TimeSpan.FromSeconds((int)c.StartSeconds).ToString("m\\:ss", CultureInfo.InvariantCulture) + c.Title));

        await chapters.Nth(0).ClickAsync();
        await Visit.UntilAsync(() => visit.VideoAsync("currentTime"), time => time.GetDouble() is > 0.5 and < 20);
        await Visit.UntilAsync(() => visit.VideoAsync("readyState"), state => state.GetInt32() == 4);
        Assert.Equal(album.DurationSeconds!.Value, (await visit.VideoAsync("duration")).GetDouble(), 0.1);
        Assert.Equal(1920, (await visit.VideoAsync("videoWidth")).GetInt32());

        await chapters.Nth(14).ClickAsync();
        var start = album.Chapters[14].StartSeconds;
        await Visit.UntilAsync(() => visit.VideoAsync("currentTime"), time => time.GetDouble() > start + 0.3);
        await visit.Video.EvaluateAsync("video => video.pause()");
        Assert.InRange((await visit.VideoAsync("currentTime")).GetDouble(), start, album.DurationSeconds.Value);
        var at = (await visit.VideoAsync("currentTime")).GetDouble();
        var current = album.Chapters.Last(c => c.StartSeconds <= at);
        await Assertions.Expect(visit.Page.Locator(".chapters [aria-current=true]")).ToContainTextAsync(current.Title);
    }

    private static async Task AssertExportAsync(Visit visit, TestServer server, VideoJobView album)
    {
        var export = (await server.Http.GetFromJsonAsync<ExportView>($"/api/video-jobs/{album.Id}/export", Ct))!;
        await Assertions.Expect(visit.Page.GetByLabel("Description")).ToHaveValueAsync(export.Description);
        await Assertions.Expect(visit.Page.GetByLabel("Folder")).ToHaveValueAsync(album.OutputDirectory);
    }

    private static async Task AssertFitsAPhoneAsync(Visit visit)
    {
        await visit.Page.SetViewportSizeAsync(360, 780);
        Assert.Equal(360, await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        await visit.Page.SetViewportSizeAsync(1280, 800);
    }

    private static async Task AssertPictureIsExchangedAsync(Visit visit, TestServer server, VideoJobView album)
    {
        var before = (await visit.VideoAsync("currentSrc")).GetString();
        await visit.Button("New picture 3").ClickAsync();
        await Visit.UntilAsync(() => visit.VideoAsync("currentSrc"), src => src.GetString() != before);
        await Assertions.Expect(visit.Status).ToHaveTextAsync("Finished");

        var after = await server.Http.AlbumAsync(album.Id);
        Assert.NotEqual(album.Images[2].Seed, after.Images[2].Seed);
        Assert.Equal(album.Tracks.Select(t => t.Seed), after.Tracks.Select(t => t.Seed));
        await Visit.UntilAsync(() => visit.VideoAsync("readyState"), state => state.GetInt32() >= 1);
        Assert.Contains(after.VideoUrl!.Split('/')[2], (await visit.VideoAsync("currentSrc")).GetString(), StringComparison.Ordinal);
    }
}
