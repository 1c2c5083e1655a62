using Backlot.Benchmarks.Jobs;
using Backlot.Generation.Caches;
using Backlot.Generation.Caches.Prompts;
using Backlot.Generation.Caches.Semantic;

namespace Backlot.Benchmarks.Caches;

/// <summary>Fills the semantic level with very many prompts of one owner, no two the same, with the vectors that the built-in embedding makes of
/// them.</summary>
internal sealed class FullCache(BenchDatabase database, Guid owner, int prompts, int questions)
{
    /// <summary>No prompt in here has so high a number.</summary>
    public const int Beyond = 2_000_000_000 - 1_000_000;

    private const int Seed = 60, Batch = 20_000;
    private readonly WordEmbedding _words = new();
    private string _index = "";

    /// <summary>Of what is there, said in another order: no key finds it. Only what a comparison with every prompt would find.</summary>
    public List<CacheQuestion> Sample { get; } = [];

    public async Task LoadAsync(CancellationToken ct)
    {
        _index = await database.ReadAsync<string>("select pg_get_indexdef('semantic_cache_embedding_idx'::regclass)", ct);
        await database.RunAsync("drop index semantic_cache_embedding_idx", ct);
        var asset = Guid.CreateVersion7();
        await database.RunAsync($"""
            insert into assets (id, user_id, kind, source_type, filename, sha256, size_bytes, status)
            values ('{asset}', '{owner}', 'video', 'generated', 'shot.mp4', '{asset:N}{asset:N}', 1, 'ready')
            """, ct);
        var (workload, now) = (new Workload(Seed), TimeProvider.System.GetUtcNow());
        await using var connection = await database.OpenAsync(ct);
        for (var loaded = 0; loaded < prompts;)
        {
            await using var copy = await PromptCopy.BeginAsync(connection, ct);
            for (var end = Math.Min(prompts, loaded + Batch); loaded < end; loaded++)
            {
                var question = workload.New(loaded + 1).Question;
                var keys = CacheKeys.Of(owner, question);
                var vector = await _words.EmbedAsync(owner, question.Prompt, ct);
                await copy.WriteAsync([Guid.CreateVersion7(), owner, keys.Exact, keys.Parameters, asset], question.Prompt, _words.Name, now, now.AddDays(90), vector, ct);
                if (loaded % Math.Max(1, prompts / (4 * questions)) == 0 && Sample.Count < questions && workload.LastReordered().Question is var other && await IsHitAsync(question, vector, other, ct))
                    Sample.Add(other);
            }
            await copy.EndAsync(ct);
        }
    }

    private async Task<bool> IsHitAsync(CacheQuestion kept, float[] vector, CacheQuestion asked, CancellationToken ct)
    {
        var likeness = (await _words.EmbedAsync(owner, asked.Prompt, ct)).Zip(vector, (one, other) => (double)one * other).Sum();
        return likeness > SemanticCache.Least && SameMeaning.Of(PromptReading.Of(asked.Prompt), PromptReading.Of(kept.Prompt));
    }

    /// <summary>As the migration makes it, with memory for a full one.</summary>
    public Task BuildIndexAsync(CancellationToken ct) => database.RunAsync($"""
        set maintenance_work_mem = '4GB';
        set max_parallel_maintenance_workers = 2;
        {_index}
        """, ct);
}
