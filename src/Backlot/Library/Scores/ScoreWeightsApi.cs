using Backlot.Library.Clips;
using Backlot.Library.Footage;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Idempotency;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;
using Backlot.Platform.Http.Versions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Scores;

/// <summary>How much each score counts in the composite score of your clips; only their proportions matter.</summary>
public sealed record ScoreWeightsView(double Hook, double Novelty, double Psychology, double Scene)
{
    internal static ScoreWeightsView Of(ScoreWeights weights) => new(weights.Hook, weights.Novelty, weights.Psychology, weights.Scene);
}

/// <summary>Only what is given changes. 0 leaves a score out; at least one must count.</summary>
public sealed record ScoreWeightsEdit(
    [Between(0, 100)] double? Hook = null, [Between(0, 100)] double? Novelty = null, [Between(0, 100)] double? Psychology = null,
    [Between(0, 100)] double? Scene = null) : IRequestBody<ScoreWeightsEdit>
{
    public static ScoreWeightsEdit Example => new(Hook: 50, Novelty: 10);
}

/// <summary>All that speaks for a clip's scores, made anew from what was measured.</summary>
/// <param name="Novelty">As it was when the clip was scored; null without a vector.</param>
/// <param name="Composite">The mean of the four by your weights.</param>
public sealed record ScoreReasons(Score Hook, Score? Novelty, Score Psychology, Score Scene, EmotionData Emotion, Score Composite);

/// <summary><c>/api/score-weights</c>, and the scores of a clip with their reasons.</summary>
internal static class ScoreWeightsApi
{
    public static void MapScores(this IEndpointRouteBuilder routes)
    {
        var weights = routes.MapGroup("/api/score-weights").WithTags("Scores").ProducesProblem(401);
        weights.MapGet("/", Get).WithName("getScoreWeights").WithSummary("How much each score counts in the composite score").Versioned();
        weights.MapPatch("/", Edit).WithName("editScoreWeights").WithSummary("Change the weights; a job makes all composite scores anew")
            .ProducesProblem(422).ChangesVersionOf("getScoreWeights");
        routes.MapGet("/api/clips/{id:guid}/scores", Explain).WithTags("Scores").WithName("explainScores")
            .WithSummary("A clip's scores with all that speaks for them").ProducesProblem(401).ProducesProblem(404).ProducesProblem(409);
        routes.MapPost("/api/assets/{id:guid}/scores", Again).WithTags("Scores").WithName("scoreAsset")
            .WithSummary("Score the clips of a film anew, against the clips there are now").ProducesProblem(401).ProducesProblem(404).Makes();
    }

    private static async Task<ScoreWeightsView> Get(BacklotDb db, CancellationToken ct) => ScoreWeightsView.Of(await db.ScoreWeightsAsync(ct));

    private static async Task<ScoreWeightsView> Edit(ScoreWeightsEdit edit, BacklotDb db, TimeProvider time, CancellationToken ct)
    {
        var weights = await db.ScoreWeightsAsync(ct);
        if (db.Entry(weights).State == EntityState.Detached)
            db.Add(weights);
        weights.Hook = edit.Hook ?? weights.Hook;
        weights.Novelty = edit.Novelty ?? weights.Novelty;
        weights.Psychology = edit.Psychology ?? weights.Psychology;
        weights.Scene = edit.Scene ?? weights.Scene;
        FieldChecks.Demand(weights.Hook + weights.Novelty + weights.Psychology + weights.Scene > 0, "hook", "let at least one of the scores count.");
        weights.UpdatedAt = time.GetUtcNow();
        await db.SaveChangesAsync(ct);
        await Recompose.EnqueueAsync(db, ct);
        return ScoreWeightsView.Of(weights);
    }

    private static async Task<ScoreReasons> Explain(Guid id, BacklotDb db, CancellationToken ct)
    {
        var clip = await db.Clips.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw Refusal.NotFound();
        if (clip.CompositeScore is null || ClipSignals.Read(clip.Signals) is not { } signals)
            throw new Refusal(409, "clip.unscored", "The clip has no scores yet: ask again when the analysis of its film is done.");
        var film = await db.Clips.AsNoTracking().Where(c => c.AssetId == clip.AssetId).ToListAsync(ct);
        return ScoreReasonsOf.Clip(clip, ShotInFilm.Of(clip, signals, film), await db.ScoreWeightsAsync(ct));
    }

    private static async Task<Accepted<ScoringOrder>> Again(Guid id, BacklotDb db, Caller caller, CancellationToken ct)
    {
        if (!await db.Assets.AnyAsync(a => a.Id == id, ct))
            throw Refusal.NotFound();
        var job = ScoreFootage.Enqueue(db, caller.UserId, id);
        await db.SaveChangesAsync(ct);
        return TypedResults.Accepted($"/api/jobs/{job.Id}", new ScoringOrder(job.Id));
    }

    /// <summary>The owner's weights; those that all begin with when they were never changed, and then not yet in the context.</summary>
    private static async Task<ScoreWeights> ScoreWeightsAsync(this BacklotDb db, CancellationToken ct) =>
        await db.Set<ScoreWeights>().SingleOrDefaultAsync(ct) ?? new() { UserId = db.Owner };
}

/// <summary>The job that scores the clips; see <c>/api/jobs/{id}</c>.</summary>
public sealed record ScoringOrder(Guid JobId);
