using System.Text.RegularExpressions;
using Backlot.Generation.Dummy.Music;
using Backlot.Generation.Providers;
using Backlot.Platform;
using Backlot.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Backlot.Tests.Page;

/// <summary>What happens elsewhere is seen at once; what fails is told and can be resumed.</summary>
[Collection<InChromium>]
public sealed partial class LivePageTests(TestCluster cluster, Chromium chromium)
{
    [Fact]
    public async Task A_failed_album_tells_its_reason_and_goes_on_when_it_is_resumed()
    {
        var closed = new Closable { IsClosed = true };
        await using var server = await ShortAlbums.StartServerAsync(cluster, services => services.AddSingleton<IMusicProvider>(closed));
        await using var visit = await Visit.BeginAsync(chromium, server);
        await visit.OpenAsync();
        await Assertions.Expect(visit.Heading("No album yet")).ToBeVisibleAsync();

        // Ordered elsewhere: it appears by itself, and so does its end.
        await server.Http.AddAlbumAsync(AlbumRequests.OneMinute with { MusicProvider = closed.Name, Title = "Sunday" });
        await Assertions.Expect(visit.Page.Locator(".card .error")).ToContainTextAsync("The studio is closed on Sundays.");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Sunday" }).ClickAsync();
        await Assertions.Expect(visit.Heading("Sunday")).ToBeFocusedAsync();
        await Assertions.Expect(visit.Album.Locator("[data-name=error]")).ToContainTextAsync("The studio is closed on Sundays.");
        await Assertions.Expect(visit.Button("Cancel")).ToBeHiddenAsync();

        closed.IsClosed = false;
        await visit.Button("Resume").ClickAsync();
        await Assertions.Expect(visit.Album.Locator("[data-name=music]")).ToHaveTextAsync(SomeMusic());
        await Assertions.Expect(visit.Album.Locator("[data-name=error]")).ToBeHiddenAsync();
        await visit.Button("Cancel").ClickAsync();
        await Assertions.Expect(visit.Status).ToHaveTextAsync("Cancelled");
        await Assertions.Expect(visit.Button("Resume")).ToBeEnabledAsync();
        visit.AssertNoTrouble();
    }

    [Fact]
    public async Task What_albums_are_called_never_becomes_markup()
    {
        const string Title = "<img src=x onerror=\"alert(1)\"><b>Bold</b>", Mood = "<script>alert(2)</script>";
        await using var server = await ShortAlbums.StartServerAsync(cluster);
        await using var visit = await Visit.BeginAsync(chromium, server);
        var album = await server.Http.AddAlbumAsync(AlbumRequests.OneMinute with { Title = Title, MoodKeywords = [Mood] });
        await server.Http.PostAsync($"/api/video-jobs/{album.Id}/cancel", null, TestContext.Current.CancellationToken);

        await visit.OpenAsync();
        await Assertions.Expect(visit.Page.Locator(".card h2")).ToHaveTextAsync(Title);
        await visit.Page.Locator(".card a").ClickAsync();
        await Assertions.Expect(visit.Heading(Title)).ToBeVisibleAsync();
        await Assertions.Expect(visit.Album.Locator(".facts").First).ToContainTextAsync(Mood);
        Assert.Equal(0, await visit.Page.Locator("main b:text('Bold'), img[src='x'], main script").CountAsync());
        visit.AssertNoTrouble();
    }

    [Fact]
    public async Task A_broken_event_stream_is_taken_up_where_it_was()
    {
        var breaking = new FirstStreamBreaks();
        await using var server = await TestServer.StartAsync(cluster, services => services.AddSingleton<IStartupFilter>(breaking));
        await using var visit = await Visit.BeginAsync(chromium, server);

        await visit.OpenAsync();
        await Visit.UntilAsync(() => Task.FromResult(breaking.Places.Count), count => count == 2);
        await Assertions.Expect(visit.Page.Locator("#connection")).ToHaveTextAsync("Live");
        Assert.Equal(["", "5"], breaking.Places);
        visit.AssertNoTrouble();
    }

    [GeneratedRegex("^[1-9]\\d*/20$")]
    private static partial Regex SomeMusic();

    /// <summary>Ends the first event stream in the middle of an event, and notes from where each one is wanted.</summary>
    private sealed class FirstStreamBreaks : IStartupFilter
    {
        public List<string> Places { get; } = [];

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (http, onward) =>
            {
                if (http.Request.Path == "/api/events")
                    Places.Add(http.Request.Headers["Last-Event-ID"].ToString());
                if (http.Request.Path != "/api/events" || Places.Count > 1)
                {
                    await onward(http);
                    return;
                }
                http.Response.ContentType = "text/event-stream";
                await http.Response.WriteAsync("event: hello\ndata: {}\nid: 5\n\nevent: job\nda");
            });
            next(app);
        };
    }

    /// <summary>A provider that can be closed and opened.</summary>
    private sealed class Closable : IMusicProvider
    {
        public bool IsClosed { get; set; }
        public string Name => "mubert";

        public Task<Made> MakeAsync(MusicOrder order, string path, IProgress<double>? progress, CancellationToken ct)
        {
            if (IsClosed)
                throw new Refusal(422, "closed", "The studio is closed on Sundays.");
            using var file = File.Create(path);
            MusicSynthesizer.Render(order.Prompt, order.Seed, order.DurationSeconds, file, progress, ct);
            return Task.FromResult(new Made("track.wav", 0, "None."));
        }
    }
}
