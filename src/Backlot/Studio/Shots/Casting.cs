using System.Text.Json;
using Backlot.Generation.Caches.Components;
using Backlot.Platform.Database;
using Backlot.Studio.Characters;
using Backlot.Studio.Projects;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Shots;

/// <summary>Somebody or something that a scene names, and that is to look the same in every shot.</summary>
/// <param name="Descriptor">A JSON object of texts that say what it looks like.</param>
/// <param name="Picture">The user's own; null: it is found among those that were drawn, or drawn.</param>
/// <param name="DrawnBy">Who draws it, in turn; empty with a picture.</param>
internal sealed record CastMember(ComponentType Type, string Name, string Descriptor, ShotPictureRef? Picture, IReadOnlyList<string> DrawnBy);

/// <summary>Finds out who and what a scene shows.</summary>
internal sealed class Casting(BacklotDb db)
{
    /// <summary>As many pictures of things as the models of the trade take.</summary>
    private const int Most = 3;

    private static readonly string[] BuiltIn = ["dummy"];

    /// <summary>Those who are named in its words: whoever has a picture, and where the project has them drawn, the others too.</summary>
    /// <returns>At most three, characters first.</returns>
    public async Task<IReadOnlyList<CastMember>> OfAsync(Scene scene, ProjectSettings settings, CancellationToken ct)
    {
        var characters = Cast.Of(scene.Prompt, await db.Characters.AsNoTracking().Where(c => c.ProjectId == scene.ProjectId).ToListAsync(ct));
        var pictures = await PicturesAsync([.. characters.Select(c => c.Id)], ct);
        var cast = characters.Select(c => Member(ComponentType.Character, c.Name, c.AppearanceDescriptor, pictures.GetValueOrDefault(c.Id), settings.Drawing))
            .Concat((settings.Drawing?.Things ?? []).Where(thing => Cast.FirstMention(scene.Prompt, thing.Name) is not null)
                .Select(thing => Member(TextEnum.Parse<ComponentType>(thing.Type), thing.Name, new { thing.Appearance }, null, settings.Drawing)));
        return [.. cast.Where(c => c.Picture is not null || (c.DrawnBy.Count > 0 && ComponentCache.Words(c.Descriptor).Length > 0)).Take(Most)];
    }

    private static CastMember Member(ComponentType type, string name, object appearance, ShotPictureRef? picture, Drawing? drawing) => new(
        type, name, JsonSerializer.Serialize(appearance, JsonSerializerOptions.Web), picture,
        picture is not null || drawing is null ? [] : drawing.Providers is { Count: > 0 } chosen ? chosen : BuiltIn);

    /// <returns>Of each the first that a provider can be given.</returns>
    private async Task<Dictionary<Guid, ShotPictureRef>> PicturesAsync(IReadOnlyList<Guid> characters, CancellationToken ct)
    {
        var pictures = await db.CharacterImages.AsNoTracking().Where(i => characters.Contains(i.CharacterId)).OrderBy(i => i.Place)
            .Join(db.PicturesToSend(), i => i.AssetId, a => a.Id, (i, a) => new { i.CharacterId, i.Place, a.Sha256, a.MimeType })
            .ToListAsync(ct);
        return pictures.GroupBy(p => p.CharacterId).ToDictionary(p => p.Key,
            p => p.OrderBy(i => i.Place).Select(i => new ShotPictureRef(i.Sha256 ?? "", i.MimeType ?? "", "asset")).First());
    }
}
