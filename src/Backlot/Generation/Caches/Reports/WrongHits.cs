using Backlot.Generation.Caches.Components;
using Backlot.Generation.Caches.Exact;
using Backlot.Generation.Caches.Predicted;
using Backlot.Generation.Caches.Prompts;
using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Generation.Caches.Reports;

/// <summary>Takes reports of wrong hits, and sees to it that the same does not happen again.</summary>
internal sealed class WrongHits(BacklotDb db, ExactCache exact, PredictedScenes predicted, ComponentCache components, TimeProvider time)
{
    /// <summary>Of a generation that a cache served.</summary>
    /// <exception cref="Refusal">409: it was served by no cache, or was reported before.</exception>
    public Task<CacheReport> ReportAsync(GenerationRecord generation, string? note, CancellationToken ct) =>
        CacheNote.Of(generation) is { } served && generation.ServedBy != ServedBy.Provider
            ? ReportAsync(generation.UserId, new(generation.ServedBy, generation.AssetId ?? Guid.Empty, served.Prompt, served.Likeness, generation.Cost, served.EntryId),
                generation.Prompt, generation.Id, note, generation.ServedBy == ServedBy.Predicted ? KeyOf(generation) : null, ct)
            : throw new Refusal(409, "cache.not-served", "This was made by its provider, not served from a cache: there is no wrong hit to report.");

    /// <param name="prompt">What was asked for.</param>
    /// <exception cref="Refusal">409: it was reported before.</exception>
    public Task<CacheReport> ReportAsync(Guid userId, CacheHit hit, string prompt, Guid? generationId, string? note, CancellationToken ct) =>
        ReportAsync(userId, hit, prompt, generationId, note, kept: null, ct);

    /// <param name="kept">The exact key that a foreseen result is kept under since it was served.</param>
    private Task<CacheReport> ReportAsync(Guid userId, CacheHit hit, string prompt, Guid? generationId, string? note, Guid? kept, CancellationToken ct) =>
        db.InTransactionAsync(async () =>
        {
            if (generationId is not null && await db.CacheReports.AnyAsync(r => r.UserId == userId && r.GenerationId == generationId, ct))
                throw new Refusal(409, "cache.reported", "This wrong hit was reported before; once is enough.");
            var report = new CacheReport
            {
                UserId = userId, Level = hit.Level, EntryId = hit.EntryId, GenerationId = generationId, Prompt = prompt, CachedPrompt = hit.Prompt,
                Likeness = Math.Clamp(hit.Likeness, -1, 1), Note = note, CreatedAt = time.GetUtcNow(),
            };
            db.CacheReports.Add(report);
            await db.SaveChangesAsync(ct);
            await ForgetAsync(userId, hit, prompt, ct);
            if (kept is { } key)
                await ForgetAsync(userId, key, ct);
            return report;
        }, ct);

    private async Task ForgetAsync(Guid userId, Guid exactKey, CancellationToken ct)
    {
        await exact.ForgetAsync(userId, exactKey, ct);
        await db.SemanticCache.Where(e => e.UserId == userId && e.Key == exactKey).ExecuteDeleteAsync(ct);
    }

    private static Guid KeyOf(GenerationRecord g) => CacheKeys.Of(g.UserId, new(g.Kind, g.Prompt, g.Parameters, CacheQuestion.ModelOf(g.Provider, g.Model))).Exact;

    /// <summary>What is wrong for its own prompt goes. A semantic entry is right for its own, and stays; its neighbourhood is narrower now.</summary>
    private async Task ForgetAsync(Guid userId, CacheHit hit, string prompt, CancellationToken ct)
    {
        var isOwn = PromptText.Normalise(hit.Prompt) == PromptText.Normalise(prompt);
        switch (hit.Level)
        {
            case ServedBy.Exact:
                await ForgetAsync(userId, hit.EntryId, ct);
                break;
            case ServedBy.Semantic when isOwn:
                await db.SemanticCache.Where(e => e.UserId == userId && e.Id == hit.EntryId).ExecuteDeleteAsync(ct);
                break;
            case ServedBy.Component:
                await components.ForgetAsync(userId, hit.EntryId, ct);
                break;
            case ServedBy.Predicted:
                await predicted.ForgetAsync(userId, hit.EntryId, hit.AssetId, ct);
                break;
        }
    }
}
