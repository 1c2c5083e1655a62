using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Backlot.Library;
using Backlot.Platform.Blobs;
using Backlot.Studio.Characters;
using Backlot.Studio.Projects;
using Backlot.Studio.Scenes;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Studio;

/// <summary>What the studio is asked for in most tests.</summary>
internal static class StudioRequests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static Task<ProjectView> AddProjectAsync(this HttpClient http, NewProject? wanted = null) =>
        http.SendAsync<ProjectView>(HttpMethod.Post, "/api/projects", wanted ?? new("The lighthouse"), HttpStatusCode.Created);

    public static Task<SceneView> AddSceneAsync(this HttpClient http, Guid project, NewScene wanted) =>
        http.SendAsync<SceneView>(HttpMethod.Post, $"/api/projects/{project}/scenes", wanted, HttpStatusCode.Created);

    public static Task<CharacterView> AddCharacterAsync(this HttpClient http, Guid project, NewCharacter wanted) =>
        http.SendAsync<CharacterView>(HttpMethod.Post, $"/api/projects/{project}/characters", wanted, HttpStatusCode.Created);

    public static async Task<IReadOnlyList<SceneView>> ScenesAsync(this HttpClient http, Guid project) =>
        (await http.SendAsync<SceneList>(HttpMethod.Get, $"/api/projects/{project}/scenes")).Items;

    /// <summary>Asks, and reads the answer.</summary>
    public static async Task<T> SendAsync<T>(this HttpClient http, HttpMethod method, string path, object? body = null, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var reply = await http.SendAsync(new(method, path) { Content = body is null ? null : JsonContent.Create(body) }, Ct);
        Assert.True(reply.StatusCode == expected, $"{method} {path} answered {(int)reply.StatusCode}: {await reply.Content.ReadAsStringAsync(Ct)}");
        return await reply.Content.ReadFromJsonAsync<T>(Ct) ?? throw new JsonException();
    }

    /// <summary>Asks, and reads what is wrong.</summary>
    public static async Task<ProblemDocument> RefusedAsync(this HttpClient http, HttpMethod method, string path, object? body = null)
    {
        using var reply = await http.SendAsync(new(method, path) { Content = body is null ? null : JsonContent.Create(body) }, Ct);
        return await ProblemDocument.ReadAsync(reply);
    }

    /// <summary>A shot as it would come from a provider; no film is behind it.</summary>
    public static async Task<Asset> AddAssetAsync(this TestServer server, AssetKind kind, Guid? owner = null)
    {
        await using var db = server.OpenDb(owner);
        var asset = AssetOf(owner ?? server.OwnerId, kind, Guid.CreateVersion7().ToString("N") + Guid.CreateVersion7().ToString("N"));
        db.Assets.Add(asset);
        await db.SaveChangesAsync(Ct);
        return asset;
    }

    /// <summary>A real picture of one hue.</summary>
    public static async Task<Guid> AddPictureAsync(this TestServer server, int hueDegrees)
    {
        var blobs = server.Services.GetRequiredService<BlobStore>();
        var path = blobs.NewTempPath(".png");
        await SampleMedia.MakePictureAsync(path, 160, 90, hueDegrees);
        var asset = AssetOf(server.OwnerId, AssetKind.Image, (await blobs.TakeFileAsync(path, Ct)).Sha256);
        await using var db = server.OpenDb();
        db.Assets.Add(asset);
        await db.SaveChangesAsync(Ct);
        return asset.Id;
    }

    private static Asset AssetOf(Guid owner, AssetKind kind, string sha256) => new()
    {
        UserId = owner, Kind = kind, SourceType = AssetSource.Generated, Filename = $"{kind}.bin", Sha256 = sha256, SizeBytes = 5,
        MimeType = kind switch { AssetKind.Image => "image/png", AssetKind.Audio => "audio/ogg", _ => "video/mp4" },
        DurationSeconds = 4, Width = 1280, Height = 720, Status = AssetStatus.Ready,
    };
}
