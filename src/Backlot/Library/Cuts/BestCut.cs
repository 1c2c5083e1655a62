using System.Text.Json;
using Backlot.Library.Clips;

namespace Backlot.Library.Cuts;

/// <summary>Picks the clips of a short film out of many.</summary>
/// <remarks>
/// Best score first, until the film is as long as wanted. A clip that is nearly the same as one already picked is left out. No clip takes more
/// than a quarter of the film, but each may last two seconds; of a longer one its beginning is taken, which is what its hook was measured on.
/// The clip with the strongest hook opens the film; the others follow in the order of the story: film by film, as those came in, and within a film
/// as they were shot.
/// </remarks>
public static class BestCut
{
    /// <summary>Clips more alike than this are the same to people: the bound for near-duplicates.</summary>
    private const double NearDuplicate = 0.98;

    private const double MostOfFilm = 0.25, LeastMostSeconds = 2, LeastSeconds = 0.5;

    /// <param name="best">Clips, best first.</param>
    /// <param name="seconds">How long the film is to be; it is shorter where there is too little, never longer.</param>
    /// <param name="similarTo">Clips most like a clip; asked only for those that were picked and have a vector.</param>
    /// <param name="ct">Passed on.</param>
    public static async Task<IReadOnlyList<NewCutPart>> PickAsync(
        IAsyncEnumerable<ClipView> best, double seconds, Func<Guid, CancellationToken, Task<IEnumerable<(Guid Clip, double Likeness)>>> similarTo,
        CancellationToken ct)
    {
        var most = Math.Max(seconds * MostOfFilm, LeastMostSeconds);
        List<(ClipView Clip, double Seconds)> picked = [];
        HashSet<Guid> known = [];
        var left = seconds;
        await foreach (var clip in best.WithCancellation(ct))
        {
            var length = Math.Min(Math.Min(clip.Duration, most), left);
            if (length < LeastSeconds || !known.Add(clip.Id))
                continue;
            picked.Add((clip, length));
            left -= length;
            if (left < LeastSeconds)
                break;
            if (clip.EmbeddedBy is not null)
                known.UnionWith((await similarTo(clip.Id, ct)).Where(other => other.Likeness > NearDuplicate).Select(other => other.Clip));
        }
        // Ids rise with time.
        return [.. picked
            .OrderByDescending(pick => pick == picked.MaxBy(p => Hook(p.Clip)))
            .ThenBy(pick => pick.Clip.AssetId).ThenBy(pick => pick.Clip.StartTime)
            .Select(pick => new NewCutPart(pick.Clip.Id, In: pick.Clip.StartTime, Out: pick.Clip.StartTime + pick.Seconds))];
    }

    private static double Hook(ClipView clip) =>
        clip.HookStrength is { ValueKind: JsonValueKind.Object } hook && hook.TryGetProperty("score", out var score) && score.TryGetDouble(out var value)
            ? value
            : clip.CompositeScore ?? 0;
}
