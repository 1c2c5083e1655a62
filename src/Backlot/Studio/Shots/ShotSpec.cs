using System.Globalization;
using System.Text.Json;
using Backlot.Generation;
using Backlot.Generation.Caches;
using Backlot.Generation.Providers;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;

namespace Backlot.Studio.Shots;

/// <summary>All that decides what a shot will be.</summary>
/// <param name="Prompt">As the model is told.</param>
/// <param name="Seed">0..4,294,967,295.</param>
/// <param name="IsSeedChosen">By the user: then only a shot with that seed will do.</param>
/// <param name="Cast">Who and what is to look the same in every shot.</param>
internal sealed record ShotSpec(
    string Prompt, string? NegativePrompt, double DurationSeconds, int Width, int Height, bool WithSound, long Seed, bool IsSeedChosen,
    IReadOnlyList<ShotPictureRef> References, IReadOnlyList<CastMember> Cast)
{
    private const double UsualSeconds = 5;

    /// <param name="aspectRatio">Null for 16:9.</param>
    /// <param name="resolution">Null for 720p.</param>
    public static ShotSpec Of(string prompt, string? negative, double? seconds, string? aspectRatio, string? resolution, bool? sound, long? seed,
        IReadOnlyList<ShotPictureRef> references, IReadOnlyList<CastMember> cast)
    {
        var (width, height) = SizeOf(aspectRatio ?? "16:9", resolution ?? "720p");
        return new(prompt, negative, seconds ?? UsualSeconds, width, height, sound ?? true, seed ?? AnySeed(), seed is not null, references, cast);
    }

    /// <summary>The same for another scene of the film.</summary>
    public ShotSpec For(string prompt, string? negative, double? seconds, IReadOnlyList<CastMember> cast) => this with
    {
        Prompt = prompt, NegativePrompt = negative, DurationSeconds = seconds ?? UsualSeconds, Seed = AnySeed(), IsSeedChosen = false, References = [], Cast = cast,
    };

    /// <param name="cast">Pictures of the cast that may go along.</param>
    public VideoOrder Order(BlobStore blobs, IReadOnlyList<OrderImage> cast) => new(Prompt, Seed, DurationSeconds, Width, Height)
    {
        NegativePrompt = NegativePrompt, WithSound = WithSound,
        References = [.. References.Select(r => r.For(blobs))], Cast = cast,
    };

    /// <summary>What the caches are asked. A seed that nobody chose makes no difference.</summary>
    public CacheQuestion Question(ProviderChoice choice, Guid? projectId, Guid? sceneId) => new(GenerationKind.Video, Prompt, JsonSerializer.Serialize(new
    {
        NegativePrompt, DurationSeconds, Width, Height, WithSound, Seed = IsSeedChosen ? Seed : (long?)null,
        References = References.Select(r => $"{r.Role} {r.Sha256}"), Cast = Cast.Select(c => c.Picture?.Sha256 ?? c.Descriptor),
    }, JsonSerializerOptions.Web), CacheQuestion.ModelOf(choice.Provider, choice.Model), projectId, sceneId);

    /// <summary>Even numbers: video in half-size colour has no others.</summary>
    private static (int Width, int Height) SizeOf(string aspectRatio, string resolution)
    {
        var side = int.Parse(resolution.TrimEnd('p'), CultureInfo.InvariantCulture);
        var (across, down) = aspectRatio.Split(':') is [var a, var b] ? (int.Parse(a, CultureInfo.InvariantCulture), int.Parse(b, CultureInfo.InvariantCulture)) : (16, 9);
        return across >= down ? (Even((double)side * across / down), side) : (side, Even((double)side * down / across));
    }

    private static long AnySeed() => Random.Shared.NextInt64(uint.MaxValue);

    private static int Even(double pixels) => (int)Math.Round(pixels / 2) * 2;
}

/// <summary>A picture that goes with a shot.</summary>
/// <param name="Role">As users write it.</param>
internal sealed record ShotPictureRef(string Sha256, string MimeType, string Role)
{
    public OrderImage For(BlobStore blobs) => new(blobs.PathOf(Sha256), Sha256, MimeType, TextEnum.Parse<ImageRole>(Role));
}
