using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Generation.Caches.Reports;

/// <summary>How near an entry must be where users reported wrong hits.</summary>
internal sealed class Neighbourhood(BacklotDb db)
{
    /// <summary>A report counts for prompts whose cosine to its own is at least this.</summary>
    public const double Wide = 0.9;

    /// <summary>The newest reports of a user count.</summary>
    private const int Counted = 100;

    /// <summary>Half way from the wrong hit to 1, so that each report asks for more; after one of likeness 1 nothing is near enough.</summary>
    /// <returns>What the cosine must be above; 0 when no report is near.</returns>
    public async Task<double> ReachAsync(Guid userId, PromptVector vector, CancellationToken ct)
    {
        var reports = await db.CacheReports.AsNoTracking()
            .Where(r => r.UserId == userId && r.Level == ServedBy.Semantic && r.EmbeddedBy == vector.EmbeddedBy)
            .OrderByDescending(r => r.CreatedAt).Take(Counted).Select(r => new { r.Likeness, r.Embedding }).ToListAsync(ct);
        return reports.Where(r => r.Embedding is { } there && Cosine(there, vector.Numbers) >= Wide)
            .Select(r => (1 + r.Likeness) / 2).DefaultIfEmpty(0).Max();
    }

    /// <summary>Of vectors of the length 1.</summary>
    internal static double Cosine(float[] one, float[] other)
    {
        var product = 0.0;
        for (var i = 0; i < one.Length && i < other.Length; i++)
            product += (double)one[i] * other[i];
        return product;
    }
}
