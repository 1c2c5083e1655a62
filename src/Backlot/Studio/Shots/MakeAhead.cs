using System.Text.Json.Serialization;
using Backlot.Generation;
using Backlot.Generation.Caches;
using Backlot.Generation.Caches.Predicted;
using Backlot.Generation.Caches.Semantic;
using Backlot.Generation.Orders;
using Backlot.Generation.Providers;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Shots;

/// <summary>Makes shots that will probably be wanted next, as far as the user lets money be spent on them.</summary>
/// <param name="Choices">Who is asked, in turn.</param>
/// <param name="Shots">The most probable first.</param>
internal sealed record MakeAhead(
    Guid PredictionId, IReadOnlyList<string> Choices, IReadOnlyList<ShotSpec> Shots, OrderContext Context, SpendingLeave Leave) : IJobArgs
{
    /// <summary>What the orders of these shots are named by: behind it come the prediction and the exact key of what is asked.</summary>
    public const string Intents = "ahead/";

    public static string Kind => "studio.make-ahead";
    public static string Queue => "generate";

    [JsonIgnore]
    public IReadOnlyList<ProviderChoice> Makers => [.. Choices.Select(ProviderChoice.Parse)];

    public CacheQuestion Question(ShotSpec shot, ProviderChoice maker) => shot.Question(maker, Context.ProjectId, null);

    public string IntentKey(Guid userId, ShotSpec shot) => $"{Intents}{PredictionId:N}/{CacheKeys.Of(userId, Question(shot, Makers[0])).Exact:N}";
}

internal sealed class MakeAheadHandler(
    BacklotDb db, Offers offers, Drawings drawings, Ordering ordering, Generator generator, GenerationCaches caches, PredictedScenes predicted, ShotFiles files,
    ShotBudget budget, BlobStore blobs) : IJobHandler<MakeAhead>
{
    public async Task<Outcome> RunAsync(MakeAhead args, JobRun run, CancellationToken ct)
    {
        try
        {
            if (await budget.NowAsync(args.Context, ct) is not { } context)
            {
                if (!await db.Generations.AnyAsync(g => g.JobId == run.Id && g.Status == GenerationStatus.Processing, ct))
                    return new Outcome.Cancel("The project was deleted.");
                context = args.Context with { Closed = "The project was deleted." };
            }
            // What lies before the place is done with: made, or not to be made.
            foreach (var (place, shot) in args.Shots.Index().Skip(run.Checkpoint<Place>()?.Shot ?? 0))
                if (await MakeAsync(args, shot, place, context, run, ct) is { } end)
                    return end;
            return new Outcome.Done();
        }
        catch (Refusal refusal)
        {
            // Nobody waits for it: too little credit is no failure.
            return new Outcome.Cancel($"Nothing more was made ahead: {refusal.Message}");
        }
    }

    /// <returns>How the run ends; null: it is made, or need not be, and the next has its turn.</returns>
    private async Task<Outcome?> MakeAsync(MakeAhead args, ShotSpec shot, int place, OrderContext context, JobRun run, CancellationToken ct)
    {
        var intentKey = args.IntentKey(run.UserId, shot);
        // What is under way is paid for, whatever became of the forecast since.
        var begun = await db.Generations.Where(g => g.JobId == run.Id && g.Status == GenerationStatus.Processing).Select(g => g.IntentKey).ToListAsync(ct);
        if (begun.Count == 0 && (!await IsAllowedAsync(args, shot, run, ct) || await caches.FindAsync(run.UserId, shot, args.Makers, args.Context, ct) is not null))
            return null;
        if (begun.Count == 0)
            await run.SaveCheckpointAsync(db, new Place(place), ct);
        var (cast, end) = await drawings.OfAsync(run, intentKey, begun.Contains(intentKey), shot, context, ct);
        if (end is not null)
            return end;
        switch (await ordering.StepAsync(run, intentKey, args.Makers, shot.Order(blobs, cast), context, ct))
        {
            case OrderStep.Waiting waiting:
                return waiting.Outcome;
            case OrderStep.Failed failed:
                return failed.Outcome;
            case OrderStep.Ready { Generated: { TempPath: { } path } made }:
                return await KeepAsync(args, shot, made, path, run, ct);
            case OrderStep.Ready { Generated.Record: { AssetId: { } asset } made }:
                // Made for an earlier forecast, which is past.
                var kept = await PlaceAsync(args, shot, made, run, ct);
                await run.WriteAsync(db, token => FulfilAsync(args, shot, made, asset, kept, run, token), ct);
                return null;
            default:
                return null;
        }
    }

    /// <summary>Whether it is foreseen, is not there, and costs no more than was allowed, whoever of all makes it.</summary>
    private async Task<bool> IsAllowedAsync(MakeAhead args, ShotSpec shot, JobRun run, CancellationToken ct)
    {
        var able = await offers.OfAsync(run.UserId, args.Makers, shot.Order(blobs, cast: []), ct);
        var usd = able.Max(offer => offer.PriceUsd) + await drawings.PriceAsync(run.UserId, shot.Cast, ct);
        return await predicted.MayMakeAsync(run.UserId, args.PredictionId, shot.Prompt, args.Leave, usd, ct);
    }

    private async Task<Outcome?> KeepAsync(MakeAhead args, ShotSpec shot, Generated made, string path, JobRun run, CancellationToken ct)
    {
        try
        {
            var (film, picture) = await files.TakeAsync(run, made, path, ct);
            var place = await PlaceAsync(args, shot, made.Record, run, ct);
            await run.WriteAsync(db, async token =>
            {
                db.AddRange(film, picture);
                await db.SaveChangesAsync(token);
                await generator.FulfilAsync(made, film.Id, token);
                await FulfilAsync(args, shot, made.Record, film.Id, place, run, token);
            }, ct);
            return null;
        }
        catch (MediaRefused refused)
        {
            return await ordering.UnreadableAsync(made.Record, refused.About($"What {made.Record.Provider} made"), ct);
        }
    }

    /// <returns>Where it is kept if it is foreseen no more; null while it is.</returns>
    private async Task<PromptPlace?> PlaceAsync(MakeAhead args, ShotSpec shot, GenerationRecord made, JobRun run, CancellationToken ct) =>
        await predicted.HasAsync(run.UserId, args.PredictionId, shot.Prompt, ct) ? null : await caches.PlaceAsync(run.UserId, QuestionOf(args, shot, made), ct);

    /// <summary>What is foreseen no more is kept all the same: whoever asks for it has it.</summary>
    private async Task FulfilAsync(MakeAhead args, ShotSpec shot, GenerationRecord made, Guid film, PromptPlace? place, JobRun run, CancellationToken ct)
    {
        var question = QuestionOf(args, shot, made);
        if (!await predicted.FulfilAsync(run.UserId, args.PredictionId, shot.Prompt, question, film, made.Cost + await DrawnUsdAsync(made, run, ct), ct))
            await caches.KeepAsync(run.UserId, question, place, film, made.Cost, ct);
    }

    private static CacheQuestion QuestionOf(MakeAhead args, ShotSpec shot, GenerationRecord made) => args.Question(shot, new(made.Provider, made.Model));

    /// <summary>US dollars of what was drawn for this shot: since the one before it was made. What that had drawn is counted with it.</summary>
    private async Task<decimal> DrawnUsdAsync(GenerationRecord made, JobRun run, CancellationToken ct)
    {
        var ordered = db.Generations.Where(g => g.JobId == run.Id && g.ServedBy == ServedBy.Provider && g.Status == GenerationStatus.Completed);
        var before = await ordered.Where(g => g.Kind == GenerationKind.Video && g.Id != made.Id).MaxAsync(g => g.CompletedAt, ct);
        return await ordered.Where(g => g.Kind == GenerationKind.Image && (before == null || g.CompletedAt > before)).SumAsync(g => g.Cost, ct);
    }

    /// <summary>Where a run goes on that was parked.</summary>
    /// <param name="Shot">Of the shots, from 0.</param>
    private sealed record Place(int Shot);
}
