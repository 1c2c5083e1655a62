using Backlot.Generation.Caches.Prompts;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Generation.Caches.Reports;

/// <summary>How near an entry must be where users reported wrong hits.</summary>
internal sealed class Neighbourhood(BacklotDb db, PromptEmbedders embedders)
{
    /// <summary>A report counts for prompts whose cosine to its own is at least this.</summary>
    public const double Wide = 0.9;

    /// <summary>The newest reports of a user count.</summary>
    private const int Counted = 100;

    /// <summary>Half way from the wrong hit to 1, so that each report asks for more; after one of likeness 1 nothing is near enough.
    /// Never in a transaction: vectors of reports may be made first.</summary>
    /// <returns>What the cosine must be above; 0 when no report is near.</returns>
    public async Task<double> ReachAsync(Guid userId, PromptVector vector, CancellationToken ct)
    {
        var reports = await db.CacheReports.AsNoTracking()
            .Where(r => r.UserId == userId && r.Level == ServedBy.Semantic && (r.Embedding == null || r.EmbeddedBy == vector.EmbeddedBy))
            .OrderByDescending(r => r.CreatedAt).Take(Counted).ToListAsync(ct);
        foreach (var report in reports.Where(r => r.Embedding is null && !PromptReading.Of(r.Prompt).IsEmpty))
            await EmbedAsync(report, vector.EmbeddedBy, ct);
        return reports.Where(r => r.Embedding is { } there && Cosine(there, vector.Numbers) >= Wide)
            .Select(r => (1 + r.Likeness) / 2).DefaultIfEmpty(0).Max();
    }

    /// <summary>Who reports is in a transaction, in which no other machine is asked: the vector is made when it is first needed.</summary>
    private async Task EmbedAsync(CacheReport report, string embeddedBy, CancellationToken ct)
    {
        var made = await embedders.EmbedAsync(report.UserId, report.Prompt, ct);
        if (made.EmbeddedBy != embeddedBy)
            return;         // that one is away, and may serve again
        (report.Embedding, report.EmbeddedBy) = made;
        await db.CacheReports.Where(r => r.Id == report.Id && r.Embedding == null).ExecuteUpdateAsync(
            r => r.SetProperty(x => x.Embedding, report.Embedding).SetProperty(x => x.EmbeddedBy, report.EmbeddedBy), ct);
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
