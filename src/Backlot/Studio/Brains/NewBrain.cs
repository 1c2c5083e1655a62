using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;

namespace Backlot.Studio.Brains;

/// <summary>A brain to be.</summary>
/// <param name="ThumbnailAssetId">One of your pictures.</param>
public sealed record NewBrain(
    [Text(200)] string Name,
    BrainParameters Parameters,
    [Text(2000, MayBeEmpty = true, ManyLines = true)] string? Description = null,
    Guid? ThumbnailAssetId = null) : IRequestBody<NewBrain>
{
    public static NewBrain Example => new("Salt and rope", new(
        new(["wide shot with the horizon low", "close-up of wet hands at work"], ["the camera sways with the swell"], "35 mm, deep focus", -0.2),
        new(["slate grey", "oilskin yellow", "foam white"], "overcast light off the water", "salt on the lens", -0.2, 0.3, -0.2, -0.3),
        new("waves: slow, slow, quick", 6, -0.2, -0.1),
        [new("Flat calm", 0.3, "Let the sea do nothing, and people wait for it."),
            new("Weather", 1, "Tilt every horizon; hold on to something in each frame.")],
        ["blue tropical water"]));
}

/// <summary>Only what is given changes.</summary>
/// <param name="Parameters">All of them.</param>
public sealed record BrainEdit(
    [Text(200)] string? Name = null,
    BrainParameters? Parameters = null,
    [Text(2000, MayBeEmpty = true, ManyLines = true)] string? Description = null,
    Guid? ThumbnailAssetId = null) : IRequestBody<BrainEdit>
{
    public static BrainEdit Example => new("Salt, rope and rain");
}
