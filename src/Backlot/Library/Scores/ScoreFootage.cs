using System.Text.Json;
using System.Text.Json.Serialization;
using Backlot.Jobs;
using Backlot.Library.Clips;
using Backlot.Library.Footage;
using Backlot.Library.Similarity;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Scores;

/// <summary>Scores all clips of a film from what was measured of them. Run again, it scores them anew, against the clips there are now.</summary>
public sealed record ScoreFootage(Guid AssetId) : IJobArgs
{
    public static string Kind => "library.score-footage";
    public static string Queue => "analyze";

    /// <summary>To be called in the transaction that adds the clips with their signals and vectors.</summary>
    /// <param name="after">A job that adds the clips; null when they are there.</param>
    public static Job Enqueue(BacklotDb db, Guid userId, Guid assetId, Job? after = null) =>
        db.Enqueue(new ScoreFootage(assetId), userId, assetId, after: after is null ? null : [after]);

    internal sealed class Handler(BacklotDb db, NearestClips nearest, ClipVectors vectors, BetterVectors better) : IJobHandler<ScoreFootage>
    {
        private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

        public async Task<Outcome> RunAsync(ScoreFootage args, JobRun run, CancellationToken ct)
        {
            var film = await db.Clips.Where(c => c.AssetId == args.AssetId).OrderBy(c => c.StartTime).ToListAsync(ct);
            var embedderFault = await better.MakeAsync(film, run, ct);
            var vectorOf = await vectors.OfAssetAsync(args.AssetId, ct);
            foreach (var (n, clip) in film.Index())
            {
                if (ClipSignals.Read(clip.Signals) is { } signals)
                    await ScoreAsync(clip, signals, film, vectorOf.GetValueOrDefault(clip.Id), ct);
                run.Report((n + 1.0) / film.Count, "scores clips");
            }
            return new Outcome.Done(async token =>
            {
                // Whoever changes the weights holds this lock, too: so no clip is left with the old ones.
                await db.LockSubjectAsync(db.Owner, token);
                await db.SaveChangesAsync(token);
                await db.RecomposeAsync(args.AssetId, null, int.MaxValue, token);
            }, new { clips = film.Count, embedderFault });
        }

        private async Task ScoreAsync(Clip clip, ClipSignals signals, List<Clip> film, ClipVector? vector, CancellationToken ct)
        {
            var shot = ShotInFilm.Of(clip, signals, film);
            clip.HookStrength = Write(HookStrength.Of(shot));
            clip.PsychologyScore = Write(PsychologyScore.Of(shot));
            clip.EmotionData = Write(EmotionData.Of(shot));
            clip.SceneScore = SceneScore.Of(shot).Value;
            // Without a vector there is nothing to compare, and a clip that nothing is known of is no news.
            var near = vector is null ? null : await nearest.FindAsync(vector.Vector, new(vector.EmbeddedBy) { NotClip = clip.Id }, NoveltyScore.Neighbours, ct);
            clip.NoveltyScore = near is null ? null : Write(NoveltyScore.Of([.. near.Select(n => Math.Max(n.Distance, 0))]));
        }

        private static string Write<T>(T score) => JsonSerializer.Serialize(score, Json);
    }
}
