using Backlot.Library.Clips;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Idempotency;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;
using Microsoft.AspNetCore.Mvc;

namespace Backlot.Library.Similarity;

/// <summary>A clip that was found.</summary>
/// <param name="Similarity">-1..1: the cosine of the angle between the two vectors. Near-duplicates are above 0.98.</param>
/// <param name="StartTime">Seconds into the asset; inclusive.</param>
/// <param name="EndTime">Seconds into the asset; exclusive.</param>
/// <param name="ThumbnailUrl">Signed; null until it was made.</param>
public sealed record SimilarClip(
    Guid ClipId, double Similarity, Guid AssetId, double StartTime, double EndTime, double? CompositeScore, string? ThumbnailUrl);

/// <summary>Nearest first.</summary>
/// <param name="EmbeddedBy">Who made the vectors: what another made cannot be compared, and is not among them.</param>
public sealed record SimilarClips(string EmbeddedBy, [Items(0, SimilarityApi.MostClips)] IReadOnlyList<SimilarClip> Items);

/// <summary>What to look for: exactly one of the clip, the pictures, the vector and the text.</summary>
/// <param name="ClipId">Like this clip; it is not among the answers.</param>
/// <param name="PictureAsset">Like this asset, a picture.</param>
/// <param name="Picture">Like this picture: the bytes of its file in base64. They are not kept. A file of more than 750 kB goes to
/// /api/clips/search/picture as it is.</param>
/// <param name="Vector">512 numbers, of any length but 0, each within a million.</param>
/// <param name="EmbeddedBy">Who made the vector, as clips say it; only with a vector.</param>
/// <param name="Text">What is to be seen. Needs an embedder of texts and pictures: see BACKLOT_EMBEDDER in docs/settings.md.</param>
/// <param name="Asset">Only clips of this asset.</param>
/// <param name="MinScore">Only clips whose composite score is at least this.</param>
/// <param name="MinSeconds">Only clips of at least so many seconds.</param>
/// <param name="MaxSeconds">Only clips of at most so many seconds.</param>
/// <param name="Limit">Default 20.</param>
public sealed record ClipSearch(
    Guid? ClipId = null,
    Guid? PictureAsset = null,
    [Text(SimilarityApi.LongestPicture)] string? Picture = null,
    [Items(ClipVectors.Dimensions, ClipVectors.Dimensions), Between(-1_000_000, 1_000_000)] IReadOnlyList<float>? Vector = null,
    [Text(200)] string? EmbeddedBy = null,
    [Text(1000)] string? Text = null,
    Guid? Asset = null,
    [Between(0, 1)] double? MinScore = null,
    [Between(0, SimilarityApi.LongestSeconds)] double? MinSeconds = null,
    [Between(0, SimilarityApi.LongestSeconds)] double? MaxSeconds = null,
    [Between(1, SimilarityApi.MostClips)] int? Limit = null) : IRequestBody<ClipSearch>
{
    public static ClipSearch Example => new(Guid.Parse("0193a1b2-0000-7000-8000-000000000001"), MinScore: 0.5, MinSeconds: 2);
}

/// <summary><c>/api/clips/{id}/similar</c> and <c>/api/clips/search</c>.</summary>
internal static class SimilarityApi
{
    public const int MostClips = 200, UsualClips = 20, LongestPicture = 1_000_000;
    public const double LongestSeconds = 86_400;

    public static void MapSimilarity(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/clips/{id:guid}/similar", Similar).WithTags("Clips").WithName("listSimilarClips").WithSummary("The clips most like a clip, nearest first")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(404).ProducesProblem(409);
        // It changes nothing: POST is for what does not fit into an address.
        routes.MapPost("/api/clips/search", Search).WithTags("Clips").WithName("searchClips").WithSummary("Find clips by likeness to a clip, a picture, a vector or a text")
            .NeedsScope(Scopes.Read).ProducesProblem(400).ProducesProblem(401).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).ProducesProblem(502);
        routes.MapPost("/api/clips/search/picture", SearchByPicture).WithTags("Clips").WithName("searchClipsByPicture")
            .WithSummary("Find clips by likeness to a picture, whose file is the body")
            .WithDescription("JPEG, PNG or WebP of up to 50 MB and 64 megapixels. It is not kept.")
            .Accepts<Stream>("image/jpeg", "image/png", "image/webp", "application/octet-stream").WithMetadata(new DisableRequestSizeLimitAttribute())
            .NeedsScope(Scopes.Read).ProducesProblem(400).ProducesProblem(401).ProducesProblem(413).ProducesProblem(422).ProducesProblem(502);
    }

    private static Task<SimilarClips> Similar(Guid id, SearchByLikeness search, Guid? asset, [Between(0, 1)] double? minScore,
        [Between(0, LongestSeconds)] double? minSeconds, [Between(0, LongestSeconds)] double? maxSeconds, [Between(1, MostClips)] int? limit, CancellationToken ct) =>
        search.RunAsync(new(id, Asset: asset, MinScore: minScore, MinSeconds: minSeconds, MaxSeconds: maxSeconds, Limit: limit), ct);

    private static Task<SimilarClips> SearchByPicture(HttpContext http, SearchByLikeness search, Guid? asset, [Between(0, 1)] double? minScore,
        [Between(0, LongestSeconds)] double? minSeconds, [Between(0, LongestSeconds)] double? maxSeconds, [Between(1, MostClips)] int? limit,
        CancellationToken ct) =>
        search.OfPictureAsync(http.Request.Body, http.Request.ContentLength,
            new(Asset: asset, MinScore: minScore, MinSeconds: minSeconds, MaxSeconds: maxSeconds, Limit: limit), ct);

    private static Task<SimilarClips> Search(ClipSearch wanted, SearchByLikeness search, CancellationToken ct)
    {
        var checks = new FieldChecks();
        var given = (object?[])[wanted.ClipId, wanted.PictureAsset, wanted.Picture, wanted.Vector, wanted.Text];
        checks.Require(given.Count(g => g is not null) == 1, "clipId", "give exactly one of clipId, pictureAsset, picture, vector and text.");
        checks.Require(wanted.Vector is null || wanted.EmbeddedBy is not null, "embeddedBy", "say who made the vector, as clips do.");
        checks.Require(wanted.Vector?.All(float.IsFinite) != false && wanted.Vector?.All(x => x == 0) != true, "vector", "it has no direction; give numbers that are not all 0.");
        checks.Throw();
        return search.RunAsync(wanted, ct);
    }
}
