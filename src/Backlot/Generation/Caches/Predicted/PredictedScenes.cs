using Backlot.Generation.Caches.Prompts;
using Backlot.Generation.Caches.Semantic;
using Backlot.Platform.Database;
using Backlot.Platform.Http.Limits;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Generation.Caches.Predicted;

/// <summary>How much a user lets be spent on scenes that may never come. Nobody is asked for money without one.</summary>
/// <param name="LeastProbability">Only what is at least so probable is made ahead, 0..1.</param>
/// <param name="MostUsd">US dollars for all that is made ahead after one scene.</param>
public sealed record SpendingLeave([Between(0, 1)] double LeastProbability, [Between(0, 1_000)] decimal MostUsd);

/// <summary>The fourth level: what will probably be asked for next, made ahead where the user lets money be spent on it. Good for a day.</summary>
public sealed class PredictedScenes
{
    /// <summary>How long a prediction, and what was made for it, is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly BacklotDb _db;
    private readonly PromptEmbedders _embedders;
    private readonly TimeProvider _time;

    internal PredictedScenes(BacklotDb db, PromptEmbedders embedders, TimeProvider time) => (_db, _embedders, _time) = (db, embedders, time);

    /// <summary>Keeps what may come after a scene; in the caller's transaction. What was made ahead for the same prompts stays.</summary>
    /// <param name="sceneId">Null for a project's first scene.</param>
    /// <returns>The id of the prediction; null when nothing is likely.</returns>
    public async Task<Guid?> KeepAsync(Guid userId, Guid projectId, Guid? sceneId, IReadOnlyList<LikelyScene> likely, CancellationToken ct)
    {
        if (likely.Count == 0)
            return null;
        var known = await _db.PredictedScenes.Where(p => p.UserId == userId && p.ProjectId == projectId && p.SceneId == sceneId).Select(p => (Guid?)p.Id).SingleOrDefaultAsync(ct);
        var row = known is { } id ? await LockedAsync(userId, id, ct) : null;
        var now = _time.GetUtcNow();
        var made = row is not null && row.ExpiresAt > now ? row.Predictions.Where(p => p.AssetId is not null).ToLookup(p => p.Prompt) : null;
        IReadOnlyList<Prediction> predictions = [.. likely.Select(l =>
            (made?[l.Beat.Prompt].FirstOrDefault() ?? new(l.Beat.Prompt, 0)) with { Probability = l.Probability })];
        if (row is null)
            _db.PredictedScenes.Add(row = new()
            {
                UserId = userId, ProjectId = projectId, SceneId = sceneId, Predictions = predictions, Confidence = 0, CreatedAt = now, ExpiresAt = now + Lifetime,
            });
        (row.Predictions, row.Confidence, row.CreatedAt, row.ExpiresAt) = (predictions, predictions.Max(p => p.Probability), now, now + Lifetime);
        await _db.SaveChangesAsync(ct);
        return row.Id;
    }

    /// <summary>Whether a foreseen scene may be made ahead now: it is probable enough, is not made, and what was spent so far leaves enough for it.</summary>
    /// <param name="prompt">As it was foreseen.</param>
    /// <param name="usd">What it is taken to cost, with all that has to be made to go along.</param>
    public async Task<bool> MayMakeAsync(Guid userId, Guid predictionId, string prompt, SpendingLeave leave, decimal usd, CancellationToken ct) =>
        await _db.PredictedScenes.AsNoTracking().SingleOrDefaultAsync(p => p.Id == predictionId && p.UserId == userId, ct) is { } row
        && row.ExpiresAt > _time.GetUtcNow() && row.Predictions.Sum(p => p.CostUsd) + usd <= leave.MostUsd
        && row.Predictions.Any(p => p.Prompt == prompt && p.AssetId is null && p.Probability >= leave.LeastProbability);

    /// <summary>Whether a scene is still foreseen.</summary>
    public async Task<bool> HasAsync(Guid userId, Guid predictionId, string prompt, CancellationToken ct) =>
        await _db.PredictedScenes.AsNoTracking().SingleOrDefaultAsync(p => p.Id == predictionId && p.UserId == userId, ct) is { } row
        && row.Predictions.Any(p => p.Prompt == prompt);

    /// <summary>Keeps what was made ahead; in the caller's transaction.</summary>
    /// <param name="prompt">Of the scene, as it was foreseen.</param>
    /// <param name="question">By which it was ordered.</param>
    /// <param name="costUsd">What was paid for it, with all that was made to go along.</param>
    /// <returns>False: the prediction is gone or says something else by now.</returns>
    public async Task<bool> FulfilAsync(Guid userId, Guid predictionId, string prompt, CacheQuestion question, Guid assetId, decimal costUsd, CancellationToken ct)
    {
        if (await LockedAsync(userId, predictionId, ct) is not { } row || row.Predictions.All(p => p.Prompt != prompt))
            return false;
        row.Predictions = [.. row.Predictions.Select(p => p.Prompt == prompt
            ? p with { ParametersHash = CacheKeys.Of(userId, question).Parameters, AssetId = assetId, CostUsd = costUsd } : p)];
        await _db.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>What was made ahead for this very question, or one that means the same.</summary>
    internal async Task<CacheHit?> FindAsync(Guid userId, CacheKeys keys, CacheQuestion question, CancellationToken ct)
    {
        if (question.ProjectId is not { } project)
            return null;
        var now = _time.GetUtcNow();
        var rows = await _db.PredictedScenes.AsNoTracking().Where(p => p.UserId == userId && p.ProjectId == project && p.ExpiresAt > now).ToListAsync(ct);
        var reading = PromptReading.Of(question.Prompt);
        foreach (var row in rows)
            foreach (var made in row.Predictions)
                if (made is { AssetId: { } asset } && made.ParametersHash == keys.Parameters && await LikenessAsync(userId, question.Prompt, reading, made.Prompt, ct) is { } likeness
                    && (await _db.Database.SqlQueryRaw<bool>(SqlFile.Read("Generation/Caches/Exact/Sql/has_asset.sql"), asset, userId).ToListAsync(ct)).Single())
                    return new(ServedBy.Predicted, asset, made.Prompt, likeness, made.CostUsd, row.Id);
        return null;
    }

    /// <summary>What was made ahead is not offered again.</summary>
    internal async Task ForgetAsync(Guid userId, Guid predictionId, Guid assetId, CancellationToken ct)
    {
        if (await LockedAsync(userId, predictionId, ct) is not { } row)
            return;
        row.Predictions = [.. row.Predictions.Where(p => p.AssetId != assetId)];
        await _db.SaveChangesAsync(ct);
    }

    /// <summary>As it is now, and nobody else changes it before the transaction ends.</summary>
    private async Task<PredictionRow?> LockedAsync(Guid userId, Guid predictionId, CancellationToken ct)
    {
        await _db.Database.ExecuteSqlAsync($"select 1 from predicted_scenes where id = {predictionId} and user_id = {userId} for update", ct);
        var row = await _db.PredictedScenes.SingleOrDefaultAsync(p => p.Id == predictionId && p.UserId == userId, ct);
        if (row is not null)
            await _db.Entry(row).ReloadAsync(ct);
        return row;
    }

    /// <returns>Null when they do not mean the same.</returns>
    private async Task<double?> LikenessAsync(Guid userId, string asked, PromptReading reading, string made, CancellationToken ct)
    {
        if (PromptText.Normalise(asked) == PromptText.Normalise(made))
            return 1;
        if (!SameMeaning.Of(reading, PromptReading.Of(made)))
            return null;
        var (one, other) = (await _embedders.EmbedAsync(userId, made, ct), await _embedders.EmbedAsync(userId, asked, ct));
        var likeness = Reports.Neighbourhood.Cosine(one.Numbers, other.Numbers);
        return one.EmbeddedBy == other.EmbeddedBy && likeness > SemanticCache.Least ? Math.Min(likeness, 1) : null;
    }
}
