using Backlot.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Clips;

/// <summary>The orders in which clips can be listed: best first by one of their scores, or newest first. Each has an index.</summary>
internal static class ClipOrder
{
    public const string Composite = "composite", Hook = "hook", Novelty = "novelty", Psychology = "psychology", Newest = "newest";

    /// <param name="after">The place to go on after; null for the start.</param>
    public static IQueryable<Clip> Sorted(this IQueryable<Clip> clips, string sort, SortPlace? after)
    {
        var (rank, id) = sort == Newest || after is null ? (0, after?.Id ?? default) : (after.KeyAs<double>(), after.Id);
        var all = after is null;
        return sort switch
        {
            Hook => clips.Where(c => all || EF.Functions.LessThan(ValueTuple.Create(c.HookRank, c.Id), ValueTuple.Create(rank, id)))
                .OrderByDescending(c => c.HookRank).ThenByDescending(c => c.Id),
            Novelty => clips.Where(c => all || EF.Functions.LessThan(ValueTuple.Create(c.NoveltyRank, c.Id), ValueTuple.Create(rank, id)))
                .OrderByDescending(c => c.NoveltyRank).ThenByDescending(c => c.Id),
            Psychology => clips.Where(c => all || EF.Functions.LessThan(ValueTuple.Create(c.PsychologyRank, c.Id), ValueTuple.Create(rank, id)))
                .OrderByDescending(c => c.PsychologyRank).ThenByDescending(c => c.Id),
            Newest => clips.Where(c => all || c.Id < id).OrderByDescending(c => c.Id),
            _ => clips.Where(c => all || EF.Functions.LessThan(ValueTuple.Create(c.CompositeRank, c.Id), ValueTuple.Create(rank, id)))
                .OrderByDescending(c => c.CompositeRank).ThenByDescending(c => c.Id),
        };
    }

    public static SortPlace PlaceOf(Clip clip, string sort) => sort switch
    {
        Hook => SortPlace.Of(clip.HookRank, clip.Id),
        Novelty => SortPlace.Of(clip.NoveltyRank, clip.Id),
        Psychology => SortPlace.Of(clip.PsychologyRank, clip.Id),
        Newest => new(null, clip.Id),
        _ => SortPlace.Of(clip.CompositeRank, clip.Id),
    };
}
