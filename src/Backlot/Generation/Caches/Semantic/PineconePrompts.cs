using System.Net.Http.Json;
using System.Text.Json;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Outbound;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Generation.Caches.Semantic;

/// <summary>The semantic level's vectors in an index of Pinecone, each user's in a namespace of their own; the rows they stand for are in the
/// database. A Pinecone that is away, slow or wrong is a miss. What it has and the database has not any more is deleted when it is met.</summary>
internal sealed class PineconePrompts(PineconeSettings settings, OutboundHttp http, BacklotDb db, TimeProvider time, ILogger<PineconePrompts> log) : IPromptIndex
{
    /// <summary>As of which its API is spoken.</summary>
    private const string Version = "2025-10";

    private static readonly OutboundLimits Limits = new() { BodyBytes = 1 << 20, Deadline = TimeSpan.FromSeconds(3), ConnectTimeout = TimeSpan.FromSeconds(2) };

    public ValueTask<bool> IsOnAsync(CancellationToken ct) => ValueTask.FromResult(true);

    public async Task<Guid> PlaceAsync(Guid userId, CacheKeys keys, PromptVector vector, CancellationToken ct)
    {
        // A row of the same key keeps its id.
        var known = await db.SemanticCache.Where(e => e.UserId == userId && e.Key == keys.Exact).Select(e => (Guid?)e.Id).SingleOrDefaultAsync(ct);
        var id = known ?? Guid.CreateVersion7();
        var metadata = new { parameters = keys.Parameters.ToString("N"), maker = vector.EmbeddedBy };
        await AskAsync("/vectors/upsert", new
        {
            @namespace = userId.ToString("N"),
            vectors = (object[])[new { id = id.ToString("N"), values = vector.Numbers, metadata }],
        }, ct);
        return id;
    }

    public Task KeepAsync(SemanticEntry entry, float[] vector, CancellationToken ct) => SemanticRows.KeepAsync(db, entry, null, ct);

    public async Task<IReadOnlyList<NearPrompt>> NearestAsync(Guid userId, Guid parametersHash, string embeddedBy, float[] vector, CancellationToken ct)
    {
        var answer = await AskAsync("/query", new
        {
            @namespace = userId.ToString("N"), vector, topK = IPromptIndex.Looked, includeValues = false, includeMetadata = false,
            filter = new Dictionary<string, object> { ["parameters"] = Is(parametersHash.ToString("N")), ["maker"] = Is(embeddedBy) },
        }, ct);
        var likeness = Matches(answer);
        if (likeness.Count == 0)
            return [];
        var now = time.GetUtcNow();
        var rows = await db.SemanticCache.AsNoTracking().Where(e => e.UserId == userId && likeness.Keys.Contains(e.Id)).ToListAsync(ct);
        if (likeness.Keys.Except(rows.Select(r => r.Id)).ToList() is { Count: > 0 } gone)
            await AskAsync("/vectors/delete", new { @namespace = userId.ToString("N"), ids = gone.ConvertAll(id => id.ToString("N")) }, ct);
        return [.. rows.Where(r => r.ParametersHash == parametersHash && r.EmbeddedBy == embeddedBy && r.ExpiresAt > now)
            .Select(r => new NearPrompt(r.Id, r.Key, r.PromptText, r.AssetId, r.CostUsd, likeness[r.Id])).OrderByDescending(n => n.Likeness)];
    }

    private static Dictionary<string, string> Is(string value) => new() { ["$eq"] = value };

    private Dictionary<Guid, double> Matches(JsonElement? answer)
    {
        var likeness = new Dictionary<Guid, double>();
        try
        {
            if (answer is { } json && json.TryGetProperty("matches", out var matches))
                foreach (var match in matches.EnumerateArray())
                    if (Guid.TryParse(match.GetProperty("id").GetString(), out var id))
                        likeness[id] = match.GetProperty("score").GetDouble();
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            Tell("its answer is no list of matches");
        }
        return likeness;
    }

    /// <returns>Null when there is no answer that can be used.</returns>
    private async Task<JsonElement?> AskAsync<T>(string path, T body, CancellationToken ct)
    {
        try
        {
            var request = new OutboundRequest(HttpMethod.Post, settings.Url + path)
            {
                Headers = [("Api-Key", settings.ApiKey), ("X-Pinecone-Api-Version", Version), ("Accept", "application/json")],
                Body = () => JsonContent.Create(body),
            };
            await using var reply = await http.SendAsync(request, Limits, ct);
            var text = await reply.ReadTextAsync();
            if (reply.IsSuccess)
                return JsonSerializer.Deserialize<JsonElement>(text);
            Tell($"it answered {(int)reply.Status}");
        }
        catch (Exception failed) when (failed is OutboundFailed or Refusal or JsonException)
        {
            Tell(failed is JsonException ? "its answer is no JSON" : failed.Message);
        }
        return null;
    }

    private void Tell(string why) => log.LogWarning("Pinecone cannot be used ({Reason}); the semantic cache does without it for this prompt.", why);
}
