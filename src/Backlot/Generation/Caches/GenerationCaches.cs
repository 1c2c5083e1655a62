using Backlot.Generation.Caches.Exact;
using Backlot.Generation.Caches.Predicted;
using Backlot.Generation.Caches.Prompts;
using Backlot.Generation.Caches.Reports;
using Backlot.Generation.Caches.Semantic;

namespace Backlot.Generation.Caches;

/// <summary>Looks whether what somebody is about to pay for was made before; docs/caches.md says by what rules.</summary>
/// <remarks>Each user has caches of their own: what one paid for is shown to nobody else.</remarks>
public sealed class GenerationCaches
{
    private readonly ExactCache _exact;
    private readonly SemanticCache _semantic;
    private readonly PredictedScenes _predicted;
    private readonly WrongHits _wrongHits;

    internal GenerationCaches(ExactCache exact, SemanticCache semantic, PredictedScenes predicted, WrongHits wrongHits) =>
        (_exact, _semantic, _predicted, _wrongHits) = (exact, semantic, predicted, wrongHits);

    /// <summary>The exact level first, then what was made ahead for this project, then the semantic level.</summary>
    /// <returns>Null for none, and always for a prompt that asks for something new. The asset was there just now; whoever uses it must be
    /// ready to be refused by the database, should it be deleted at this very moment.</returns>
    public async Task<CacheHit?> FindAsync(Guid userId, CacheQuestion question, CancellationToken ct)
    {
        if (Variety.IsAskedFor(question.Prompt))
            return null;
        var keys = CacheKeys.Of(userId, question);
        if (await SameAsync(userId, keys, ct) is { } same)
            return same;
        if (await _predicted.FindAsync(userId, keys, question, ct) is { } foreseen)
            return foreseen;
        if (await _semantic.FindAsync(userId, keys, question.Prompt, ct) is not { } near)
            return null;
        // The very same words: they were kept just now, after the exact level was asked.
        if (PromptText.Normalise(near.Prompt) == PromptText.Normalise(question.Prompt) && await SameAsync(userId, keys, ct) is { } kept)
            return kept;
        return new(ServedBy.Semantic, near.AssetId, near.Prompt, Math.Min(near.Likeness, 1), near.CostUsd, near.Id);
    }

    private async Task<CacheHit?> SameAsync(Guid userId, CacheKeys keys, CancellationToken ct) =>
        await _exact.FindAsync(userId, keys.Exact, ct) is { } same ? new(ServedBy.Exact, same.AssetId, same.Prompt, 1, same.CostUsd, keys.Exact) : null;

    /// <summary>Finds a place for what was made for a question, before the transaction that keeps it there: vectors may be made and kept by other
    /// machines.</summary>
    /// <returns>Null when its prompt is kept by no vector.</returns>
    public async Task<PromptPlace?> PlaceAsync(Guid userId, CacheQuestion question, CancellationToken ct) =>
        Variety.IsAskedFor(question.Prompt) ? null : await _semantic.PlaceAsync(userId, CacheKeys.Of(userId, question), question.Prompt, ct);

    /// <summary>Keeps what was made and paid for, in the caller's transaction; it replaces what was kept for the same question.</summary>
    /// <param name="place">From <see cref="PlaceAsync"/>; without one only the exact level keeps it.</param>
    /// <param name="assetId">Of this user; its row is saved already.</param>
    /// <param name="costUsd">What was paid.</param>
    public async Task KeepAsync(Guid userId, CacheQuestion question, PromptPlace? place, Guid assetId, decimal costUsd, CancellationToken ct)
    {
        if (Variety.IsAskedFor(question.Prompt))
            return;
        var keys = CacheKeys.Of(userId, question);
        await _exact.KeepAsync(userId, keys.Exact, new(assetId, question.Prompt, costUsd), ct);
        if (place is not null)
            await _semantic.KeepAsync(userId, keys, question.Prompt, place, assetId, costUsd, ct);
    }

    /// <summary>Somebody says that a hit was not what they had asked for: it will not be one again, and what is like it must be nearer.</summary>
    /// <param name="question">That was answered by it.</param>
    /// <param name="note">The user's words, at most 1000 characters; null for none.</param>
    /// <param name="generationId">Which was served by it, if any.</param>
    public Task ReportWrongAsync(Guid userId, CacheQuestion question, CacheHit hit, string? note, Guid? generationId, CancellationToken ct) =>
        _wrongHits.ReportAsync(userId, hit, question.Prompt, generationId, note, ct);
}
