using Backlot.Generation;
using Backlot.Generation.Caches;

namespace Backlot.Benchmarks.Caches;

/// <summary>Counts what became of the requests.</summary>
internal sealed class Tally
{
    private readonly List<(RequestKind Kind, ServedBy By, bool IsRight, decimal CostUsd)> _served = [];

    public double HitRate => Part(_ => true, s => s.By != ServedBy.Provider);

    /// <summary>Of all that would have been paid. A wrong hit saves nothing: it is made again.</summary>
    public double Saved => (double)(_served.Where(s => s.By != ServedBy.Provider && s.IsRight).Sum(s => s.CostUsd) / _served.Sum(s => s.CostUsd));

    /// <summary>Of all hits.</summary>
    public double Wrong => Part(s => s.By != ServedBy.Provider, s => !s.IsRight);

    public void Add(GenerationRequest request, CacheHit? hit, bool isRight) =>
        _served.Add((request.Kind, hit?.Level ?? ServedBy.Provider, isRight, request.CostUsd));

    public double Share(ServedBy level) => Part(_ => true, s => s.By == level);

    public double HitRateOf(RequestKind kind) => Part(s => s.Kind == kind, s => s.By != ServedBy.Provider);

    private double Part(Func<(RequestKind Kind, ServedBy By, bool IsRight, decimal CostUsd), bool> of,
        Func<(RequestKind Kind, ServedBy By, bool IsRight, decimal CostUsd), bool> which) =>
        _served.Count(of) is var all && all > 0 ? (double)_served.Where(of).Count(which) / all : 0;
}
