using Backlot.Generation.Caches;
using Backlot.Generation.Orders;
using Backlot.Generation.Providers;

namespace Backlot.Studio.Shots;

/// <summary>A shot, and those who may make it in turn.</summary>
internal static class ShotChoices
{
    /// <summary>Without its cast where none of those who can make it takes pictures of it: to them it makes no difference.</summary>
    public static ShotSpec For(this ShotSpec shot, IEnumerable<Offer<VideoOrder>> able, VideoOrder order) =>
        able.Any(offer => offer is Offer<VideoOrder>.Elsewhere { Remote: ITakesCast casting, Model: var model } && casting.TakesCast(order, model)) ? shot : shot with { Cast = [] };

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
