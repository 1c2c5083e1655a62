using Backlot.Generation.Caches;
using Backlot.Generation.Orders;
using Backlot.Generation.Providers;

namespace Backlot.Studio.Shots;

/// <summary>A shot, and those who may make it in turn.</summary>
internal static class ShotChoices
{
    /// <summary>Without its cast where the one that is asked first takes no pictures of it: nothing is drawn for those who stand by.</summary>
    public static ShotSpec WithCastFor(this ShotSpec shot, IReadOnlyList<Offer<VideoOrder>> able, VideoOrder order) =>
        able.Take(1).Any(offer => offer is Offer<VideoOrder>.Elsewhere { Remote: ITakesCast casting, Model: var model } && casting.TakesCast(order, model)) ? shot : shot with { Cast = [] };

    /// <summary>Looks whether one of them has made it before.</summary>
    /// <returns>Who, and what; null for none.</returns>
    public static async Task<(ProviderChoice Maker, CacheHit Hit)?> FindAsync(
        this GenerationCaches caches, Guid userId, ShotSpec shot, IEnumerable<ProviderChoice> choices, OrderContext context, CancellationToken ct)
    {
        foreach (var choice in choices)
            if (await caches.FindAsync(userId, shot.Question(choice, context.ProjectId, context.SceneId), ct) is { } hit)
                return (choice, hit);
        return null;
    }
}
