using System.ComponentModel;
using Backlot.Library;
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

namespace Backlot.Studio.Formats;

/// <summary><c>/api/formats</c>.</summary>
internal static class FormatApi
{
    public static void MapFormats(this IEndpointRouteBuilder routes)
    {
        var formats = routes.MapGroup("/api/formats").WithTags("Brains and formats").ProducesProblem(401);
        formats.MapGet("/", List).WithName("listFormats").WithSummary("Your formats and those that come with Backlot, newest first").ProducesProblem(400);
        formats.MapPost("/", Add).WithName("addFormat").WithSummary("Add a format").ProducesProblem(400).ProducesProblem(422).Makes();
        formats.MapGet("/{id:guid}", Get).WithName("getFormat").WithSummary("One format").ProducesProblem(404).Versioned();
        formats.MapPatch("/{id:guid}", Edit).WithName("editFormat").WithSummary("Change a format of yours; projects that were laid out stay as they are")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).ChangesVersionOf("getFormat");
        formats.MapDelete("/{id:guid}", Delete).WithName("deleteFormat").WithSummary("Delete a format of yours; who bought it keeps theirs")
            .ProducesProblem(404).ProducesProblem(409).ChangesVersionOf("getFormat");
        formats.MapPost("/{id:guid}/publish", Publish).WithName("publishFormat").WithSummary("Offer a format of yours in the marketplace")
            .ProducesProblem(404).Makes();
        formats.MapPost("/{id:guid}/unpublish", Unpublish).WithName("unpublishFormat")
            .WithSummary("Take a format out of the marketplace; who bought it keeps theirs").ProducesProblem(404).Makes();
    }

    private static Task<Page<FormatSummary>> List(BacklotDb db, MediaLinks links,
        [Text(200, MayBeEmpty = true), Description("Only those with this in their name, whatever its case.")] string? q,
        [Text(100), Description("Only the one that comes with Backlot under this key.")] string? key,
        [Description("Only your own, or only those that come with Backlot.")] bool? own, int? limit, string? cursor, CancellationToken ct)
    {
        var formats = db.FormatTemplates.AsNoTracking().Where(f => (key == null || f.ShippedKey == key) && (own == null || f.UserId != null == own));
        if (q is { Length: > 0 })
            formats = formats.Where(f => EF.Functions.ILike(f.Name, LikePattern.Containing(q), LikePattern.Escape));
        return Page.ReadAsync(limit, cursor, async (below, take) =>
            (await formats.Where(f => f.Id < below).OrderByDescending(f => f.Id).Take(take).ToListAsync(ct)).ConvertAll(f => FormatSummary.Of(f, links)),
                format => format.Id);
    }

    private static async Task<FormatView> Get(Guid id, BacklotDb db, MediaLinks links, CancellationToken ct) =>
        FormatView.Of(await db.FormatTemplates.AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, ct) ?? throw Refusal.NotFound(), links);

    private static async Task<Created<FormatView>> Add(
        NewFormat wanted, Caller caller, BacklotDb db, StudioWrites writes, MediaLinks links, TimeProvider time, CancellationToken ct)
    {
        DemandSequence(wanted.Beats);
        var format = await writes.OnShelfAsync(async () =>
        {
            await Goods.DemandThumbnailAsync(db, wanted.ThumbnailAssetId, ct);
            var format = new FormatTemplate
            {
                UserId = caller.UserId, Name = wanted.Name.Trim(), Description = wanted.Description?.Trim() ?? "", BeatStructure = wanted.Beats,
                ThumbnailAssetId = wanted.ThumbnailAssetId, UpdatedAt = time.GetUtcNow(),
            };
            db.FormatTemplates.Add(format);
            return format;
        }, ct);
        return TypedResults.Created($"/api/formats/{format.Id}", await Get(format.Id, db, links, ct));
    }

    private static async Task<FormatView> Edit(Guid id, FormatEdit edit, BacklotDb db, StudioWrites writes, MediaLinks links, TimeProvider time,
        CancellationToken ct)
    {
        await writes.OnShelfAsync(async () =>
        {
            var format = await Goods.OwnAsync(db.FormatTemplates, id, ct);
            DemandSequence(edit.Beats ?? []);
            await Goods.DemandThumbnailAsync(db, edit.ThumbnailAssetId, ct);
            format.Name = edit.Name?.Trim() ?? format.Name;
            format.Description = edit.Description?.Trim() ?? format.Description;
            format.BeatStructure = edit.Beats ?? format.BeatStructure;
            format.ThumbnailAssetId = edit.ThumbnailAssetId ?? format.ThumbnailAssetId;
            format.UpdatedAt = time.GetUtcNow();
            return format;
        }, ct);
        return await Get(id, db, links, ct);
    }

    private static async Task<NoContent> Delete(Guid id, BacklotDb db, StudioWrites writes, CancellationToken ct)
    {
        await writes.OnShelfAsync(async () =>
        {
            var format = await Goods.OwnAsync(db.FormatTemplates, id, ct);
            var users = await db.Projects.Where(p => p.FormatId == id).Select(p => p.Id).ToListAsync(ct);
            await writes.InProjectsAsync(users, project => Task.FromResult(project.FormatId = null), ct);
            return db.FormatTemplates.Remove(format);
        }, ct);
        return TypedResults.NoContent();
    }

    private static async Task<FormatView> Publish(
        Guid id, Publication wanted, BacklotDb db, StudioWrites writes, MediaLinks links, TimeProvider time, CancellationToken ct)
    {
        await writes.OnShelfAsync(async () => Goods.Publish(await Goods.OwnAsync(db.FormatTemplates, id, ct), wanted.Price, time.GetUtcNow()), ct);
        return await Get(id, db, links, ct);
    }

    private static async Task<FormatView> Unpublish(Guid id, BacklotDb db, StudioWrites writes, MediaLinks links, TimeProvider time, CancellationToken ct)
    {
        await writes.OnShelfAsync(async () => Goods.Unpublish(await Goods.OwnAsync(db.FormatTemplates, id, ct), time.GetUtcNow()), ct);
        return await Get(id, db, links, ct);
    }

    /// <exception cref="Refusal">422: the numbers are not 1, 2, 3 ….</exception>
    private static void DemandSequence(IReadOnlyList<Beat> beats) => FieldChecks.Demand(
        beats.Index().All(beat => beat.Item.Sequence == beat.Index + 1), "beats", "number them 1, 2, 3 and so on, in their order.");
}
