using Backlot.Generation;
using Backlot.Generation.Orders;
using Backlot.Generation.Providers;
using Backlot.Jobs;
using Backlot.Library;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Backlot.Rendering.Sound;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Channels.Albums;

/// <summary>Makes, or brings in, one track of an album.</summary>
/// <param name="OrderIndex">1..20.</param>
public sealed record MakeTrack(Guid VideoJobId, int OrderIndex) : IJobArgs
{
    public static string Kind => "channels.make-track";
    public static string Queue => "generate";
}

internal sealed class MakeTrackHandler(BacklotDb db, Ordering ordering, Generator generator, Intake intake, SoundLength length, BlobStore blobs) : IJobHandler<MakeTrack>
{
    public async Task<Outcome> RunAsync(MakeTrack args, JobRun run, CancellationToken ct)
    {
        if (await AlbumPart.BeginAsync(db, run, args.VideoJobId, ct) is not { } album)
            return new Outcome.Discard("The album was deleted.");
        if (await db.AudioTracks.AnyAsync(t => t.VideoJobId == album.Id && t.OrderIndex == args.OrderIndex, ct))
            return new Outcome.Done();

        var source = album.Plan.Tracks[args.OrderIndex - 1];
        var prompt = album.PromptsJson.MusicPrompts[args.OrderIndex - 1];
        if (source.File is { } file)
        {
            var own = await AlbumPart.ImportAsync(intake, run, file, MediaKind.Audio, ct);
            return Keep(args, source, own, Path.GetFileNameWithoutExtension(file), null, null);
        }
        var order = new MusicOrder(prompt.Prompt, prompt.Seed, prompt.DurationSeconds);
        var key = AlbumPart.IntentKey(album.Id, "track", args.OrderIndex, source, order);
        return await AlbumPart.MakeAsync(ordering, run, key, source, order, async made =>
        {
            var asset = made is { TempPath: { } path, Made: { } track }
                ? await TakeAsync(run, path, track, made.Record.Provider, $"{args.OrderIndex:00} {prompt.Title}", order, ct)
                : await db.Assets.SingleAsync(a => a.Id == made.Record.AssetId, ct);
            return Keep(args, source, asset, prompt.Prompt, made, made.Made?.License);
        }, ct);
    }

    public Task GivenUpAsync(MakeTrack args, string reason, BacklotDb transaction, CancellationToken ct) =>
        AlbumFlow.FailAsync(transaction, args.VideoJobId, $"Track {args.OrderIndex}: {reason}", ct);

    private Outcome.Done Keep(MakeTrack args, PartSource source, Asset asset, string prompt, Generated? made, string? license) => new(async ct =>
    {
        if (await db.LockAlbumAsync(args.VideoJobId, ct) is not { } album)
            return;
        await AlbumPart.KeepAsync(db, generator, asset, made, license, ct);
        db.AudioTracks.Add(new()
        {
            VideoJobId = album.Id,
            Provider = made?.Record.Provider ?? source.Provider,
            ProviderTrackId = made?.Record.ProviderJobId,
            OrderIndex = (short)args.OrderIndex,
            DurationSeconds = Math.Max(0.01m, decimal.Round((decimal)(asset.DurationSeconds ?? 0), 2)),
            AssetId = asset.Id,
            LocalFilePath = source.File,
            PromptText = prompt,
        });
        await AlbumFlow.AdvanceAsync(db, album, ct);
    });

    /// <summary>The built-in maker keeps to the length; what others made is brought to it, for the film is as long as its tracks.</summary>
    private async Task<Asset> TakeAsync(JobRun run, string path, Made track, string provider, string name, MusicOrder order, CancellationToken ct)
    {
        var ending = Path.GetExtension(track.Filename);
        if (provider == AlbumProviders.BuiltIn)
            return await intake.MadeAsync(run.UserId, path, MediaKind.Audio, name + ending, ct);
        var fitted = blobs.NewTempPath(tag: run.Tag);
        try
        {
            var isFitted = await length.FitAsync(path, order.DurationSeconds, fitted, ct);
            return await intake.MadeAsync(run.UserId, isFitted ? fitted : path, MediaKind.Audio, name + (isFitted ? ".flac" : ending), ct);
        }
        finally
        {
            File.Delete(fitted);
            File.Delete(path);
        }
    }
}
