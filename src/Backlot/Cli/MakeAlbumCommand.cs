using System.CommandLine;
using Backlot.Channels;
using Backlot.Channels.Albums;
using Backlot.Platform;
using Backlot.Platform.Http;

namespace Backlot.Cli;

/// <summary><c>make album BRIEF.json</c>: from a brief to a finished film, with progress bars that tell the truth.</summary>
internal static class MakeAlbumCommand
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    public static Command Define()
    {
        Argument<string> brief = new("BRIEF") { Description = "A JSON file such as examples/royal-court.json." };
        Option<string?> tracks = new("--tracks") { Description = "A folder with 20 tracks of your own." };
        Option<string?> images = new("--images") { Description = "A folder with 20 pictures of your own." };
        Option<string?> output = new("--out") { Description = "Where to put the finished album." };
        Option<string?> url = CommonOptions.Url();
        Option<string?> data = CommonOptions.Data();
        var album = new Command("album", "Make an album from a brief and wait for it. Ctrl+C leaves it running.") { brief, tracks, images, output, url, data };
        album.SetAction((parsed, ct) => RunAsync(
            new(parsed.GetRequiredValue(brief), parsed.GetValue(tracks), parsed.GetValue(images), parsed.GetValue(output)),
            parsed.GetValue(url), parsed.GetValue(data), ct));
        return album;
    }

    private static async Task<int> RunAsync(Wish wish, string? url, string? data, CancellationToken ct)
    {
        var brief = await BriefFile.ReadAsync<AlbumBrief>(wish.Brief, AlbumBrief.Example, ct);
        var request = brief.ToRequest(wish.Tracks, wish.Images, wish.Output, Path.GetDirectoryName(Path.GetFullPath(wish.Brief)) ?? "/");
        using var client = await BacklotClient.ConnectAsync(url, data, start: true, ct);
        var channel = await ChannelAsync(client, brief, ct);
        if (request.TracksFolder is not null || request.ImagesFolder is not null)
            Console.WriteLine("Looking at your files ...");
        var album = await client.PostAsync<VideoJobView>($"/api/channels/{channel.Id}/video-jobs", request, ct);
        Console.WriteLine($"\"{album.Title}\" for {channel.Name}");
        try
        {
            album = await AlbumProgressBars.FollowAsync(() => client.GetAsync<VideoJobView>($"/api/video-jobs/{album.Id}", ct), album, Look, ct);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"The server goes on with it; stop it with ./backlot jobs cancel {album.Id}.");
            throw;
        }
        if (album.Status == "failed")
            throw new StartFailed($"The album failed: {album.Error}");
        TellResult(client, album);
        return 0;
    }

    private static async Task<ChannelView> ChannelAsync(BacklotClient client, AlbumBrief brief, CancellationToken ct)
    {
        var found = await client.GetAsync<Page<ChannelView>>($"/api/channels?name={Uri.EscapeDataString(brief.Channel)}", ct);
        return found.Items is [var channel, ..]
            ? channel
            : await client.PostAsync<ChannelView>("/api/channels", new NewChannel(brief.Channel, brief.Niche), ct);
    }

    private static void TellResult(BacklotClient client, VideoJobView album)
    {
        var length = TimeSpan.FromSeconds(album.DurationSeconds ?? 0);
        Console.WriteLine($"{length:h\\:mm\\:ss}, {(album.FileSizeBytes ?? 0) / 1e6:0} MB, {album.Chapters.Count} chapters");
        Console.WriteLine($"Watch it:  {new Uri(client.Url, album.VideoUrl)}");
        Console.WriteLine($"Folder:    {album.OutputDirectory}");
    }

    private sealed record Wish(string Brief, string? Tracks, string? Images, string? Output);
}
