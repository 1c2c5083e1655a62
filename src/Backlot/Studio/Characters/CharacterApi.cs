using Backlot.Library;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Idempotency;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.Versions;
using Backlot.Studio.Writing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Characters;

/// <summary>Nearest first.</summary>
public sealed record SimilarCharacters([Items(0, Page.LargestLimit)] IReadOnlyList<SimilarCharacter> Items);

/// <summary><c>/api/projects/{id}/characters</c> and <c>/api/characters</c>.</summary>
internal static class CharacterApi
{
    public static void MapCharacters(this IEndpointRouteBuilder routes)
    {
        var cast = routes.MapGroup("/api/projects/{id:guid}/characters").WithTags("Studio").ProducesProblem(401).ProducesProblem(404);
        cast.MapGet("/", List).WithName("listCharacters").WithSummary("Characters of a project, newest first").ProducesProblem(400);
        cast.MapPost("/", Add).WithName("addCharacter").WithSummary("Add a character").ProducesProblem(400).ProducesProblem(422).Makes();
        var characters = routes.MapGroup("/api/characters").WithTags("Studio").ProducesProblem(401).ProducesProblem(404);
        characters.MapGet("/{id:guid}", Get).WithName("getCharacter").WithSummary("One character").Versioned();
        characters.MapPatch("/{id:guid}", Edit).WithName("editCharacter").WithSummary("Change a character")
            .ProducesProblem(400).ProducesProblem(422).ChangesVersionOf("getCharacter");
        characters.MapDelete("/{id:guid}", Delete).WithName("deleteCharacter").WithSummary("Delete a character; pictures stay in the library")
            .ChangesVersionOf("getCharacter");
        characters.MapGet("/{id:guid}/similar", Similar).WithName("listSimilarCharacters")
            .WithSummary("Your characters who look most like this one, in all projects").ProducesProblem(400).ProducesProblem(409);
    }

    private static async Task<Page<CharacterView>> List(Guid id, BacklotDb db, MediaLinks links, int? limit, string? cursor, CancellationToken ct)
    {
        if (!await db.Projects.AnyAsync(p => p.Id == id, ct))
            throw Refusal.NotFound();
        return await Page.ReadAsync(limit, cursor, async (below, take) =>
            await ViewsAsync(db, links, db.Characters.Where(c => c.ProjectId == id && c.Id < below).OrderByDescending(c => c.Id).Take(take), ct),
                character => character.Id);
    }

    private static async Task<CharacterView> Get(Guid id, BacklotDb db, MediaLinks links, CancellationToken ct) =>
        await ViewsAsync(db, links, db.Characters.Where(c => c.Id == id), ct) is [var character] ? character : throw Refusal.NotFound();

    private static async Task<Created<CharacterView>> Add(
        Guid id, NewCharacter wanted, BacklotDb db, StudioWrites writes, MediaLinks links, TimeProvider time, CancellationToken ct)
    {
        var character = await writes.InProjectAsync(id, async project =>
        {
            await DemandMediaAsync(db, wanted.ReferenceImages ?? [], wanted.VoiceAssetId, ct);
            var character = new Character
            {
                ProjectId = id, UserId = project.UserId, Name = wanted.Name.Trim(), AppearanceDescriptor = wanted.Appearance ?? new(),
                VoiceAssetId = wanted.VoiceAssetId, VoiceDescription = wanted.VoiceDescription, UpdatedAt = time.GetUtcNow(),
            };
            db.Characters.Add(character);
            db.CharacterImages.AddRange(ImagesOf(character, wanted.ReferenceImages ?? []));
            await MeasureCharacters.EnqueueAsync(db, id, time, ct);
            return character;
        }, ct);
        return TypedResults.Created($"/api/characters/{character.Id}", await Get(character.Id, db, links, ct));
    }

    private static async Task<CharacterView> Edit(
        Guid id, CharacterEdit edit, BacklotDb db, StudioWrites writes, MediaLinks links, TimeProvider time, CancellationToken ct)
    {
        await writes.InCharacterAsync(id, async character =>
        {
            await DemandMediaAsync(db, edit.ReferenceImages ?? [], edit.VoiceAssetId, ct);
            character.Name = edit.Name?.Trim() ?? character.Name;
            character.AppearanceDescriptor = edit.Appearance ?? character.AppearanceDescriptor;
            character.VoiceAssetId = edit.VoiceAssetId ?? character.VoiceAssetId;
            character.VoiceDescription = edit.VoiceDescription ?? character.VoiceDescription;
            character.UpdatedAt = time.GetUtcNow();
            if (edit.ReferenceImages is { } images)
                await ReplaceImagesAsync(db, character, images, ct);
            if (edit.ReferenceImages is not null || edit.Name is not null)
                await MeasureCharacters.EnqueueAsync(db, character.ProjectId, time, ct);
            return character;
        }, ct);
        return await Get(id, db, links, ct);
    }

    private static async Task<NoContent> Delete(Guid id, BacklotDb db, StudioWrites writes, CancellationToken ct)
    {
        await writes.InCharacterAsync(id, character =>
        {
            db.Characters.Remove(character);
            return Task.FromResult(character);
        }, ct);
        return TypedResults.NoContent();
    }

    private static async Task<SimilarCharacters> Similar(
        Guid id, BacklotDb db, FaceVectors faces, MediaLinks links, int? limit, CancellationToken ct)
    {
        var embeddedBy = await db.Characters.Where(c => c.Id == id).Select(c => new { c.EmbeddedBy }).SingleOrDefaultAsync(ct) ?? throw Refusal.NotFound();
        if (embeddedBy.EmbeddedBy is null)
            throw new Refusal(409, "character.no-vector",
                "The character has no vector yet: give them a reference picture, and ask again when it was looked at.");
        var alike = await faces.LikeAsync(id, Page.SizeOf(limit), ct);
        var ids = alike.ConvertAll(a => a.Id);
        var views = (await ViewsAsync(db, links, db.Characters.Where(c => ids.Contains(c.Id)), ct)).ToDictionary(c => c.Id);
        return new([.. alike.Where(a => views.ContainsKey(a.Id)).Select(a => new SimilarCharacter(
            a.Id, views[a.Id].ProjectId, views[a.Id].Name, Math.Round(Math.Clamp(a.Similarity, -1, 1), 4), views[a.Id].ReferenceImages is [var first, ..]
                ? first.ThumbnailUrl : null))]);
    }

    /// <exception cref="Refusal">422: they are no such assets of the owner.</exception>
    private static async Task DemandMediaAsync(BacklotDb db, IReadOnlyList<Guid> images, Guid? voice, CancellationToken ct)
    {
        var checks = new FieldChecks();
        var pictures = await db.Assets.CountAsync(a => images.Contains(a.Id) && a.Kind == AssetKind.Image && a.Status == AssetStatus.Ready, ct);
        checks.Require(pictures == images.Count, "referenceImages", "name assets of yours that are pictures and ready, each once.");
        checks.Require(voice is null || await db.Assets.AnyAsync(a => a.Id == voice && a.Kind == AssetKind.Audio && a.Status == AssetStatus.Ready, ct),
            "voiceAssetId", "name an asset of yours that is sound and ready.");
        checks.Throw();
    }

    private static async Task ReplaceImagesAsync(BacklotDb db, Character character, IReadOnlyList<Guid> images, CancellationToken ct)
    {
        var there = await db.CharacterImages.Where(i => i.CharacterId == character.Id).ToListAsync(ct);
        db.CharacterImages.RemoveRange(there.Where(i => !images.Contains(i.AssetId)));
        foreach (var wanted in ImagesOf(character, images))
            if (there.Find(i => i.AssetId == wanted.AssetId) is { } kept)
                kept.Place = wanted.Place;
            else
                db.CharacterImages.Add(wanted);
    }

    private static IEnumerable<CharacterImage> ImagesOf(Character character, IReadOnlyList<Guid> images) => images.Select((asset, place) => new CharacterImage
    {
        CharacterId = character.Id, AssetId = asset, ProjectId = character.ProjectId, UserId = character.UserId, Place = (short)(place + 1),
    });

    private static async Task<List<CharacterView>> ViewsAsync(BacklotDb db, MediaLinks links, IQueryable<Character> wanted, CancellationToken ct)
    {
        var characters = await wanted.AsNoTracking().ToListAsync(ct);
        var ids = characters.ConvertAll(c => c.Id);
        var images = (await db.CharacterImages.AsNoTracking().Where(i => ids.Contains(i.CharacterId)).ToListAsync(ct)).ToLookup(i => i.CharacterId);
        return characters.ConvertAll(c => CharacterView.Of(c, images[c.Id], links));
    }
}
