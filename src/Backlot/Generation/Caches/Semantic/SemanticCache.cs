using Backlot.Generation.Caches.Prompts;
using Backlot.Generation.Caches.Reports;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Generation.Caches.Semantic;

/// <summary>The second level: another prompt, with the same parameters and model, that asks for the same. Its vector must be nearer than
/// <see cref="Least"/>, and nearer still where users reported wrong hits; and both, read word by word, must say the same
/// (<see cref="SameMeaning"/>).</summary>
internal sealed class SemanticCache(BacklotDb db, IPromptIndex index, PromptEmbedders embedders, Neighbourhood neighbourhood, TimeProvider time)
{
    /// <summary>The cosine that a hit must be above.</summary>
    public const double Least = 0.95;

    /// <summary>How long an entry is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    /// <returns>Null for none. The likeness of the very same prompt is 1.</returns>
    public async Task<NearPrompt?> FindAsync(Guid userId, CacheKeys keys, string prompt, CancellationToken ct)
    {
        if (await SameAsync(userId, keys.Exact, ct) is { } same)
            return same;
        var reading = PromptReading.Of(prompt);
        if (reading.IsEmpty || !await index.IsOnAsync(ct))
            return null;
        var vector = await embedders.EmbedAsync(userId, prompt, ct);
        var near = await index.NearestAsync(userId, keys.Parameters, vector.EmbeddedBy, vector.Numbers, ct);
        if (!near.Any(n => n.Likeness > Least))
            return null;
        var reach = Math.Max(Least, await neighbourhood.ReachAsync(userId, vector, ct));
        return near.FirstOrDefault(n => Math.Min(n.Likeness, 1) > reach && SameMeaning.Of(reading, PromptReading.Of(n.Prompt)));
    }

    /// <summary>The very same question, which needs no vectors: this level keeps what the exact one has lost.</summary>
    private async Task<NearPrompt?> SameAsync(Guid userId, Guid key, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return await db.Set<SemanticEntry>().AsNoTracking().Where(e => e.UserId == userId && e.Key == key && e.ExpiresAt > now)
            .Select(e => new NearPrompt(e.Id, e.Key, e.PromptText, e.AssetId, e.CostUsd, 1)).SingleOrDefaultAsync(ct);
    }

    /// <summary>Before the transaction that keeps an entry: its vector is made, and put where vectors are kept.</summary>
    /// <returns>Null for a prompt without words.</returns>
    public async Task<PromptPlace?> PlaceAsync(Guid userId, CacheKeys keys, string prompt, CancellationToken ct)
    {
        if (PromptReading.Of(prompt).IsEmpty)
            return null;
        var vector = await embedders.EmbedAsync(userId, prompt, ct);
        return new(await index.PlaceAsync(userId, keys, vector, ct), vector);
    }

    /// <summary>In the caller's transaction. Kept even while the level is off: it may be on later.</summary>
    public Task KeepAsync(Guid userId, CacheKeys keys, string prompt, PromptPlace place, Guid assetId, decimal costUsd, CancellationToken ct)
    {
        var (now, vector) = (time.GetUtcNow(), place.Vector);
        return index.KeepAsync(new()
        {
            Id = place.EntryId, UserId = userId, Key = keys.Exact, ParametersHash = keys.Parameters, PromptText = prompt, EmbeddedBy = vector.EmbeddedBy,
            AssetId = assetId, CostUsd = costUsd, CreatedAt = now, ExpiresAt = now + Lifetime,
        }, vector.Numbers, ct);
    }
}
