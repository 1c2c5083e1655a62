using System.Text.Json.Nodes;
using Backlot.Generation.Caches.Prompts;
using Backlot.Generation.Caches.Reports;
using Backlot.Generation.Caches.Semantic;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Generation.Caches.Components;

/// <summary>A component that is there already.</summary>
/// <param name="AssetIds">Its pictures, at least one; each was there just now.</param>
/// <param name="Likeness">Of the descriptors: the cosine of their vectors, 1 for the same.</param>
/// <param name="SavedUsd">What it cost, and need not cost again.</param>
public sealed record ComponentHit(Guid EntryId, ComponentType Type, IReadOnlyList<Guid> AssetIds, double Likeness, decimal SavedUsd);

/// <summary>The third level: characters, backgrounds and props. It serves no whole shot: a hit gives the pictures that a shot is then made
/// from, so that only the rest of it is paid for.</summary>
public sealed class ComponentCache
{
    /// <summary>The newest of a type are compared with.</summary>
    private const int Compared = 200;

    private readonly BacklotDb _db;
    private readonly PromptEmbedders _embedders;
    private readonly TimeProvider _time;

    internal ComponentCache(BacklotDb db, PromptEmbedders embedders, TimeProvider time) => (_db, _embedders, _time) = (db, embedders, time);

    /// <param name="descriptor">A JSON object of texts, such as a character's appearance.</param>
    /// <returns>Null for none.</returns>
    public async Task<ComponentHit?> FindAsync(Guid userId, ComponentType type, string descriptor, CancellationToken ct)
    {
        if (await SameAsync(userId, type, descriptor, ct) is { } same)
            return same;
        var reading = PromptReading.Of(Words(descriptor));
        if (reading.IsEmpty)
            return null;
        var vector = await _embedders.EmbedAsync(userId, Words(descriptor), ct);
        var others = await _db.CachedComponents.AsNoTracking().Where(c => c.UserId == userId && c.Type == type && c.EmbeddedBy == vector.EmbeddedBy)
            .OrderByDescending(c => c.Id).Take(Compared).ToListAsync(ct);
        foreach (var (other, likeness) in others.Select(c => (c, Neighbourhood.Cosine(c.Embedding, vector.Numbers))).OrderByDescending(c => c.Item2))
            if (likeness > SemanticCache.Least && SameMeaning.Of(reading, PromptReading.Of(other.DescriptorText)) && await HitAsync(other, likeness, ct) is { } near)
                return near;
        return null;
    }

    /// <summary>Whether there is one of the very same descriptor. No vector is asked for: this may stand in a transaction.</summary>
    public async Task<bool> HasAsync(Guid userId, ComponentType type, string descriptor, CancellationToken ct) =>
        await SameAsync(userId, type, descriptor, ct) is not null;

    /// <summary>By which a component is kept: to be made before the transaction that does, since another machine may make it.</summary>
    /// <returns>Null when the descriptor says nothing.</returns>
    public async Task<PromptVector?> VectorAsync(Guid userId, string descriptor, CancellationToken ct) =>
        Words(descriptor) is { Length: > 0 } words ? await _embedders.EmbedAsync(userId, words, ct) : null;

    /// <summary>In the caller's transaction; replaces what was kept by the same descriptor.</summary>
    /// <param name="vector">From <see cref="VectorAsync"/>; without one nothing is kept.</param>
    /// <param name="assetIds">1 to 20, of this user.</param>
    /// <param name="costUsd">What they cost together.</param>
    public async Task KeepAsync(
        Guid userId, ComponentType type, string descriptor, PromptVector? vector, IReadOnlyList<Guid> assetIds, decimal costUsd, CancellationToken ct)
    {
        if (vector is null)
            return;
        var (hash, words) = (Hash(descriptor), Words(descriptor));
        var known = await _db.CachedComponents.SingleOrDefaultAsync(c => c.UserId == userId && c.Type == type && c.DescriptorHash == hash, ct);
        if (known is null)
            _db.CachedComponents.Add(new()
            {
                UserId = userId, Type = type, Descriptor = descriptor, DescriptorText = words, DescriptorHash = hash, AssetIds = [.. assetIds],
                Embedding = vector.Numbers, EmbeddedBy = vector.EmbeddedBy, CostUsd = costUsd, CreatedAt = _time.GetUtcNow(),
            });
        else
            (known.AssetIds, known.Embedding, known.EmbeddedBy, known.CostUsd) = ([.. assetIds], vector.Numbers, vector.EmbeddedBy, costUsd);
        await _db.SaveChangesAsync(ct);
    }

    /// <summary>The same for the same component, however its descriptor is written.</summary>
    internal static Guid KeyOf(ComponentType type, string descriptor) => PromptText.Key(TextEnum.Name(type), Hash(descriptor).ToString("N"));

    internal Task ForgetAsync(Guid userId, Guid entryId, CancellationToken ct) =>
        _db.CachedComponents.Where(c => c.UserId == userId && c.Id == entryId).ExecuteDeleteAsync(ct);

    /// <returns>Null when there is none of the very same descriptor, or its pictures are gone.</returns>
    private async Task<ComponentHit?> SameAsync(Guid userId, ComponentType type, string descriptor, CancellationToken ct)
    {
        var hash = Hash(descriptor);
        var same = await _db.CachedComponents.AsNoTracking().SingleOrDefaultAsync(c => c.UserId == userId && c.Type == type && c.DescriptorHash == hash, ct);
        return same is null ? null : await HitAsync(same, 1, ct);
    }

    /// <returns>Null when its pictures are gone.</returns>
    private async Task<ComponentHit?> HitAsync(CachedComponent component, double likeness, CancellationToken ct)
    {
        var there = await _db.Database.SqlQueryRaw<Guid>(
            SqlFile.Read("Generation/Caches/Components/Sql/there.sql"), component.AssetIds, component.UserId).ToListAsync(ct);
        return there.Count > 0 ? new(component.Id, component.Type, there, likeness, component.CostUsd) : null;
    }

    private static Guid Hash(string descriptor) => PromptText.Key(PromptText.Canonical(descriptor).ToLowerInvariant());

    /// <summary>All texts of a descriptor, each a part of a sentence, in the order of their names. Empty when it says nothing.</summary>
    public static string Words(string descriptor) => string.Join(", ", Texts(JsonNode.Parse(PromptText.Canonical(descriptor))).Where(t => t.Trim().Length > 0));

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(f => Texts(f.Value)),
        JsonArray items => items.SelectMany(Texts),
        JsonValue value => [value.ToString()],
        _ => [],
    };
}
