using System.Diagnostics;
using System.Globalization;
using Backlot.Benchmarks.Jobs;
using Backlot.Generation;
using Backlot.Generation.Caches;

namespace Backlot.Benchmarks.Caches;

/// <summary>How much of a studio's generations do the caches serve, how often wrongly, what does it save, and how long does it take to decide?</summary>
/// <param name="Requests">Of the seeded workload; the bars are for <see cref="FullRequests"/>.</param>
/// <param name="Prompts">In the semantic level when its decisions are timed; the bar is for <see cref="FullPrompts"/>.</param>
/// <param name="Questions">Timed, of each kind.</param>
internal sealed record CacheBench(int Requests, int Prompts, int Questions, Action<string> Say)
{
    public const int FullRequests = 10_000, FullPrompts = 1_000_000;
    private const int Seed = 6;
    private static readonly Bar HitRate = new(0.40, IsLeast: true), Saved = new(0.50, IsLeast: true), Wrong = new(0.01), Memory = new(1), Redis = new(2),
        Decision = new(15, OnlyAtFullSize: true), Found = new(0.95, IsLeast: true);

    private readonly List<Metric> _metrics = [];

    public async Task<Report> RunAsync(CancellationToken ct)
    {
        var conditions = await Conditions.ReadAsync(TimeProvider.System, ct);
        using var folder = new TempFolder();
        await using var cluster = await BenchCluster.StartAsync(folder.Below("data"), ct, asShipped: true);
        await ServeAsync(cluster, ct);
        await TimeExactAsync(cluster, folder, ct);
        await TimeSemanticAsync(cluster, ct);
        return new($"Caches: {Number(Requests)} requests, and decisions among {Number(Prompts)} prompts",
            [.. conditions, BenchCluster.DescribedAsShipped, $"seed {Seed}; {Workload.Described}",
                "the generator's phrases (bench/Backlot.Benchmarks/Caches/phrases.txt) were written without the cache's lexicon and share no table with it; whether a hit is right is told by what was meant, not by words",
                "the built-in embedding, pgvector; each find and keep in a scope of its own, as a job does it; wrong hits are a share of all hits",
                $"times: {Number(Questions)} questions of each kind, one at a time; prompts that are there are asked for in another order of their parts, those of which a comparison with each would find them; of the exact level each prompt is asked for once from the store and once from memory"],
            _metrics, Requests >= FullRequests && Prompts >= FullPrompts);
    }

    /// <summary>The workload, from an empty cache on.</summary>
    private async Task ServeAsync(BenchCluster cluster, CancellationToken ct)
    {
        await using var database = await cluster.NewDatabaseAsync("served", ct);
        await using var house = new CacheHouse(database, await database.AddUserAsync(ct));
        var (workload, tally, meant) = (new Workload(Seed), new Tally(), new Dictionary<Guid, string>());
        for (var n = 0; n < Requests; n++)
        {
            var request = workload.Next();
            var key = workload.KeyOf(request.Intent);
            var hit = await house.FindAsync(request.Question, ct);
            tally.Add(request, hit, isRight: hit is not null && meant[hit.AssetId] == key);
            if (hit is not null && meant[hit.AssetId] != key)
                Say(Line($"wrong: \"{request.Question.Prompt}\" was served \"{hit.Prompt}\""));
            if (hit is null)
                meant[await house.KeepAsync(request.Question, request.CostUsd, ct)] = key;
            if ((n + 1) % 2000 == 0)
                Say(Line($"{n + 1} requests, {tally.HitRate:P1} served by a cache."));
        }
        Add("hit rate", tally.HitRate, "", HitRate);
        Add("- by the exact level", tally.Share(ServedBy.Exact), "");
        Add("- by the semantic level", tally.Share(ServedBy.Semantic), "");
        Add("- of repeats", tally.HitRateOf(RequestKind.Repeat), "");
        Add("- of paraphrases", tally.HitRateOf(RequestKind.Paraphrase), "");
        Add("- of near-misses", tally.HitRateOf(RequestKind.NearMiss), "");
        Add("cost saved", tally.Saved, "", Saved);
        Add("wrong hits", tally.Wrong, "", Wrong);
    }

    private async Task TimeExactAsync(BenchCluster cluster, TempFolder folder, CancellationToken ct)
    {
        await using var database = await cluster.NewDatabaseAsync("exact", ct);
        var owner = await database.AddUserAsync(ct);
        await using (var house = new CacheHouse(database, owner))
        {
            var asked = await KeepManyAsync(house, new Workload(Seed + 1), ct);
            Add("exact hit from PostgreSQL, p50", (await TimeAsync(house, asked, ct)).Percentile(0.5), "ms");
            Add("exact hit in process, p50", (await TimeAsync(house, asked, ct)).Percentile(0.5), "ms", Memory);
        }
        await using var redis = await BenchRedis.StartAsync(folder.Root, ct);
        await using var withRedis = new CacheHouse(database, owner, redis.Url);
        var kept = await KeepManyAsync(withRedis, new Workload(Seed + 2), ct);
        Add("exact hit through Redis, p50", (await TimeAsync(withRedis, kept, ct)).Percentile(0.5), "ms", Redis);
    }

    /// <summary>Half of the questions say in another order what is there, half are new.</summary>
    private async Task TimeSemanticAsync(BenchCluster cluster, CancellationToken ct)
    {
        await using var database = await cluster.NewDatabaseAsync("semantic", ct);
        await using var house = new CacheHouse(database, await database.AddUserAsync(ct));
        var full = new FullCache(database, house.Owner, Prompts, Questions);
        var began = Stopwatch.GetTimestamp();
        await full.LoadAsync(ct);
        Say(Line($"{Prompts} prompts loaded in {Figures.SecondsSince(began):0} s."));
        began = Stopwatch.GetTimestamp();
        await full.BuildIndexAsync(ct);
        Add("index build", Figures.SecondsSince(began), "s");
        Add("- size of the index", await database.ReadAsync<long>("select pg_relation_size('semantic_cache_embedding_idx')", ct) / 1e6, "MB");
        await database.RunAsync("vacuum analyze semantic_cache", ct);
        await database.RunAsync("create extension pg_prewarm; select pg_prewarm('semantic_cache_embedding_idx'), pg_prewarm('semantic_cache')", ct);
        var workload = new Workload(Seed + 3);
        var fresh = Enumerable.Range(1, Questions).Select(n => workload.New(FullCache.Beyond + n).Question).ToList();
        await TimeAsync(house, [.. fresh.Take(Questions / 10)], ct);        // the first ones warm up
        var there = await TimeAsync(house, full.Sample, ct);
        var notThere = await TimeAsync(house, fresh, ct);
        Add("semantic decision, p95", ((double[])[.. there, .. notThere]).Percentile(0.95), "ms", Decision);
        Add("- of prompts that are there, p95", there.Percentile(0.95), "ms");
        Add("- of prompts that are not, p95", notThere.Percentile(0.95), "ms");
        Add("- of prompts that are there, found by the index", await FoundAsync(house, full.Sample, ct), "", Found);
    }

    private async Task<List<CacheQuestion>> KeepManyAsync(CacheHouse house, Workload workload, CancellationToken ct)
    {
        var kept = new List<CacheQuestion>();
        for (var n = 1; n <= Questions; n++)
        {
            var request = workload.New(n);
            await house.KeepAsync(request.Question, request.CostUsd, ct);
            kept.Add(request.Question);
        }
        return kept;
    }

    /// <summary>Each once.</summary>
    private static async Task<List<double>> TimeAsync(CacheHouse house, List<CacheQuestion> questions, CancellationToken ct)
    {
        var took = new List<double>(questions.Count);
        foreach (var question in questions)
        {
            var began = Stopwatch.GetTimestamp();
            await house.FindAsync(question, ct);
            took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        return took;
    }

    private static async Task<double> FoundAsync(CacheHouse house, List<CacheQuestion> questions, CancellationToken ct)
    {
        var found = 0;
        foreach (var question in questions)
            found += await house.FindAsync(question, ct) is not null ? 1 : 0;
        return (double)found / questions.Count;
    }

    private void Add(string name, double value, string unit, Bar? bar = null)
    {
        _metrics.Add(new(name, value, unit, bar));
        Say(Line($"{name}: {value:0.000} {unit}"));
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Line(FormattableString text) => FormattableString.Invariant(text);
}
