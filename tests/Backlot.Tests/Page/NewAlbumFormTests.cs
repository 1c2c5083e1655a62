using System.Net.Http.Json;
using Backlot.Channels;
using Backlot.Platform.Http;
using Backlot.Tests.Support;
using Microsoft.Playwright;

namespace Backlot.Tests.Page;

/// <summary>What the form says of what the server does not take.</summary>
[Collection<InChromium>]
public sealed class NewAlbumFormTests(TestCluster cluster, Chromium chromium)
{
    [Fact]
    public async Task What_is_wrong_is_told_beside_its_field_and_leaves_no_channel_behind()
    {
        await using var server = await TestServer.StartAsync(cluster);
        await using var visit = await Visit.BeginAsync(chromium, server);
        await visit.OpenAsync();
        await visit.Button("Make the first album").ClickAsync();
        var make = visit.Button("Make album");

        await make.ClickAsync();
        await Assertions.Expect(Field("Channel")).ToHaveAccessibleDescriptionAsync("A new name makes a new channel. Write the channel's name.");
        await Assertions.Expect(Field("Channel")).ToBeFocusedAsync();

        await Field("Channel").FillAsync("Court");
        await Field("Niche").FillAsync("medieval royal court");
        await Field("Minutes").FillAsync("59");
        await Field("Seed").FillAsync("-1");
        await make.ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#minutes-error")).ToHaveTextAsync("It is 59; an album lasts 60 to 90 minutes.");
        await Assertions.Expect(visit.Page.Locator("#seed-error")).ToContainTextAsync("It is -1");
        await Assertions.Expect(visit.Page.Locator("#channel-error")).ToBeHiddenAsync();
        await Assertions.Expect(Field("Minutes")).ToBeFocusedAsync();

        await Field("Minutes").FillAsync("60.5");
        await make.ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#minutes-error")).ToContainTextAsync("is not of the right kind");

        await Assertions.Expect(make).ToBeEnabledAsync();
        Assert.Empty((await server.Http.GetFromJsonAsync<Page<ChannelView>>("/api/channels", TestContext.Current.CancellationToken))!.Items);
        visit.AssertNoTrouble(but: "Failed to load resource: the server responded with a status of 4");

        ILocator Field(string label) => visit.Page.GetByRole(AriaRole.Dialog).GetByLabel(label, new() { Exact = true });
    }
}
