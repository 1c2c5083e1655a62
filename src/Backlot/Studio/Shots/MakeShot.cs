using System.Text.Json;
using System.Text.Json.Serialization;
using Backlot.Generation;
using Backlot.Generation.Caches;
using Backlot.Generation.Orders;
using Backlot.Generation.Providers;
using Backlot.Jobs;
using Backlot.Library;
using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Backlot.Studio.Scenes;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Shots;

/// <summary>Has one shot made, or finds it in a cache.</summary>
/// <param name="IntentId">Names the order: a job that runs again goes on with it.</param>
/// <param name="Choices">Who is asked, in turn.</param>
/// <param name="Anew">The caches are not asked.</param>
/// <param name="Scene">As it was when this was ordered; null for a shot of no scene.</param>
internal sealed record MakeShot(Guid IntentId, IReadOnlyList<string> Choices, ShotSpec Shot, OrderContext Context, bool Anew, ShotScene? Scene) : IJobArgs
{
    public static string Kind => "studio.make-shot";
    public static string Queue => "generate";

    [JsonIgnore]
    public string IntentKey => $"shot/{IntentId:N}";

    [JsonIgnore]
    public IReadOnlyList<ProviderChoice> Makers => [.. Choices.Select(ProviderChoice.Parse)];

    /// <summary>What the caches keep it under: who really made it.</summary>
    public CacheQuestion QuestionFor(ProviderChoice maker) => Shot.Question(maker, Context.ProjectId, Context.SceneId);

    /// <summary>By whom it is asked for first, and all that decides what it will be.</summary>
    public Guid AskedKey(Guid userId) => CacheKeys.Of(userId, QuestionFor(Makers[0])).Exact;
}

/// <summary>What of a scene a version keeps.</summary>
internal sealed record ShotScene(string Prompt, string? EnhancedPrompt, SceneParameters Parameters, double? DurationSeconds)
{
    public static ShotScene Of(Scene scene) => new(scene.Prompt, scene.EnhancedPrompt, scene.Parameters, scene.DurationSeconds);
}

internal sealed class MakeShotHandler(
    BacklotDb db, ShotsUnderWay underWay, Drawings drawings, ShotBudget budget, Ordering ordering, Generator generator, GenerationCaches caches, ShotFiles files, SceneShots shots, Foresight foresight,
    BlobStore blobs, TimeProvider time) : IJobHandler<MakeShot>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(3);

    public async Task<Outcome> RunAsync(MakeShot args, JobRun run, CancellationToken ct)
    {
        var begun = await db.Generations.Where(g => g.JobId == run.Id || g.IntentKey == args.IntentKey).Select(g => new { g.IntentKey, g.Status }).ToListAsync(ct);
        var context = await budget.NowAsync(args.Context, ct) ?? args.Context with { Closed = "The project was deleted before this was shot: nothing was ordered." };
        if (args.Context.SceneId is { } sceneId && await ClosedAsync(sceneId, ct) is { } why)
            context = context with { Closed = why };
        if (begun.Count == 0 && context.Closed is { } closed)
            return new Outcome.Discard(closed);
        if (begun.Count == 0 && !args.Anew)
        {
            // Before the caches: what ends in between is in them.
            var isUnderWay = await underWay.AnyAsync(args, run, ct);
            if (await caches.FindAsync(run.UserId, args.Shot, args.Makers, args.Context, ct) is var (maker, hit))
                return await ServeAsync(args, run, maker, hit, ct);
            if (isUnderWay)
                return new Outcome.Park(Soon, "The same shot is being made already");
        }
        var isOrdered = begun.Exists(g => g.IntentKey == args.IntentKey && g.Status == GenerationStatus.Processing);
        var (cast, end) = await drawings.OfAsync(run, args.IntentKey, isOrdered, args.Shot, context, ct);
        if (end is not null)
            return end;
        return await ordering.StepAsync(run, args.IntentKey, args.Makers, args.Shot.Order(blobs, cast), context, ct) switch
        {
            OrderStep.Waiting waiting => waiting.Outcome,
            OrderStep.Failed failed => failed.Outcome,
            OrderStep.Ready { Generated.TempPath: null } => new Outcome.Done(),
            OrderStep.Ready { Generated: { TempPath: { } path } made } => await KeepAsync(args, run, made, path, ct),
            _ => throw new InvalidOperationException("An order stands nowhere."),
        };
    }

    public Task GivenUpAsync(MakeShot args, string reason, BacklotDb transaction, CancellationToken ct) =>
        args.Context.SceneId is { } scene ? shots.GiveUpAsync(scene, ct) : Task.CompletedTask;

    public Task RetriedAsync(MakeShot args, BacklotDb transaction, CancellationToken ct) =>
        args.Context.SceneId is { } scene ? shots.TakeUpAgainAsync(scene, ct) : Task.CompletedTask;

    /// <summary>Film, picture, generation, version and cache entry, all at once.</summary>
    private async Task<Outcome> KeepAsync(MakeShot args, JobRun run, Generated made, string path, CancellationToken ct)
    {
        try
        {
            var (film, picture) = await files.TakeAsync(run, made, path, ct);
            var question = args.QuestionFor(new(made.Record.Provider, made.Record.Model));
            var place = await caches.PlaceAsync(run.UserId, question, ct);
            return new Outcome.Done(async token =>
            {
                db.Assets.AddRange(film, picture);
                await db.SaveChangesAsync(token);
                await generator.FulfilAsync(made, film.Id, token);
                await caches.KeepAsync(run.UserId, question, place, film.Id, made.Record.Cost, token);
                await AddVersionAsync(args, run, film.Id, picture.Id, token);
            });
        }
        catch (MediaRefused refused)
        {
            return await ordering.UnreadableAsync(made.Record, refused.About($"What {made.Record.Provider} made"), ct);
        }
    }

    private async Task<Outcome> ServeAsync(MakeShot args, JobRun run, ProviderChoice maker, CacheHit hit, CancellationToken ct)
    {
        var question = args.QuestionFor(maker);
        var picture = await db.Assets.Where(a => a.DerivedFrom == hit.AssetId && a.Variant == MediaVariant.Thumbnail).Select(a => (Guid?)a.Id).FirstOrDefaultAsync(ct);
        // What was made ahead is good for a day; now that it is wanted, for as long as anything.
        var isToBeKept = hit.Level == ServedBy.Predicted;
        var place = isToBeKept ? await caches.PlaceAsync(run.UserId, question, ct) : null;
        return new Outcome.Done(async token =>
        {
            db.Generations.Add(new()
            {
                UserId = run.UserId, ProjectId = args.Context.ProjectId, SceneId = args.Context.SceneId, IntentKey = args.IntentKey, Kind = GenerationKind.Video,
                Provider = maker.Provider, Model = maker.Model, Prompt = args.Shot.Prompt, Parameters = question.Parameters, Status = GenerationStatus.Completed,
                ServedBy = hit.Level, Cost = hit.SavedUsd, AssetId = hit.AssetId, JobId = run.Id, CompletedAt = time.GetUtcNow(), Metadata = hit.NoteIn(),
            });
            if (isToBeKept)
                await caches.KeepAsync(run.UserId, question, place, hit.AssetId, hit.SavedUsd, token);
            await AddVersionAsync(args, run, hit.AssetId, picture, token);
        });
    }

    /// <summary>A scene that was closed while its shot was made stays as it is; the shot is in the library.</summary>
    private async Task AddVersionAsync(MakeShot args, JobRun run, Guid film, Guid? picture, CancellationToken ct)
    {
        if (args is not { Context.SceneId: { } sceneId, Scene: { } scene } || await ClosedAsync(sceneId, ct) is not null)
            return;
        try
        {
            var shot = new MadeShot(film, picture, scene.Prompt, scene.EnhancedPrompt, scene.Parameters, scene.DurationSeconds, args.AskedKey(run.UserId));
            var version = await shots.AddVersionAsync(sceneId, shot, run.Id, ct);
            await foresight.LookAheadAsync(args, version, ct);
        }
        catch (Refusal closed) when (closed.Status is 404 or 409)
        {
            // Closed at this very moment, which counts as before.
        }
    }

    /// <summary>Null: it can be shot.</summary>
    private async Task<string?> ClosedAsync(Guid sceneId, CancellationToken ct) =>
        await db.Scenes.Where(s => s.Id == sceneId).Select(s => (SceneStatus?)s.Status).SingleOrDefaultAsync(ct) switch
        {
            null => "The scene was deleted before it was shot: nothing was ordered.",
            SceneStatus.Locked => "The scene was locked before it was shot: nothing was ordered. Unlock it, then order the shot anew.",
            _ => null,
        };
}
