using Backlot.Channels;
using Backlot.Channels.Albums;
using Backlot.Jobs;
using Backlot.Library;
using Backlot.Platform;
using Backlot.Platform.Http;

namespace Backlot.Benchmarks;

/// <summary>When an album passed its stations, by the clock that the server and this process share.</summary>
internal sealed record AlbumTimes(
    DateTimeOffset Asked, DateTimeOffset RenderStarted, DateTimeOffset RenderEnded, DateTimeOffset Exported)
{
    /// <summary>Everything before the render: tracks, images, their pairing.</summary>
    public double PartsSeconds => (RenderStarted - Asked).TotalSeconds;
    public double RenderSeconds => (RenderEnded - RenderStarted).TotalSeconds;
    public double ExportSeconds => (Exported - RenderEnded).TotalSeconds;
    public double TotalSeconds => (Exported - Asked).TotalSeconds;
}

/// <summary>Has the server make an album, and reads from its jobs when what was done.</summary>
internal sealed class AlbumRun(BenchServer server, TimeProvider time)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>From the brief to the filled output folder.</summary>
    /// <exception cref="StartFailed">The brief was refused, or the album failed; the sentence is the server's.</exception>
    public async Task<(VideoJobView Album, AlbumTimes Times)> MakeAsync(NewVideoJob brief, CancellationToken ct)
    {
        var channel = await server.SendAsync<ChannelView>(
            HttpMethod.Post, "/api/channels", new NewChannel("Benchmark", brief.Niche ?? ""), ct);
        return await FollowAsync(HttpMethod.Post, $"/api/channels/{channel.Id}/video-jobs", brief, ct);
    }

    /// <summary>From the wish for another image to the output folder filled anew.</summary>
    /// <param name="orderIndex">1..20.</param>
    public async Task<AlbumTimes> ReplaceImageAsync(Guid albumId, int orderIndex, CancellationToken ct) =>
        (await FollowAsync(HttpMethod.Put, $"/api/video-jobs/{albumId}/images/{orderIndex}", new PartReplacement(), ct)).Times;

    private async Task<(VideoJobView Album, AlbumTimes Times)> FollowAsync(
        HttpMethod method, string path, object wish, CancellationToken ct)
    {
        var asked = time.GetUtcNow();
        var album = await server.SendAsync<VideoJobView>(method, path, wish, ct);
        while (album.Status != "completed")
        {
            if (album.Status == "failed")
                throw new StartFailed($"The album failed: {album.Error}");
            await Task.Delay(Look, time, ct);
            album = await server.SendAsync<VideoJobView>(HttpMethod.Get, $"/api/video-jobs/{album.Id}", null, ct);
        }
        var jobs = await server.SendAsync<Page<JobView>>(HttpMethod.Get, $"/api/jobs?subject={album.Id}&limit=200", null, ct);
        var (render, export) = (Newest(jobs, RenderFilm.Kind), Newest(jobs, ExportAlbum.Kind));
        return (album, new(asked, Known(render.StartedAt), Known(render.CompletedAt), Known(export.CompletedAt)));
    }

    private static JobView Newest(Page<JobView> jobs, string kind) => jobs.Items.First(job => job.Kind == kind);

    private static DateTimeOffset Known(DateTimeOffset? moment) =>
        moment ?? throw new StartFailed("A finished job does not say when it ran.");
}
