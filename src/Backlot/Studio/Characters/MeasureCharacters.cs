using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Studio.Writing;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Characters;

/// <summary>Looks at the reference pictures of a project's characters and at the shots that they appear in.</summary>
public sealed record MeasureCharacters(Guid ProjectId) : IJobArgs
{
    public static string Kind => "studio.measure-characters";
    public static string Queue => "analyze";

    /// <summary>Shots come in flocks; what they are worth is told once for the flock.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    /// <summary>One job waits for a project at most. In the caller's transaction.</summary>
    internal static Task<Guid> EnqueueAsync(BacklotDb db, Guid projectId, TimeProvider time, CancellationToken ct) => db.EnqueueUniqueAsync(
        NewJob.Of(new MeasureCharacters(projectId), db.Owner, projectId, uniqueKey: $"{Kind}/{projectId:N}", runAt: time.GetUtcNow() + Settling),
            IfThere.Replace, ct);

    internal sealed class Handler(BacklotDb db, StudioWrites writes, FaceVectors faces, ShotVectors shots, TimeProvider time) : IJobHandler<MeasureCharacters>
    {
        public async Task<Outcome> RunAsync(MeasureCharacters args, JobRun run, CancellationToken ct)
        {
            var characters = await db.Characters.AsNoTracking().Where(c => c.ProjectId == args.ProjectId).ToListAsync(ct);
            var scenes = await db.Scenes.AsNoTracking().Where(s => s.ProjectId == args.ProjectId && s.VideoAssetId != null)
                .OrderByDescending(s => s.UpdatedAt).ThenBy(s => s.Id).ToListAsync(ct);
            try
            {
                foreach (var character in characters)
                {
                    var (face, pictures) = await shots.OfPicturesAsync(await PicturesOfAsync(character.Id, ct), ct);
                    var seen = await shots.OfScenesAsync(scenes.Where(s => Cast.FirstMention(s.Prompt, character.Name) is not null), ct);
                    await run.WriteAsync(db, token => KeepAsync(character, new(face, pictures, Likeness.Among(seen), seen.Count), token), ct);
                }
                return new Outcome.Done();
            }
            catch (Refusal gone) when (gone.Status == 404)
            {
                return new Outcome.Cancel("The project was deleted.");
            }
            catch (Refusal failed) when (failed.Status >= 500)
            {
                return new Outcome.Retry(failed.Message);       // the embedder is away
            }
        }

        private Task<List<Guid>> PicturesOfAsync(Guid characterId, CancellationToken ct) =>
            db.CharacterImages.Where(i => i.CharacterId == characterId).OrderBy(i => i.Place).Select(i => i.AssetId).ToListAsync(ct);

        private Task<bool> KeepAsync(Character measured, Findings found, CancellationToken ct) => writes.InProjectAsync(measured.ProjectId, async _ =>
        {
            if (await db.Characters.SingleOrDefaultAsync(c => c.Id == measured.Id, ct) is not { } character)
                return false;       // deleted meanwhile
            await faces.SetAsync(character.Id, found.Face, ct);
            double? score = found.Consistency is { } exact ? Math.Round(exact, 4) : null;
            // Looking again and finding the same is no change of the project.
            if (character.MeasuredAt is not null
                && (character.EmbeddedBy, character.ConsistencyScore, character.ShotsCompared)
                == (found.EmbeddedBy, score, found.ShotsCompared))
                return false;
            (character.EmbeddedBy, character.ConsistencyScore, character.ShotsCompared) = (found.EmbeddedBy, score, found.ShotsCompared);
            character.MeasuredAt = time.GetUtcNow();
            return true;
        }, ct);

        private sealed record Findings(float[]? Face, string? EmbeddedBy, double? Consistency, int ShotsCompared);
    }
}
