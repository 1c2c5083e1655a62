using Backlot.Jobs;
using Backlot.Library;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Channels.Albums;

/// <summary>All parts are there: pairs them into a timeline, and orders its film and then its export.</summary>
public sealed record AssembleAlbum(Guid VideoJobId) : IJobArgs
{
    public static string Kind => "channels.assemble-album";
    public static string Queue => "generate";
}

internal sealed class AssembleAlbumHandler(BacklotDb db) : IJobHandler<AssembleAlbum>
{
    public async Task<Outcome> RunAsync(AssembleAlbum args, JobRun run, CancellationToken ct)
    {
        if (await db.VideoJobs.AsNoTracking().SingleOrDefaultAsync(v => v.Id == args.VideoJobId, ct) is not { } album)
            return new Outcome.Discard("The album was deleted.");
        var timeline = await AlbumTimeline.OfAsync(db, album, ct);
        return new Outcome.Done(_ =>
        {
            var (task, render) = RenderApi.Enqueue(db, timeline, album.UserId, album.Id, subject: album.Id);
            db.Enqueue(new ExportAlbum(album.Id, task.Id), album.UserId, album.Id, after: [render]);
            return Task.CompletedTask;
        });
    }

    public Task GivenUpAsync(AssembleAlbum args, string reason, BacklotDb transaction, CancellationToken ct) =>
        AlbumFlow.FailAsync(transaction, args.VideoJobId, reason, ct);
}

/// <summary>Pairs track 1 with image 1, and so on.</summary>
internal static class AlbumTimeline
{
    /// <exception cref="InvalidOperationException">A part is missing: the pairing would have a hole.</exception>
    public static async Task<Timeline> OfAsync(BacklotDb db, VideoJob album, CancellationToken ct)
    {
        var (assets, audioTracks, albumImages) = (db.Assets, db.AudioTracks, db.Images);
        var tracks = await audioTracks.Where(t => t.VideoJobId == album.Id).OrderBy(t => t.OrderIndex)
            .Join(assets, t => t.AssetId, a => a.Id, (t, a) => new { t.OrderIndex, t.LocalFilePath, t.PromptText, a.Sha256, a.DurationSeconds }).ToListAsync(ct);
        var images = await albumImages.Where(i => i.VideoJobId == album.Id).OrderBy(i => i.OrderIndex)
            .Join(assets, i => i.AssetId, a => a.Id, (i, a) => a.Sha256).ToListAsync(ct);
        if (tracks.Count != VideoJob.PartCount || images.Count != VideoJob.PartCount)
            throw new InvalidOperationException($"The album has {tracks.Count} tracks and {images.Count} images; it takes {VideoJob.PartCount} of each.");
        return new(AlbumPlan.Width, AlbumPlan.Height,
        [
            .. tracks.Zip(images, (track, image) => new TimelinePart(
                album.TitleOf(track.OrderIndex), image ?? "", track.Sha256 ?? "", Frames(track.DurationSeconds ?? 0)) { Fit = album.Plan.Fit }),
        ])
        {
            FrameRate = AlbumPlan.FrameRate,
            CrossfadeSeconds = AlbumPlan.CrossfadeSeconds,
            Tags = new Dictionary<string, string> { ["title"] = album.Title, ["genre"] = album.NicheLabel },
        };
    }

    /// <summary>A chapter's title: the grammar's own, or the name of the user's file.</summary>
    public static string TitleOf(this VideoJob album, int orderIndex) =>
        album.Plan.Tracks[orderIndex - 1].File is { } file
            ? FileTitle.Of(file)
            : album.PromptsJson.MusicPrompts[orderIndex - 1].Title;

    /// <summary>Whole frames within the track; the tolerance keeps a track that was made to the frame at its full length.</summary>
    private static int Frames(double seconds) => (int)Math.Floor(seconds * AlbumPlan.FrameRate + 0.01);
}
