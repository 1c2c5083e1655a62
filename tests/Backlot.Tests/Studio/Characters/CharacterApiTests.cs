using System.Net;
using Backlot.Library;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Rendering.Signals;
using Backlot.Studio;
using Backlot.Studio.Characters;
using Backlot.Studio.Scenes;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Studio.Characters;

public sealed class CharacterApiTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_character_comes_back_as_it_was_written_and_changes_by_what_is_given()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var project = (await server.Http.AddProjectAsync()).Id;
        var (one, two, voice) = (await server.AddAssetAsync(AssetKind.Image), await server.AddAssetAsync(AssetKind.Image), await server.AddAssetAsync(AssetKind.Audio));

        var made = await server.Http.AddCharacterAsync(project, new("  Mara ", new("in her sixties"), [one.Id, two.Id], voice.Id, "low and hoarse"));
        var edited = await server.Http.SendAsync<CharacterView>(HttpMethod.Patch, $"/api/characters/{made.Id}", new CharacterEdit(ReferenceImages: [two.Id]));
        var listed = await server.Http.SendAsync<Page<CharacterView>>(HttpMethod.Get, $"/api/projects/{project}/characters");

        Assert.Equal(("Mara", "in her sixties", voice.Id, "low and hoarse"), (made.Name, made.Appearance.Age, made.VoiceAssetId, made.VoiceDescription));
        Assert.Equal([one.Id, two.Id], made.ReferenceImages.Select(i => i.AssetId));
        Assert.Equal([two.Id], edited.ReferenceImages.Select(i => i.AssetId));
        Assert.Equal(("Mara", "in her sixties", voice.Id), (edited.Name, edited.Appearance.Age, edited.VoiceAssetId));
        Assert.Equal([made.Id], listed.Items.Select(c => c.Id));
    }

    [Fact(Timeout = 60_000)]
    public async Task Pictures_and_voices_are_assets_of_ones_own_of_the_right_kind()
    {
        await using var server = await TestServer.StartAsync(cluster);
        using var eve = await TestUser.AddAsync(server, "eve");
        var project = (await server.Http.AddProjectAsync()).Id;
        var (hers, film, picture) = (await server.AddAssetAsync(AssetKind.Image, eve.Id), await server.AddAssetAsync(AssetKind.Video), await server.AddAssetAsync(AssetKind.Image));

        foreach (var images in (Guid[][])[[hers.Id], [film.Id], [picture.Id, picture.Id], [Guid.CreateVersion7()]])
            Assert.Equal((422, "referenceImages: name assets of yours that are pictures and ready, each once."),
                await server.Http.RefusedAsync(HttpMethod.Post, $"/api/projects/{project}/characters", new NewCharacter("Mara", ReferenceImages: images)) is var wrong ? (wrong.Status, wrong.Detail) : default);
        Assert.Equal((422, "voiceAssetId: name an asset of yours that is sound and ready."),
            await server.Http.RefusedAsync(HttpMethod.Post, $"/api/projects/{project}/characters", new NewCharacter("Mara", VoiceAssetId: picture.Id)) is var mute ? (mute.Status, mute.Detail) : default);
        Assert.Equal(0L, await server.Database.ValueAsync<long>("select count(*) from characters"));
    }

    [Fact(Timeout = 120_000)]
    public async Task Pictures_are_looked_at_and_shots_compared()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var project = (await server.Http.AddProjectAsync()).Id;
        var (red, reddish, green) = (await server.AddPictureAsync(0), await server.AddPictureAsync(8), await server.AddPictureAsync(150));
        var mara = await server.Http.AddCharacterAsync(project, new("Mara", ReferenceImages: [red]));
        var twin = await server.Http.AddCharacterAsync(project, new("Tamsin", ReferenceImages: [reddish]));
        var other = await server.Http.AddCharacterAsync((await server.Http.AddProjectAsync()).Id, new("Ben", ReferenceImages: [green]));
        await server.Http.AddCharacterAsync(project, new("Nobody's face"));
        foreach (var (prompt, picture) in ((string, Guid)[])[("Mara at the door", red), ("Mara climbs", reddish), ("Tamsin waits", green), ("Mara and Tamsin", red)])
            await ShootAsync(server, project, prompt, picture);

        // Shots come in flocks, so the job waits a little for more of them: not here.
        await server.Database.RunAsync("update job_queue set run_at = now()");
        while (await server.Database.ValueAsync<long>("select count(*) from characters where measured_at is null or (name = 'Mara' and shots_compared < 3)") > 0)
            await Task.Delay(100, Ct);

        var measured = await server.Http.SendAsync<CharacterView>(HttpMethod.Get, $"/api/characters/{mara.Id}");
        var less = await server.Http.SendAsync<CharacterView>(HttpMethod.Get, $"/api/characters/{twin.Id}");
        var alike = await server.Http.SendAsync<SimilarCharacters>(HttpMethod.Get, $"/api/characters/{mara.Id}/similar?limit=5");
        Assert.Equal((Descriptor.Version, 3), (measured.EmbeddedBy, measured.ShotsCompared));
        Assert.InRange(measured.ConsistencyScore!.Value, 0.9, 1);
        Assert.Equal(2, less.ShotsCompared);
        Assert.True(less.ConsistencyScore < measured.ConsistencyScore, "Shots that differ make a lower score.");
        Assert.Equal([twin.Id, other.Id], alike.Items.Select(c => c.Id));
        Assert.True(alike.Items[0].Similarity > alike.Items[1].Similarity);
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_a_picture_nobody_looks_like_anybody()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var mara = await server.Http.AddCharacterAsync((await server.Http.AddProjectAsync()).Id, new("Mara"));

        var refused = await server.Http.RefusedAsync(HttpMethod.Get, $"/api/characters/{mara.Id}/similar");

        Assert.Equal((409, "character.no-vector"), (refused.Status, refused.Code));
    }

    [Fact(Timeout = 60_000)]
    public async Task Where_the_database_has_no_vectors_the_same_are_found()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var project = (await server.Http.AddProjectAsync()).Id;
        var ids = new List<Guid>();
        foreach (var name in (string[])["One", "Near", "Far"])
            ids.Add((await server.Http.AddCharacterAsync(project, new(name))).Id);
        float[] Direction(double angle) => [(float)Math.Cos(angle), (float)Math.Sin(angle), .. new float[510]];
        foreach (var (id, angle) in ids.Zip((double[])[0, 0.1, 1]))
            await server.Database.RunAsync("update characters set face_embedding = $2, embedded_by = 'test' where id = $1", id, Direction(angle));

        var vectors = await server.Http.SendAsync<SimilarCharacters>(HttpMethod.Get, $"/api/characters/{ids[0]}/similar");
        await server.Database.RunAsync("drop index characters_face_embedding_idx; alter table characters alter column face_embedding type real[] using face_embedding::real[]");
        var arrays = await server.Database.ColumnAsync<Guid>(SqlFile.Read("Studio/Characters/Sql/alike_arrays.sql")
            .Replace("{0}", "$1", StringComparison.Ordinal).Replace("{1}", "$2", StringComparison.Ordinal).Replace("{2}", "5", StringComparison.Ordinal), server.OwnerId, ids[0]);

        Assert.Equal([ids[1], ids[2]], vectors.Items.Select(c => c.Id));
        Assert.Equal(Math.Cos(0.1), vectors.Items[0].Similarity, 1e-3);
        Assert.Equal([ids[1], ids[2]], arrays);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_deleted_character_leaves_its_pictures_in_the_library()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var picture = await server.AddAssetAsync(AssetKind.Image);
        var mara = await server.Http.AddCharacterAsync((await server.Http.AddProjectAsync()).Id, new("Mara", ReferenceImages: [picture.Id]));

        using var gone = await server.Http.DeleteAsync(new Uri($"/api/characters/{mara.Id}", UriKind.Relative), Ct);

        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        Assert.Equal((0L, 1L), (await server.Database.ValueAsync<long>("select count(*) from character_images"), await server.Database.ValueAsync<long>("select count(*) from assets")));
    }

    private static async Task ShootAsync(TestServer server, Guid project, string prompt, Guid thumbnail)
    {
        var scene = await server.Http.AddSceneAsync(project, new(prompt));
        var film = await server.AddAssetAsync(AssetKind.Video);
        await using var scope = server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<BacklotDb>().Owner = server.OwnerId;
        var shots = scope.ServiceProvider.GetRequiredService<SceneShots>();
        await shots.AddVersionAsync(scene.Id, new(film.Id, thumbnail, prompt, null, new(), null, Guid.Empty), job: Guid.Empty, Ct);
    }
}
