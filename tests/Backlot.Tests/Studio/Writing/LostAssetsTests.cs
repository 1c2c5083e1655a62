using System.Net;
using Backlot.Library;
using Backlot.Library.Fsck;
using Backlot.Platform.Database;
using Backlot.Studio;
using Backlot.Studio.Brains;
using Backlot.Studio.Characters;
using Backlot.Studio.Formats;
using Backlot.Studio.Projects;
using Backlot.Studio.Scenes;
using Backlot.Studio.Writing;
using Backlot.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Studio.Writing;

/// <summary>What foreign keys would null or delete is written through the door: whoever works on it elsewhere hears of it.</summary>
public sealed class LostAssetsTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData(false, SceneStatus.Pending)]
    [InlineData(true, SceneStatus.Locked)]
    public async Task A_film_that_is_deleted_leaves_its_scene_and_its_version_and_the_scene_is_seen_to_change(bool isLocked, SceneStatus expected)
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var (project, film, picture) = ((await server.Http.AddProjectAsync()).Id, await server.AddAssetAsync(AssetKind.Video), await server.AddAssetAsync(AssetKind.Image));
        // The picture is made of the film and goes with it.
        await server.Database.RunAsync($"update assets set derived_from = '{film.Id}', variant = 'thumbnail' where id = '{picture.Id}'");
        var scene = await server.Http.AddSceneAsync(project, new("A rooftop"));
        await ShotAsync(server, scene.Id, film.Id, picture.Id);
        if (isLocked)
            await server.Http.SendAsync<SceneView>(HttpMethod.Post, $"/api/scenes/{scene.Id}/lock");
        var (before, projectBefore) = (await SceneAsync(server, scene.Id), await ProjectAsync(server, project));

        await DeleteAsync(server, $"/api/assets/{film.Id}");
        var after = await SceneAsync(server, scene.Id);

        Assert.Equal((film.Id, picture.Id), (before.VideoAssetId, before.ThumbnailAssetId));
        Assert.Equal((null, null, expected), (after.VideoAssetId, after.ThumbnailAssetId, after.Status));
        Assert.True(after.UpdatedAt > before.UpdatedAt);
        Assert.True((await ProjectAsync(server, project)).UpdatedAt > projectBefore.UpdatedAt);
        Assert.Equal(0L, await server.Database.ValueAsync<long>("select count(*) from scene_versions"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_picture_of_a_shot_that_is_deleted_leaves_the_shot()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var (film, picture) = (await server.AddAssetAsync(AssetKind.Video), await server.AddAssetAsync(AssetKind.Image));
        var scene = await server.Http.AddSceneAsync((await server.Http.AddProjectAsync()).Id, new("A rooftop"));
        await ShotAsync(server, scene.Id, film.Id, picture.Id);
        var before = await SceneAsync(server, scene.Id);

        await DeleteAsync(server, $"/api/assets/{picture.Id}");
        var after = await SceneAsync(server, scene.Id);

        Assert.Equal((film.Id, null, SceneStatus.Complete), (after.VideoAssetId, after.ThumbnailAssetId, after.Status));
        Assert.True(after.UpdatedAt > before.UpdatedAt);
        Assert.Equal(1L, await server.Database.ValueAsync<long>("select count(*) from scene_versions where thumbnail_asset_id is null"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_picture_whose_bytes_are_lost_leaves_the_shot_when_the_store_is_repaired()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var (project, film, picture) = ((await server.Http.AddProjectAsync()).Id, await server.AddAssetAsync(AssetKind.Video), await server.AddAssetAsync(AssetKind.Image));
        await server.Database.RunAsync($"update assets set derived_from = '{film.Id}', variant = 'thumbnail' where id = '{picture.Id}'");
        var scene = await server.Http.AddSceneAsync(project, new("A rooftop"));
        await ShotAsync(server, scene.Id, film.Id, picture.Id);
        var (before, projectBefore) = (await SceneAsync(server, scene.Id), await ProjectAsync(server, project));

        // No file is behind either of the two.
        await StoreReport.ReadAsync(server.Services, new(Repair: true, HashShare: 0), Ct);
        var after = await SceneAsync(server, scene.Id);

        Assert.Equal((film.Id, null, SceneStatus.Complete), (after.VideoAssetId, after.ThumbnailAssetId, after.Status));
        Assert.True(after.UpdatedAt > before.UpdatedAt);
        Assert.True((await ProjectAsync(server, project)).UpdatedAt > projectBefore.UpdatedAt);
        Assert.Equal(1L, await server.Database.ValueAsync<long>("select count(*) from scene_versions where thumbnail_asset_id is null"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_voice_and_a_picture_that_are_deleted_leave_their_characters_in_every_project()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var (voice, picture) = (await server.AddAssetAsync(AssetKind.Audio), await server.AddAssetAsync(AssetKind.Image));
        var (heard, seen) = (await server.Http.AddProjectAsync(), await server.Http.AddProjectAsync());
        var mara = await server.Http.AddCharacterAsync(heard.Id, new("Mara", VoiceAssetId: voice.Id, ReferenceImages: [picture.Id]));
        var ben = await server.Http.AddCharacterAsync(seen.Id, new("Ben", ReferenceImages: [picture.Id]));

        await DeleteAsync(server, $"/api/assets/{voice.Id}");
        var silent = await CharacterAsync(server, mara.Id);
        var seenBefore = await ProjectAsync(server, seen.Id);
        await DeleteAsync(server, $"/api/assets/{picture.Id}");
        var (unseen, other) = (await CharacterAsync(server, mara.Id), await CharacterAsync(server, ben.Id));

        Assert.Null(silent.VoiceAssetId);
        Assert.True(silent.UpdatedAt > mara.UpdatedAt);
        Assert.Equal((0, 0), (unseen.ReferenceImages.Count, other.ReferenceImages.Count));
        Assert.True(unseen.UpdatedAt > silent.UpdatedAt && other.UpdatedAt > ben.UpdatedAt);
        Assert.True((await ProjectAsync(server, seen.Id)).UpdatedAt > seenBefore.UpdatedAt);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_picture_that_is_deleted_leaves_brains_and_formats()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var picture = await server.AddAssetAsync(AssetKind.Image);
        var brain = await server.Http.SendAsync<BrainView>(HttpMethod.Post, "/api/brains", NewBrain.Example with { ThumbnailAssetId = picture.Id }, HttpStatusCode.Created);
        var format = await server.Http.SendAsync<FormatView>(HttpMethod.Post, "/api/formats", NewFormat.Example with { ThumbnailAssetId = picture.Id }, HttpStatusCode.Created);

        await DeleteAsync(server, $"/api/assets/{picture.Id}");
        var (bare, plain) = (await server.Http.SendAsync<BrainView>(HttpMethod.Get, $"/api/brains/{brain.Id}"),
            await server.Http.SendAsync<FormatView>(HttpMethod.Get, $"/api/formats/{format.Id}"));

        Assert.Equal((null, null), (bare.ThumbnailUrl, plain.ThumbnailUrl));
        Assert.True(bare.UpdatedAt > brain.UpdatedAt && plain.UpdatedAt > format.UpdatedAt);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_brain_or_a_format_that_is_deleted_leaves_each_project_that_is_seen_to_change()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var brain = await server.Http.SendAsync<BrainView>(HttpMethod.Post, "/api/brains", NewBrain.Example, HttpStatusCode.Created);
        var format = await server.Http.SendAsync<FormatView>(HttpMethod.Post, "/api/formats", NewFormat.Example, HttpStatusCode.Created);
        var (one, two) = (await server.Http.AddProjectAsync(new("One", BrainId: brain.Id)), await server.Http.AddProjectAsync(new("Two", BrainId: brain.Id, FormatId: format.Id)));

        await DeleteAsync(server, $"/api/brains/{brain.Id}");
        var (first, second) = (await ProjectAsync(server, one.Id), await ProjectAsync(server, two.Id));
        await DeleteAsync(server, $"/api/formats/{format.Id}");
        var formless = await ProjectAsync(server, two.Id);

        Assert.Equal((null, null, format.Id, null), (first.BrainId, second.BrainId, second.FormatId, formless.FormatId));
        Assert.True(first.UpdatedAt > one.UpdatedAt && second.UpdatedAt > two.UpdatedAt && formless.UpdatedAt > second.UpdatedAt);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_goes_with_a_scene_or_a_character_is_deleted_by_the_door_itself()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var project = (await server.Http.AddProjectAsync()).Id;
        var scene = await server.Http.AddSceneAsync(project, new("A rooftop"));
        await ShotAsync(server, scene.Id, (await server.AddAssetAsync(AssetKind.Video)).Id, null);
        var character = await server.Http.AddCharacterAsync(project, new("Mara", ReferenceImages: [(await server.AddAssetAsync(AssetKind.Image)).Id]));
        await using var scope = server.Services.CreateAsyncScope();
        var (db, writes) = (scope.ServiceProvider.GetRequiredService<BacklotDb>(), scope.ServiceProvider.GetRequiredService<StudioWrites>());
        db.Owner = server.OwnerId;
        List<Type> deleted = [];
        db.SavingChanges += (_, _) => deleted.AddRange(db.ChangeTracker.Entries().Where(e => e.State == EntityState.Deleted).Select(e => e.Metadata.ClrType));

        await writes.InSceneAsync(scene.Id, gone => Task.FromResult(db.Remove(gone)), Ct);
        await writes.InCharacterAsync(character.Id, gone => Task.FromResult(db.Remove(gone)), Ct);

        Assert.Equal(["Character", "CharacterImage", "Scene", "SceneVersion"], deleted.Select(type => type.Name).Order());
        Assert.Equal(0L, await server.Database.ValueAsync<long>("select (select count(*) from scene_versions) + (select count(*) from character_images)"));
    }

    private static async Task ShotAsync(TestServer server, Guid scene, Guid film, Guid? picture)
    {
        await using var scope = server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<BacklotDb>().Owner = server.OwnerId;
        await scope.ServiceProvider.GetRequiredService<SceneShots>().AddVersionAsync(scene, new(film, picture, "A rooftop", null, new(), 4, Guid.CreateVersion7()), Guid.CreateVersion7(), Ct);
    }

    private static async Task DeleteAsync(TestServer server, string path)
    {
        using var gone = await server.Http.DeleteAsync(new Uri(path, UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
    }

    private static Task<SceneView> SceneAsync(TestServer server, Guid id) => server.Http.SendAsync<SceneView>(HttpMethod.Get, $"/api/scenes/{id}");

    private static Task<ProjectView> ProjectAsync(TestServer server, Guid id) => server.Http.SendAsync<ProjectView>(HttpMethod.Get, $"/api/projects/{id}");

    private static Task<CharacterView> CharacterAsync(TestServer server, Guid id) => server.Http.SendAsync<CharacterView>(HttpMethod.Get, $"/api/characters/{id}");
}
