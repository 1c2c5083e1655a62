using Backlot.Jobs;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Channels.Albums;

/// <summary>Moves an album along: which jobs it still needs, and which status that means.</summary>
internal static class AlbumFlow
{
    private static readonly VideoJobStatus[] Phases =
        [VideoJobStatus.Planned, VideoJobStatus.GeneratingMusic, VideoJobStatus.GeneratingImage, VideoJobStatus.Rendering];

    /// <summary>Reads the album and keeps it from changing until the caller's transaction ends.</summary>
    /// <returns>Null when it was deleted.</returns>
    public static async Task<VideoJob?> LockAlbumAsync(this BacklotDb db, Guid id, CancellationToken ct)
    {
        var album = await db.VideoJobs.FromSql($"select * from video_jobs where id = {id} and user_id = {db.Owner} for update").SingleOrDefaultAsync(ct);
        // One that the context read before keeps its old values otherwise.
        if (album is not null)
            await db.Entry(album).ReloadAsync(ct);
        return album;
    }

    /// <summary>Adds the jobs for whatever is missing, and one that renders when they are done.</summary>
    public static async Task EnqueueMissingAsync(BacklotDb db, VideoJob album, CancellationToken ct)
    {
        var (tracks, images) = await FinishedAsync(db, album.Id, ct);
        var all = Enumerable.Range(1, VideoJob.PartCount);
        List<Job> prompts = album.AwaitsPrompts ? [db.Enqueue(new WritePrompts(album.Id), album.UserId, album.Id, priority: 6)] : [];
        List<Job> parts =
        [
            // Music first: the status speaks of it first, and it is what takes long.
            .. all.Except(tracks).Select(n => db.Enqueue(new MakeTrack(album.Id, n), album.UserId, album.Id, priority: 6, after: prompts)),
            .. all.Except(images).Select(n => db.Enqueue(new MakeImage(album.Id, n), album.UserId, album.Id, after: prompts)),
        ];
        db.Enqueue(new AssembleAlbum(album.Id), album.UserId, album.Id, after: parts);
    }

    /// <summary>Takes up a failed album, or a finished one of which a part was taken out, where it now stands.</summary>
    /// <param name="db">In a transaction that holds the album by <see cref="LockAlbumAsync"/>.</param>
    public static async Task RestartAsync(BacklotDb db, VideoJob album, CancellationToken ct)
    {
        if (album.Status is VideoJobStatus.Failed)
        {
            album.Status = album.FailedFrom ?? VideoJobStatus.Planned;
            await db.SaveChangesAsync(ct);
        }
        var goal = await GoalAsync(db, album, ct);
        if (goal == VideoJobStatus.Rendering && album is { Status: VideoJobStatus.ReadyForExport, VideoAssetId: { } film })
        {
            var render = await db.RenderTasks.Where(r => r.VideoJobId == album.Id && r.OutputAssetId == film).OrderByDescending(r => r.Id).FirstAsync(ct);
            db.Enqueue(new ExportAlbum(album.Id, render.Id), album.UserId, album.Id);
            return;
        }
        if (goal < album.Status && goal != VideoJobStatus.Rendering)
            album.Status = goal;
        await EnqueueMissingAsync(db, album, ct);
    }

    /// <summary>Brings the status to the first phase not yet finished, one arrow at a time.</summary>
    /// <param name="db">In a transaction that holds the album by <see cref="LockAlbumAsync"/>.</param>
    public static async Task AdvanceAsync(BacklotDb db, VideoJob album, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        var goal = await GoalAsync(db, album, ct);
        // A failed or finished album does not come back by itself.
        for (var at = Array.IndexOf(Phases, album.Status); at >= 0 && at < Array.IndexOf(Phases, goal); at++)
        {
            album.Status = Phases[at + 1];
            await db.SaveChangesAsync(ct);
        }
        // Watchers are told of every part, not only of a new status: the row's trigger marks the change.
        await db.Database.ExecuteSqlAsync($"update video_jobs set updated_at = now() where id = {album.Id} and user_id = {album.UserId}", ct);
    }

    /// <summary>Sets the album to failed and ends what it still had running; what is finished stays for a resume.</summary>
    public static async Task FailAsync(BacklotDb db, Guid albumId, string reason, CancellationToken ct)
    {
        if (await db.LockAlbumAsync(albumId, ct) is not { } album || album.Status is VideoJobStatus.Failed)
            return;
        album.Status = VideoJobStatus.Failed;
        album.ErrorMessage = reason;
        await db.SaveChangesAsync(ct);
        await db.CancelJobsOfAsync(albumId, "Another part of the album failed: " + reason, ct);
    }

    /// <summary>The first phase not yet finished, music before images.</summary>
    private static async Task<VideoJobStatus> GoalAsync(BacklotDb db, VideoJob album, CancellationToken ct)
    {
        var (tracks, images) = await FinishedAsync(db, album.Id, ct);
        return tracks.Count < VideoJob.PartCount ? VideoJobStatus.GeneratingMusic
            : images.Count < VideoJob.PartCount ? VideoJobStatus.GeneratingImage
            : VideoJobStatus.Rendering;
    }

    private static async Task<(List<int> Tracks, List<int> Images)> FinishedAsync(BacklotDb db, Guid albumId, CancellationToken ct) => (
        await db.AudioTracks.Where(t => t.VideoJobId == albumId).Select(t => (int)t.OrderIndex).ToListAsync(ct),
        await db.Images.Where(i => i.VideoJobId == albumId).Select(i => (int)i.OrderIndex).ToListAsync(ct));
}
