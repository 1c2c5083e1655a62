using System.Text.Json;
using Backlot.Generation;
using Backlot.Generation.Caches;
using Backlot.Generation.Caches.Components;
using Backlot.Generation.Orders;
using Backlot.Generation.Providers;
using Backlot.Jobs;
using Backlot.Library;
using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Shots;

/// <summary>Pictures of who and what a shot shows: the user's own, those that were drawn before, and what is missing is drawn now.</summary>
/// <remarks>The order of a drawing is named by what it shows, not by the shot: of many shots that want it at once one has it drawn, and the
/// others wait. What was found for a shot is noted as a generation of its job, so that the shot keeps it.</remarks>
internal sealed class Drawings(
    BacklotDb db, Offers offers, Ordering ordering, Generator generator, ComponentCache components, Intake intake, BlobStore blobs, TimeProvider time)
{
    private const int SidePixels = 1024;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>US dollars that drawing what is missing is taken to cost. One that is found by what it means makes it cheaper.</summary>
    /// <exception cref="Refusal">Nobody can draw it: there is no such provider, say, or no key for it.</exception>
    public async Task<decimal> PriceAsync(Guid userId, IReadOnlyList<CastMember> cast, CancellationToken ct)
    {
        var usd = 0m;
        foreach (var member in cast.Where(c => c.Picture is null))
            if (!await components.HasAsync(userId, member.Type, member.Descriptor, ct))
                usd += (await offers.OfAsync(userId, Choices(member), Order(member, 0), ct))[0].PriceUsd;
        return usd;
    }

    /// <param name="shotKey">The shot's intent.</param>
    /// <param name="isOrdered">The shot is under way: nothing is drawn for it any more.</param>
    /// <returns>The pictures; or how the run ends, because one is being drawn or cannot be.</returns>
    /// <exception cref="Refusal">Nobody can draw it, or there is too little credit or budget left.</exception>
    public async Task<(IReadOnlyList<OrderImage> Pictures, Outcome? End)> OfAsync(
        JobRun run, string shotKey, bool isOrdered, ShotSpec shot, OrderContext context, CancellationToken ct)
    {
        var pictures = new List<OrderImage>();
        foreach (var (place, member) in shot.Cast.Index())
        {
            if (member.Picture is { } own)
            {
                pictures.Add(own.For(blobs));
                continue;
            }
            var (names, noteKey) = (KeyOf(member), $"{shotKey}/cast/{place + 1}");
            if (!isOrdered && !await IsThereAsync(run, names, noteKey, ct) && await DrawAsync(run, names, noteKey, member, shot.Seed, context, ct) is { } end)
                return ([], end);
            if (await PictureAsync(run, names, noteKey, ct) is { } drawn)
                pictures.Add(drawn.For(blobs));
        }
        return (pictures, null);
    }

    /// <returns>Null: it is there.</returns>
    private async Task<Outcome?> DrawAsync(JobRun run, string names, string noteKey, CastMember member, long seed, OrderContext context, CancellationToken ct)
    {
        if (await components.FindAsync(run.UserId, member.Type, member.Descriptor, ct) is { } hit)
        {
            await NoteAsync(run, noteKey, member, hit, context, ct);
            return null;
        }
        // Whatever was drawn before is gone, or was reported as wrong.
        var before = await db.Generations.CountAsync(g => g.IntentKey.StartsWith(names) && g.Status == GenerationStatus.Completed, ct);
        return await ordering.StepAsync(run, names + before, Choices(member), Order(member, seed), context, ct) switch
        {
            OrderStep.Waiting waiting => waiting.Outcome,
            OrderStep.Failed failed => new Outcome.Discard($"No picture of {member.Name} was drawn, and the shot was not ordered: {failed.Reason}"),
            OrderStep.Ready { Generated: { TempPath: { } path } made } => await KeepAsync(run, member, made, path, ct),
            _ => new Outcome.Park(Soon, $"A picture of {member.Name} was drawn just now"),
        };
    }

    /// <summary>Picture, generation and cache entry, all at once.</summary>
    private async Task<Outcome?> KeepAsync(JobRun run, CastMember member, Generated made, string path, CancellationToken ct)
    {
        try
        {
            var picture = await intake.MadeAsync(run.UserId, path, MediaKind.Image, made.Made?.Filename ?? "drawing.png", ct);
            picture.Metadata = JsonSerializer.Serialize(new { license = made.Made?.License });
            var vector = await components.VectorAsync(run.UserId, member.Descriptor, ct);
            await run.WriteAsync(db, async token =>
            {
                db.Assets.Add(picture);
                await db.SaveChangesAsync(token);
                await generator.FulfilAsync(made, picture.Id, token);
                await components.KeepAsync(run.UserId, member.Type, member.Descriptor, vector, [picture.Id], made.Record.Cost, token);
            }, ct);
            return null;
        }
        catch (MediaRefused refused)
        {
            return new Outcome.Discard($"No picture of {member.Name} was drawn, and the shot was not ordered: {refused.About($"What {made.Record.Provider} made")}");
        }
        finally
        {
            File.Delete(path);      // where it was not taken
        }
    }

    private Task NoteAsync(JobRun run, string noteKey, CastMember member, ComponentHit hit, OrderContext context, CancellationToken ct) => run.WriteAsync(db, _ =>
    {
        var choice = Choices(member)[0];
        var prompt = Order(member, 0).Prompt;
        db.Generations.Add(new()
        {
            UserId = run.UserId, ProjectId = context.ProjectId, SceneId = context.SceneId, IntentKey = noteKey, Kind = GenerationKind.Image,
            Provider = choice.Provider, Model = choice.Model, Prompt = prompt, Status = GenerationStatus.Completed, ServedBy = ServedBy.Component,
            Cost = hit.SavedUsd, AssetId = hit.AssetIds[0], JobId = run.Id, CompletedAt = time.GetUtcNow(),
            Metadata = new CacheHit(ServedBy.Component, hit.AssetIds[0], prompt, hit.Likeness, hit.SavedUsd, hit.EntryId).NoteIn(),
        });
        return Task.CompletedTask;
    }, ct);

    private Task<bool> IsThereAsync(JobRun run, string names, string noteKey, CancellationToken ct) => Of(run, names, noteKey).AnyAsync(ct);

    /// <returns>Null when it was deleted meanwhile, or is of a kind that no model is given: words must do.</returns>
    private Task<ShotPictureRef?> PictureAsync(JobRun run, string names, string noteKey, CancellationToken ct) => Of(run, names, noteKey)
        .Join(db.PicturesToSend(), g => g.AssetId, a => (Guid?)a.Id, (g, a) => new { g.Id, a.Sha256, a.MimeType })
        .OrderByDescending(p => p.Id).Select(p => new ShotPictureRef(p.Sha256 ?? "", p.MimeType ?? "", "asset")).FirstOrDefaultAsync(ct);

    /// <summary>What this job had drawn, or found.</summary>
    private IQueryable<GenerationRecord> Of(JobRun run, string names, string noteKey) => db.Generations.Where(
        g => g.JobId == run.Id && g.Status == GenerationStatus.Completed && (g.IntentKey == noteKey || g.IntentKey.StartsWith(names)));

    /// <summary>What all drawings of the same have in common.</summary>
    private static string KeyOf(CastMember member) => $"draw/{ComponentCache.KeyOf(member.Type, member.Descriptor):N}/";

    private static ProviderChoice[] Choices(CastMember member) => [.. member.DrawnBy.Select(ProviderChoice.Parse)];

    private static ImageOrder Order(CastMember member, long seed) => new(
        ComponentCache.Words(member.Descriptor) + member.Type switch
        {
            ComponentType.Character => ". One person, from head to foot, plain background, even light.",
            ComponentType.Background => ". The place alone, nobody in it.",
            _ => ". The thing alone, plain background, even light.",
        }, seed, SidePixels, SidePixels);
}
