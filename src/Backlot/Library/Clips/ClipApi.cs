using System.ComponentModel;
using Backlot.Library.Assets;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.Versions;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Clips;

/// <summary><c>/api/clips</c>: the shots of films.</summary>
internal static class ClipApi
{
    private const double LongestSeconds = 86_400;

    public static void MapClips(this IEndpointRouteBuilder routes)
    {
        var clips = routes.MapGroup("/api/clips").WithTags("Clips").ProducesProblem(401);
        clips.MapGet("/", List).WithName("listClips").WithSummary("Clips, best first by a score, or newest first").ProducesProblem(400);
        clips.MapGet("/{id:guid}", Get).WithName("getClip").WithSummary("One clip").ProducesProblem(404).Versioned();
        routes.MapGet("/api/assets/{id:guid}/clips", OfAsset).WithTags("Clips").WithName("listClipsOfAsset")
            .WithSummary("The clips of a film, in the film's order").ProducesProblem(400).ProducesProblem(401).ProducesProblem(404);
    }

    private static async Task<Page<ClipView>> List(BacklotDb db, MediaLinks links,
        [OneOf(ClipOrder.Composite, ClipOrder.Hook, ClipOrder.Novelty, ClipOrder.Psychology, ClipOrder.Newest),
            Description("By which score, best first; composite if it is left out. Clips without that score come last.")] string? sort,
        [Description("Only clips of this asset.")] Guid? asset,
        [Between(0, 1), Description("Only clips whose composite score is at least this.")] double? minScore,
        [Between(0, LongestSeconds), Description("Only clips of at least so many seconds.")] double? minSeconds,
        [Between(0, LongestSeconds), Description("Only clips of at most so many seconds.")] double? maxSeconds,
        int? limit, string? cursor, CancellationToken ct)
    {
        var clips = db.Clips.AsNoTracking();
        if (asset is not null)
            clips = clips.Where(c => c.AssetId == asset);
        if (minScore is not null)
            clips = clips.Where(c => c.CompositeRank >= minScore);
        if (minSeconds is not null)
            clips = clips.Where(c => c.Duration >= minSeconds);
        if (maxSeconds is not null)
            clips = clips.Where(c => c.Duration <= maxSeconds);
        var order = sort ?? ClipOrder.Composite;
        var page = await SortedPage.ReadAsync(limit, cursor,
            (after, take) => clips.Sorted(order, after).Take(take).ToListAsync(ct), clip => ClipOrder.PlaceOf(clip, order));
        return new([.. page.Items.Select(clip => ClipView.Of(clip, links))], page.NextCursor);
    }

    private static async Task<ClipView> Get(Guid id, BacklotDb db, MediaLinks links, CancellationToken ct) =>
        ClipView.Of(await db.Clips.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw Refusal.NotFound(), links);

    private static async Task<Page<ClipView>> OfAsset(Guid id, BacklotDb db, MediaLinks links, int? limit, string? cursor, CancellationToken ct)
    {
        await db.AssetOfAsync(id, ct);
        return await SortedPage.ReadAsync(limit, cursor, async (after, take) =>
        {
            var from = after?.KeyAs<double>() ?? -1;
            return (await db.Clips.AsNoTracking().Where(c => c.AssetId == id && c.StartTime > from).OrderBy(c => c.StartTime).Take(take).ToListAsync(ct))
                .ConvertAll(clip => ClipView.Of(clip, links));
        }, clip => SortPlace.Of(clip.StartTime, clip.Id));
    }
}
