using Backlot.Generation;
using Backlot.Generation.Orders;
using Backlot.Generation.Providers;
using Backlot.Jobs;
using Backlot.Library;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Channels.Albums;

/// <summary>Makes, or brings in, one image of an album.</summary>
/// <param name="OrderIndex">1..20.</param>
public sealed record MakeImage(Guid VideoJobId, int OrderIndex) : IJobArgs
{
    public static string Kind => "channels.make-image";
    public static string Queue => "generate";
}

internal sealed class MakeImageHandler(BacklotDb db, Ordering ordering, Generator generator, Intake intake) : IJobHandler<MakeImage>
{
    public async Task<Outcome> RunAsync(MakeImage args, JobRun run, CancellationToken ct)
    {
        if (await AlbumPart.BeginAsync(db, run, args.VideoJobId, ct) is not { } album)
            return new Outcome.Discard("The album was deleted.");
        if (await db.Images.AnyAsync(i => i.VideoJobId == album.Id && i.OrderIndex == args.OrderIndex, ct))
            return new Outcome.Done();

        var source = album.Plan.Images[args.OrderIndex - 1];
        var prompt = album.PromptsJson.VisualPrompts[args.OrderIndex - 1];
        if (source.File is { } file)
        {
            var own = await AlbumPart.ImportAsync(intake, run, file, MediaKind.Image, ct);
            return Keep(args, source, own, Path.GetFileNameWithoutExtension(file), null, null);
        }
        var order = new ImageOrder(prompt.Prompt, prompt.Seed, AlbumPlan.Width, AlbumPlan.Height);
        var key = AlbumPart.IntentKey(album.Id, "image", args.OrderIndex, source, order);
        return await AlbumPart.MakeAsync(ordering, run, key, source, order, async made =>
        {
            var asset = made is { TempPath: { } path, Made: { } picture }
                ? await intake.MadeAsync(run.UserId, path, MediaKind.Image, $"{args.OrderIndex:00}{Path.GetExtension(picture.Filename)}", ct)
                : await db.Assets.SingleAsync(a => a.Id == made.Record.AssetId, ct);
            return Keep(args, source, asset, prompt.Prompt, made, made.Made?.License);
        }, ct);
    }

    public Task GivenUpAsync(MakeImage args, string reason, BacklotDb transaction, CancellationToken ct) =>
        AlbumFlow.FailAsync(transaction, args.VideoJobId, $"Image {args.OrderIndex}: {reason}", ct);

    private Outcome.Done Keep(MakeImage args, PartSource source, Asset asset, string prompt, Generated? made, string? license) => new(async ct =>
    {
        if (await db.LockAlbumAsync(args.VideoJobId, ct) is not { } album)
            return;
        await AlbumPart.KeepAsync(db, generator, asset, made, license, ct);
        db.Images.Add(new()
        {
            VideoJobId = album.Id,
            Provider = made?.Record.Provider ?? source.Provider,
            ProviderImageId = made?.Record.ProviderJobId,
            OrderIndex = (short)args.OrderIndex,
            AssetId = asset.Id,
            LocalFilePath = source.File,
            PromptText = prompt,
        });
        await AlbumFlow.AdvanceAsync(db, album, ct);
    });
}
