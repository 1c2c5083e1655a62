using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;

namespace Backlot.Studio.Shots;

/// <summary>A shot to be made, of no scene.</summary>
/// <param name="Prompt">What is to be seen and heard.</param>
/// <param name="NegativePrompt">What is not to be seen; models that cannot be told so are not.</param>
/// <param name="DurationSeconds">Default 5. A model that does not make just that makes the next longer one it can.</param>
/// <param name="AspectRatio">Width to height. Default 16:9.</param>
/// <param name="Resolution">By the shorter side. Default 720p.</param>
/// <param name="Sound">Whether sound is wanted, where the model makes any. Default true.</param>
/// <param name="Seed">The same order with another seed is another shot. Left out: any.</param>
/// <param name="ReferenceImages">Pictures to begin with, end with, or take things or a style from.</param>
/// <param name="Provider">Who makes it, as listProviders tells them. Left out: those that the server's settings name.</param>
/// <param name="Model">One of the provider's. Left out: its first that is alive.</param>
/// <param name="Fallbacks">Who is asked when that one cannot, in turn, as <c>kling</c> or <c>kling/kling-v3</c>.</param>
/// <param name="ProjectId">Whose budget it counts against.</param>
/// <param name="Anew">Make a new one even if a cache has one. Default false.</param>
public sealed record NewShot(
    [Text(10_000, ManyLines = true)] string Prompt,
    [Text(2_500, ManyLines = true)] string? NegativePrompt = null,
    [Between(1, 60)] double? DurationSeconds = null,
    [OneOf("16:9", "9:16", "1:1", "4:5", "21:9")] string? AspectRatio = null,
    [OneOf("360p", "720p", "1080p", "2160p")] string? Resolution = null,
    bool? Sound = null,
    [Between(0, uint.MaxValue)] long? Seed = null,
    [Items(0, 6)] IReadOnlyList<ReferenceImage>? ReferenceImages = null,
    [Text(50)] string? Provider = null,
    [Text(100)] string? Model = null,
    [Items(0, 5), Text(150)] IReadOnlyList<string>? Fallbacks = null,
    Guid? ProjectId = null,
    bool? Anew = null) : IRequestBody<NewShot>
{
    public static NewShot Example => new("A lighthouse in a storm, seen from the sea", DurationSeconds: 6, Provider: "dummy");
}

/// <summary>A shot to be made of a scene: its words, its length and its project's shape are taken.</summary>
/// <param name="Resolution">By the shorter side. Default 720p.</param>
/// <param name="Sound">Whether sound is wanted, where the model makes any. Default true.</param>
/// <param name="Seed">The same order with another seed is another shot. Left out: any.</param>
/// <param name="ReferenceImages">Pictures to begin with, end with, or take things or a style from.</param>
/// <param name="Provider">Who makes it. Left out: the scene's model provider, or those that the server's settings name.</param>
/// <param name="Model">One of the provider's. Left out: its first that is alive.</param>
/// <param name="Fallbacks">Who is asked when that one cannot, in turn, as <c>kling</c> or <c>kling/kling-v3</c>.</param>
/// <param name="Anew">Make a new one even if a cache has one. Default false.</param>
/// <param name="UnlessShot">Order nothing where the scene shows a shot that was ordered in the very same way: the scene is given back, with 200.
/// Default false.</param>
public sealed record NewSceneShot(
    [OneOf("360p", "720p", "1080p", "2160p")] string? Resolution = null,
    bool? Sound = null,
    [Between(0, uint.MaxValue)] long? Seed = null,
    [Items(0, 6)] IReadOnlyList<ReferenceImage>? ReferenceImages = null,
    [Text(50)] string? Provider = null,
    [Text(100)] string? Model = null,
    [Items(0, 5), Text(150)] IReadOnlyList<string>? Fallbacks = null,
    bool? Anew = null,
    bool? UnlessShot = null) : IRequestBody<NewSceneShot>
{
    public static NewSceneShot Example => new(Provider: "dummy");
}

/// <summary>A picture that goes with an order.</summary>
/// <param name="AssetId">One of your pictures, PNG or JPEG.</param>
/// <param name="Role">first: the shot begins with it; last: it ends with it; asset: somebody or something to be seen; style: how it is to look.</param>
public sealed record ReferenceImage(Guid AssetId, [OneOf("first", "last", "asset", "style")] string Role);
