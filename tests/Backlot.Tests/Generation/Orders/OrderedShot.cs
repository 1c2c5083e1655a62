using Backlot.Generation;
using Backlot.Generation.Orders;
using Backlot.Generation.Providers;
using Backlot.Jobs;
using Backlot.Library;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;

namespace Backlot.Tests.Generation.Orders;

/// <summary>A job that has one shot made, and keeps whatever comes as an asset, be it a film or not.</summary>
/// <param name="Prompt">Its name, too.</param>
/// <param name="Choices">As <c>runway,kling/kling-v3</c>.</param>
/// <param name="Copy">Tells orders of the same prompt apart.</param>
internal sealed record OrderedShot(string Prompt, string Choices, Guid? ProjectId = null, decimal? BudgetUsd = null, string? Picture = null, int Copy = 0) : IJobArgs
{
    public static string Kind => "test.ordered-shot";
    public static string Queue => "test";
}

internal sealed class OrderedShotHandler(BacklotDb db, Ordering ordering, Generator generator, BlobStore blobs) : IJobHandler<OrderedShot>
{
    public async Task<Outcome> RunAsync(OrderedShot args, JobRun run, CancellationToken ct)
    {
        var order = new VideoOrder(args.Prompt, 7, 5, 1280, 720)
        {
            References = args.Picture is { } picture ? [new(picture, new('b', 64), "image/png", ImageRole.First)] : [],
        };
        var step = await ordering.StepAsync(
            run, args.Copy == 0 ? "shot/" + args.Prompt : $"shot/{args.Copy}/{args.Prompt}", [.. args.Choices.Split(',').Select(ProviderChoice.Parse)], order, new(args.ProjectId, BudgetUsd: args.BudgetUsd), ct);
        return step switch
        {
            OrderStep.Waiting waiting => waiting.Outcome,
            OrderStep.Failed failed => failed.Outcome,
            OrderStep.Ready { Generated.TempPath: null } => new Outcome.Done(),
            OrderStep.Ready ready => await KeptAsync(ready.Generated, run, ct),
            _ => throw new InvalidOperationException("No such step."),
        };
    }

    private async Task<Outcome> KeptAsync(Generated made, JobRun run, CancellationToken ct)
    {
        var blob = await blobs.TakeFileAsync(made.TempPath!, ct);
        return new Outcome.Done(async token =>
        {
            var asset = new Asset
            {
                UserId = run.UserId, Kind = AssetKind.Video, SourceType = AssetSource.Generated, Filename = made.Made!.Filename,
                Sha256 = blob.Sha256, SizeBytes = blob.SizeBytes, Status = AssetStatus.Ready,
            };
            db.Add(asset);
            await generator.FulfilAsync(made, asset.Id, token);
        });
    }
}
