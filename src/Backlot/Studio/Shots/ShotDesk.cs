using Backlot.Accounts;
using Backlot.Accounts.Credits;
using Backlot.Generation;
using Backlot.Generation.Orders;
using Backlot.Generation.Providers;
using Backlot.Jobs;
using Backlot.Library;
using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Platform.Http.Limits;
using Backlot.Studio.Prompts;
using Backlot.Studio.Scenes;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Shots;

/// <summary>Takes orders for shots. What can be known to be wrong with one is said here, before there is a job.</summary>
internal sealed class ShotDesk(
    BacklotDb db, Offers offers, Casting casting, Enhancing enhancing, Drawings drawings, SceneShots shots, BlobStore blobs, PlanUsage plan, QueueRoom room, Settings settings)
{
    /// <exception cref="Refusal">404: no such project. 402: too few credits, or the project's budget is used up. 409: there is no key.
    /// 422: an unknown or retired model, or one that makes no such shot.</exception>
    public async Task<OrderedShotView> OrderAsync(Guid userId, NewShot wanted, CancellationToken ct)
    {
        var budget = wanted.ProjectId is { } project ? await BudgetAsync(project, ct) : null;
        var spec = ShotSpec.Of(wanted.Prompt, wanted.NegativePrompt, wanted.DurationSeconds, wanted.AspectRatio, wanted.Resolution, wanted.Sound, wanted.Seed,
            await ReferencesAsync(wanted.ReferenceImages, ct), cast: []);
        var able = await AbleAsync(userId, Choices(wanted.Provider, wanted.Model, wanted.Fallbacks, null), spec, ct);
        return await OrderAsync(userId, able, Wish(able, spec, new(wanted.ProjectId, null, budget), wanted.Anew == true, null), ct);
    }

    /// <inheritdoc cref="OrderAsync(Guid, NewShot, CancellationToken)"/>
    /// <returns>Null: nothing had to be ordered (<see cref="NewSceneShot.UnlessShot"/>).</returns>
    public async Task<OrderedShotView?> OrderAsync(Guid userId, Guid sceneId, NewSceneShot wanted, CancellationToken ct)
    {
        FieldChecks.Demand(wanted is not { Anew: true, UnlessShot: true }, "unlessShot", "leave it out where a new shot is wanted in any case.");
        var scene = await db.Scenes.AsNoTracking().SingleOrDefaultAsync(s => s.Id == sceneId, ct) ?? throw Refusal.NotFound();
        scene.DemandUnlocked();
        if (string.IsNullOrWhiteSpace(scene.Prompt))
            throw new Refusal(422, "scene.empty", "The scene has no prompt to shoot: write one.");
        var project = await db.Projects.AsNoTracking().SingleAsync(p => p.Id == scene.ProjectId, ct);
        var spec = ShotSpec.Of(scene.EnhancedPrompt ?? scene.Prompt, await enhancing.NegativeAsync(scene, ct), scene.DurationSeconds, project.Settings.AspectRatio,
            wanted.Resolution, wanted.Sound, wanted.Seed, await ReferencesAsync(wanted.ReferenceImages, ct), await casting.OfAsync(scene, project.Settings, ct));
        var able = await AbleAsync(userId, Choices(wanted.Provider, wanted.Model, wanted.Fallbacks, scene.Parameters.ModelProvider), spec, ct);
        var wish = Wish(able, spec, new(project.Id, sceneId, project.Settings.BudgetUsd), wanted.Anew == true, ShotScene.Of(scene));
        return wanted.UnlessShot == true && await shots.ShowsAsync(scene, wish.AskedKey(userId), ct) ? null : await OrderAsync(userId, able, wish, ct);
    }

    private MakeShot Wish(IReadOnlyList<Offer<VideoOrder>> able, ShotSpec spec, OrderContext context, bool anew, ShotScene? scene) => new(
        Guid.CreateVersion7(), [.. able.Select(ExactChoice)], spec.WithCastFor(able, spec.Order(blobs, cast: [])), context, anew, scene);

    private async Task<OrderedShotView> OrderAsync(Guid userId, IReadOnlyList<Offer<VideoOrder>> able, MakeShot wish, CancellationToken ct)
    {
        var (spec, context) = (wish.Shot, wish.Context);
        var drawingUsd = await drawings.PriceAsync(userId, spec.Cast, ct);
        await room.DemandAsync(ct);
        await plan.DemandMinutesAsync(userId, spec.DurationSeconds / 60, () => OrderedMinutesAsync(userId, ct), ct);
        await DemandCreditsAsync(userId, able.Max(offer => offer.PriceUsd) + drawingUsd, ct);
        await ProjectBudget.DemandAsync(db, userId, context, able[0].PriceUsd + drawingUsd, ct);
        var job = await db.InTransactionAsync(async () =>
        {
            if (context.SceneId is { } sceneId)
                await shots.BeginAsync(sceneId, ct);
            var added = db.Enqueue(wish, userId, context.SceneId);
            await db.SaveChangesAsync(ct);
            return added;
        }, ct);
        return new(job.Id, spec.Prompt, able[0].PriceUsd + drawingUsd, TextEnum.Name(ShotStatus.Pending));
    }

    /// <summary>Each that a user names must be able to: a fallback that could not be asked is none.</summary>
    private async Task<IReadOnlyList<Offer<VideoOrder>>> AbleAsync(
        Guid userId, (IReadOnlyList<ProviderChoice> Choices, bool AreNamed) wanted, ShotSpec spec, CancellationToken ct)
    {
        var order = spec.Order(blobs, cast: []);
        if (!wanted.AreNamed)
            return await offers.OfAsync(userId, wanted.Choices, order, ct);
        var able = new List<Offer<VideoOrder>>();
        foreach (var choice in wanted.Choices)
            able.Add(await offers.OfAsync(userId, choice, order, ct));
        return able;
    }

    private async Task DemandCreditsAsync(Guid userId, decimal usd, CancellationToken ct)
    {
        var credits = CreditLedger.CreditsFor(usd);
        if (await db.Users.Where(u => u.Id == userId).Select(u => u.CreditsBalance).SingleAsync(ct) < credits)
            throw CreditLedger.Missing(credits);
    }

    private Task<double> OrderedMinutesAsync(Guid userId, CancellationToken ct) =>
        db.Database.SqlQueryRaw<double>(SqlFile.Read("Studio/Shots/Sql/ordered_minutes.sql"), userId).SingleAsync(ct);

    private async Task<decimal?> BudgetAsync(Guid projectId, CancellationToken ct) =>
        (await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == projectId, ct) ?? throw Refusal.NotFound()).Settings.BudgetUsd;

    private async Task<IReadOnlyList<ShotPictureRef>> ReferencesAsync(IReadOnlyList<ReferenceImage>? wanted, CancellationToken ct)
    {
        if (wanted is not { Count: > 0 })
            return [];
        var ids = wanted.Select(w => w.AssetId).ToList();
        var assets = await db.PicturesToSend().AsNoTracking().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
        return [.. wanted.Index().Select(picture => assets.GetValueOrDefault(picture.Item.AssetId) is { Sha256: { } sha256, MimeType: { } type }
            ? new ShotPictureRef(sha256, type, picture.Item.Role)
            : throw Refusal.Invalid(new FieldError($"/referenceImages/{picture.Index}/assetId", "referenceImages: name PNG or JPEG pictures of your own.")))];
    }

    private (IReadOnlyList<ProviderChoice> Choices, bool AreNamed) Choices(string? provider, string? model, IReadOnlyList<string>? fallbacks, string? ofScene)
    {
        if (provider is null && model is not null)
            throw Refusal.Invalid(new FieldError("/model", "model: name its provider, too."));
        if (provider is null && ofScene is null && fallbacks is not { Count: > 0 })
            return ([.. settings.VideoProviders.Select(ProviderChoice.Parse)], false);
        ProviderChoice[] first = provider is not null ? [new(provider, model)]
            : ofScene is not null ? [ProviderChoice.Parse(ofScene)] : [.. settings.VideoProviders.Take(1).Select(ProviderChoice.Parse)];
        return ([.. first.Concat((fallbacks ?? []).Select(ProviderChoice.Parse)).Distinct()], true);
    }

    private static string ExactChoice(Offer<VideoOrder> offer) => offer is Offer<VideoOrder>.Elsewhere there ? $"{there.Model}" : $"{offer.Choice}";
}
