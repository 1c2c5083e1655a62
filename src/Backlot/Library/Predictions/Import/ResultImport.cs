using Backlot.Library.Clips;
using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Predictions.Import;

/// <summary>Feeds many results back at once: all of them, or, when a single line is wrong, none.</summary>
public sealed class ResultImport(BacklotDb db, Predictor predictor, TimeProvider time)
{
    private const int MostTold = 100;

    /// <summary>Changes what the context has in hand; the caller saves, or does not.</summary>
    /// <returns>How many predictions were there and how many had to be made.</returns>
    /// <exception cref="Refusal">422: each wrong line, with its column.</exception>
    public async Task<(int Updated, int Added)> ReadAsync(string csv, CancellationToken ct)
    {
        var (results, faults) = AdResults.Read(csv);
        Demand(faults);
        var ads = results.Select(r => r.AdId).ToList();
        var known = await db.Predictions.Where(p => p.AdId != null && ads.Contains(p.AdId)).ToDictionaryAsync(p => p.AdId ?? "", ct);
        var fresh = results.Where(r => !known.ContainsKey(r.AdId)).Select(r => r.ClipId).OfType<Guid>().Distinct().ToList();
        var clips = await db.Clips.AsNoTracking().Where(c => fresh.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
        var open = (await db.Predictions.Where(p => fresh.Contains(p.ClipId) && p.AdId == null && p.ActualCtr == null)
            .OrderByDescending(p => p.Id).ToListAsync(ct)).GroupBy(p => p.ClipId).ToDictionary(p => p.Key, p => new Queue<Prediction>(p));
        var model = await predictor.NewestAsync(ct);
        var (wrong, added) = (new List<LineFault>(), 0);
        foreach (var result in results)
            if (Fault(result, known, clips) is { } fault)
                wrong.Add(fault);
            else
                Keep(result, known.GetValueOrDefault(result.AdId) ?? OfClip(clips[result.ClipId ?? default]));
        Demand(wrong);
        return (results.Count - added, added);

        Prediction OfClip(Clip clip)
        {
            if (open.TryGetValue(clip.Id, out var waiting) && waiting.TryDequeue(out var there))
                return there;
            added++;
            return db.Predictions.Add(Predictor.Predict(clip, model)).Entity;
        }
    }

    private static LineFault? Fault(AdResult result, Dictionary<string, Prediction> known, Dictionary<Guid, Clip> clips)
    {
        if (known.TryGetValue(result.AdId, out var there))
            return result.ClipId is null || result.ClipId == there.ClipId ? null
                : new(result.Line, "clip_id", $"the ad shows another clip, {there.ClipId}.");
        if (result.ClipId is not { } id)
            return new(result.Line, "clip_id", "the ad is not known yet; name the clip that it shows.");
        return !clips.TryGetValue(id, out var clip) ? new(result.Line, "clip_id", "there is no such clip.")
            : clip.CompositeScore is null ? new(result.Line, "clip_id", "the clip has no scores yet; send this again when the analysis of its film is done.")
            : null;
    }

    private void Keep(AdResult result, Prediction prediction)
    {
        prediction.AdId = result.AdId;
        prediction.ActualCtr = result.Rate;
        prediction.Views = result.Views;
        prediction.UpdatedAt = time.GetUtcNow();
    }

    private static void Demand(IReadOnlyList<LineFault> faults)
    {
        if (faults.Count > 0)
            throw new Refusal(422, "invalid", $"Nothing was imported. {string.Join(" ", faults.Take(3))}{(faults.Count > 3 ? $" And {faults.Count - 3} more." : "")}",
                [.. faults.Take(MostTold).Select(fault => new FieldError("/csv", fault.ToString()))]);
    }
}
