using System.ComponentModel;
using Backlot.Library;
using Backlot.Library.Similarity;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Idempotency;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.Versions;
using Backlot.Studio.Marketplace;
using Backlot.Studio.Writing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Brains;

/// <summary><c>/api/brains</c>.</summary>
internal static class BrainApi
{
    private const string SetStyle = "Studio/Brains/Sql/set_style.sql";

    public static void MapBrains(this IEndpointRouteBuilder routes)
    {
        var brains = routes.MapGroup("/api/brains").WithTags("Brains and formats").ProducesProblem(401);
        brains.MapGet("/", List).WithName("listBrains").WithSummary("Your brains and those that come with Backlot, newest first").ProducesProblem(400);
        brains.MapPost("/", Add).WithName("addBrain").WithSummary("Add a brain").ProducesProblem(400).ProducesProblem(422).Makes();
        brains.MapGet("/{id:guid}", Get).WithName("getBrain").WithSummary("One brain").ProducesProblem(404).Versioned();
        brains.MapPatch("/{id:guid}", Edit).WithName("editBrain").WithSummary("Change a brain of yours; who bought it keeps what they bought")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).ChangesVersionOf("getBrain");
        brains.MapDelete("/{id:guid}", Delete).WithName("deleteBrain")
            .WithSummary("Delete a brain of yours; projects go on without it, who bought it keeps theirs")
            .ProducesProblem(404).ProducesProblem(409).ChangesVersionOf("getBrain");
        brains.MapPost("/{id:guid}/publish", Publish).WithName("publishBrain").WithSummary("Offer a brain of yours in the marketplace").ProducesProblem(404)
            .Makes();
        brains.MapPost("/{id:guid}/unpublish", Unpublish).WithName("unpublishBrain")
            .WithSummary("Take a brain out of the marketplace; who bought it keeps theirs").ProducesProblem(404).Makes();
        brains.MapGet("/{id:guid}/similar", Similar).WithName("listSimilarBrains").WithSummary("The brains at hand whose style is nearest to this one's")
            .ProducesProblem(400).ProducesProblem(404);
    }

    private static Task<Page<BrainSummary>> List(BacklotDb db, MediaLinks links,
        [Text(200, MayBeEmpty = true), Description("Only those with this in their name, whatever its case.")] string? q,
        [Text(100), Description("Only the one that comes with Backlot under this key.")] string? key,
        [Description("Only your own, or only those that come with Backlot.")] bool? own, int? limit, string? cursor, CancellationToken ct)
    {
        var brains = db.Brains.AsNoTracking().Where(b => (key == null || b.ShippedKey == key) && (own == null || b.UserId != null == own));
        if (q is { Length: > 0 })
            brains = brains.Where(b => EF.Functions.ILike(b.Name, LikePattern.Containing(q), LikePattern.Escape));
        return Page.ReadAsync(limit, cursor, async (below, take) =>
            (await brains.Where(b => b.Id < below).OrderByDescending(b => b.Id).Take(take).ToListAsync(ct)).ConvertAll(b => BrainSummary.Of(b, links)),
                brain => brain.Id);
    }

    private static async Task<BrainView> Get(Guid id, BacklotDb db, MediaLinks links, CancellationToken ct) =>
        BrainView.Of(await db.Brains.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) ?? throw Refusal.NotFound(), links);

    private static async Task<Created<BrainView>> Add(
        NewBrain wanted, Caller caller, BacklotDb db, StudioWrites writes, MediaLinks links, TimeProvider time, CancellationToken ct)
    {
        var brain = await writes.OnShelfAsync(async () =>
        {
            await Goods.DemandThumbnailAsync(db, wanted.ThumbnailAssetId, ct);
            var brain = new Brain
            {
                UserId = caller.UserId, Name = wanted.Name.Trim(), Description = wanted.Description?.Trim() ?? "", Parameters = wanted.Parameters,
                ThumbnailAssetId = wanted.ThumbnailAssetId, UpdatedAt = time.GetUtcNow(),
            };
            db.Brains.Add(brain);
            await db.SaveChangesAsync(ct);
            await SetStyleAsync(db, brain, ct);
            return brain;
        }, ct);
        return TypedResults.Created($"/api/brains/{brain.Id}", await Get(brain.Id, db, links, ct));
    }

    private static async Task<BrainView> Edit(Guid id, BrainEdit edit, BacklotDb db, StudioWrites writes, MediaLinks links, TimeProvider time,
        CancellationToken ct)
    {
        await writes.OnShelfAsync(async () =>
        {
            var brain = await Goods.OwnAsync(db.Brains, id, ct);
            await Goods.DemandThumbnailAsync(db, edit.ThumbnailAssetId, ct);
            brain.Name = edit.Name?.Trim() ?? brain.Name;
            brain.Description = edit.Description?.Trim() ?? brain.Description;
            brain.Parameters = edit.Parameters ?? brain.Parameters;
            brain.ThumbnailAssetId = edit.ThumbnailAssetId ?? brain.ThumbnailAssetId;
            brain.UpdatedAt = time.GetUtcNow();
            await SetStyleAsync(db, brain, ct);
            return brain;
        }, ct);
        return await Get(id, db, links, ct);
    }

    private static async Task<NoContent> Delete(Guid id, BacklotDb db, StudioWrites writes, CancellationToken ct)
    {
        await writes.OnShelfAsync(async () =>
        {
            var brain = await Goods.OwnAsync(db.Brains, id, ct);
            var users = await db.Projects.Where(p => p.BrainId == id).Select(p => p.Id).ToListAsync(ct);
            await writes.InProjectsAsync(users, project => Task.FromResult(project.BrainId = null), ct);
            return db.Brains.Remove(brain);
        }, ct);
        return TypedResults.NoContent();
    }

    private static async Task<BrainView> Publish(
        Guid id, Publication wanted, BacklotDb db, StudioWrites writes, MediaLinks links, TimeProvider time, CancellationToken ct)
    {
        await writes.OnShelfAsync(async () => Goods.Publish(await Goods.OwnAsync(db.Brains, id, ct), wanted.Price, time.GetUtcNow()), ct);
        return await Get(id, db, links, ct);
    }

    private static async Task<BrainView> Unpublish(Guid id, BacklotDb db, StudioWrites writes, MediaLinks links, TimeProvider time, CancellationToken ct)
    {
        await writes.OnShelfAsync(async () => Goods.Unpublish(await Goods.OwnAsync(db.Brains, id, ct), time.GetUtcNow()), ct);
        return await Get(id, db, links, ct);
    }

    private static async Task<SimilarBrains> Similar(Guid id, BacklotDb db, VectorKind kind, int? limit, CancellationToken ct)
    {
        if (!await db.Brains.AnyAsync(b => b.Id == id, ct))
            throw Refusal.NotFound();
        var file = $"Studio/Brains/Sql/{(await kind.HasIndexAsync(ct) ? "alike" : "alike_arrays")}.sql";
        var alike = await db.Database.SqlQueryRaw<SimilarBrain>(SqlFile.Read(file), db.Owner, id, Page.SizeOf(limit)).ToListAsync(ct);
        return new(alike.ConvertAll(brain => brain with { Similarity = Math.Round(Math.Clamp(brain.Similarity, -1, 1), 4) }));
    }

    private static Task<int> SetStyleAsync(BacklotDb db, Brain brain, CancellationToken ct) =>
        db.Database.ExecuteSqlRawAsync(SqlFile.Read(SetStyle), [brain.Id, db.Owner, StyleVector.Of(brain.Parameters)], ct);
}
