using Backlot.Channels.Export;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Channels.Albums;

/// <summary>The film is there: takes it as the album's own and fills the output folder.</summary>
public sealed record ExportAlbum(Guid VideoJobId, Guid RenderTaskId) : IJobArgs
{
    public static string Kind => "channels.export-album";
    public static string Queue => "generate";
}

internal sealed class ExportAlbumHandler(BacklotDb db, ExportFolder export) : IJobHandler<ExportAlbum>
{
    public async Task<Outcome> RunAsync(ExportAlbum args, JobRun run, CancellationToken ct)
    {
        var render = await db.RenderTasks.AsNoTracking().SingleOrDefaultAsync(r => r.Id == args.RenderTaskId, ct);
        if (render?.OutputAssetId is not { } film)
            return new Outcome.Discard("The film is gone: resume the album, and it is rendered again.");
        VideoJob? album = null;
        await run.WriteAsync(db, async token =>
        {
            album = await db.LockAlbumAsync(args.VideoJobId, token);
            if (album is null)
                return;
            album.VideoAssetId = film;
            album.UpdatedAt = render.CompletedAt ?? album.UpdatedAt;
            if (album.Status is VideoJobStatus.Rendering)
                album.Status = VideoJobStatus.ReadyForExport;
        }, ct);
        if (album is null)
            return new Outcome.Discard("The album was deleted.");
        try
        {
            await export.WriteAsync(db, album, render, run, ct);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new Refusal(422, "output.denied", $"The output folder {album.OutputDirectory} cannot be written ({denied.Message.TrimEnd('.')}): put that right, then resume.");
        }
        return new Outcome.Done(async token =>
        {
            if (await db.LockAlbumAsync(args.VideoJobId, token) is { Status: VideoJobStatus.ReadyForExport } finished)
                finished.Status = VideoJobStatus.Completed;
        });
    }

    public Task GivenUpAsync(ExportAlbum args, string reason, BacklotDb transaction, CancellationToken ct) =>
        AlbumFlow.FailAsync(transaction, args.VideoJobId, reason, ct);
}
