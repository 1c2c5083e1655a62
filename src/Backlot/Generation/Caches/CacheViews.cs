using Backlot.Generation.Caches.Reports;
using Backlot.Platform.Database;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;

namespace Backlot.Generation.Caches;

/// <summary>What the caches did.</summary>
/// <param name="Days">Of the last so many.</param>
/// <param name="Generations">Shots and pictures that were completed, by providers or by caches.</param>
/// <param name="HitRate">The share of them that a cache served, 0..1.</param>
/// <param name="SpentUsd">US dollars that providers took.</param>
/// <param name="SavedUsd">US dollars that they would have taken for what the caches served.</param>
/// <param name="IsSemanticOn">False: the database has no extension <c>vector</c>, and no Pinecone is set.</param>
/// <param name="Levels">One of each.</param>
public sealed record CacheView(
    int Days, long Generations, double HitRate, decimal SpentUsd, decimal SavedUsd, bool IsSemanticOn, [Items(4, 4)] IReadOnlyList<CacheLevelView> Levels)
{
    internal static CacheView Of(int days, IReadOnlyList<CacheFigures> figures, bool isSemanticOn)
    {
        var all = figures.Sum(f => f.Served);
        var levels = figures.Where(f => f.Level != TextEnum.Name(ServedBy.Provider)).ToList();
        return new(days, all, Share(levels.Sum(f => f.Served), all), figures.Sum(f => f.Usd) - levels.Sum(f => f.Usd), levels.Sum(f => f.Usd), isSemanticOn,
            [.. levels.Select(f => new CacheLevelView(f.Level, f.Served, Share(f.Served, all), f.Usd, f.WrongHits, f.Entries))]);
    }

    private static double Share(long part, long all) => all == 0 ? 0 : Math.Round((double)part / all, 4);
}

/// <summary>What one level of the caches did.</summary>
/// <param name="Level">Exact: the same prompt. Semantic: another that says the same. Component: parts of the shot. Predicted: made ahead.</param>
/// <param name="Hits">Generations that it served.</param>
/// <param name="HitRate">Their share of all, 0..1.</param>
/// <param name="SavedUsd">US dollars that they would have cost.</param>
/// <param name="WrongHits">That you reported.</param>
/// <param name="Entries">That it has of you, of whatever age; of the exact level only those in the database, not in a Redis.</param>
public sealed record CacheLevelView(
    [OneOf("exact", "semantic", "component", "predicted")] string Level, long Hits, double HitRate, decimal SavedUsd, long WrongHits, long Entries);

/// <summary>A hit that was wrong.</summary>
/// <param name="GenerationId">Of yours, served by a cache.</param>
/// <param name="Note">What was wrong with it.</param>
public sealed record NewWrongHit(Guid GenerationId, [Text(1000, ManyLines = true)] string? Note = null) : IRequestBody<NewWrongHit>
{
    public static NewWrongHit Example => new(Guid.Parse("01900000-0000-7000-8000-000000000000"), "That is a church, not a lighthouse.");
}

/// <summary>A hit that you reported as wrong.</summary>
/// <param name="GenerationId">Null when it was deleted since.</param>
/// <param name="Prompt">What was asked for.</param>
/// <param name="CachedPrompt">What the cache had and served.</param>
/// <param name="Likeness">Of both, -1..1.</param>
public sealed record WrongHitView(Guid Id, [OneOf("exact", "semantic", "component", "predicted")] string Level, Guid? GenerationId, string Prompt,
    string CachedPrompt, double Likeness, string? Note, DateTimeOffset CreatedAt)
{
    internal static WrongHitView Of(CacheReport report) => new(report.Id, TextEnum.Name(report.Level), report.GenerationId, report.Prompt,
        report.CachedPrompt, Math.Round(report.Likeness, 4), report.Note, report.CreatedAt);
}

/// <summary>What one maker of results, a provider or a level, did.</summary>
internal sealed record CacheFigures(string Level, long Served, decimal Usd, long WrongHits, long Entries);
