using System.ComponentModel;
using Backlot.Accounts;
using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Backlot.Library;

/// <summary><c>/media</c>: bytes by signed link, with ranges so that players can seek.</summary>
internal static class MediaApi
{
    /// <summary>What a browser may show in place; anything else is offered as a download.</summary>
    private static readonly HashSet<string> Shown =
        ["video/mp4", "video/webm", "audio/mpeg", "audio/ogg", "audio/flac", "audio/wav", "audio/x-wav", "audio/mp4", "image/jpeg", "image/png", "image/webp"];

    public static void MapMedia(this IEndpointRouteBuilder routes)
    {
        const string path = "/media/{assetId:guid}/{variant}";
        routes.MapGet(path, Serve).WithTags("Media").WithName("getMedia").WithSummary("The bytes of an asset, by a signed link; ranges are served")
            .WithDescription("Other answers hold these links; they need no token and work for hours.")
            .WithMetadata(new ApiBytes(200, 206)).Produces(304).ProducesProblem(404).ProducesProblem(416).ProducesProblem(503).AllowAnonymous();
        routes.MapMethods(path, ["HEAD"], Serve).ExcludeFromDescription().AllowAnonymous();
    }

    private static async Task<IResult> Serve(
        [Description("The asset's id.")] Guid assetId,
        [OneOf(MediaVariant.Original, MediaVariant.Proxy, MediaVariant.Thumbnail, MediaVariant.Sprite),
            Description("original: the bytes, without a word of where they were taken; proxy: a film that every browser plays; "
                + "thumbnail (JPEG) of a picture or a film; sprite: many small pictures of a film (JPEG).")] string variant,
        [Between(0, 253402300799), Description("When the link ends, in Unix seconds; part of the link.")] long until,
        [Text(100), Description("Which of the server's keys signed it; part of the link.")] string key,
        [Text(100), Description("Part of the link.")] string signature,
        HttpContext http, MediaLinks links, BacklotDb db, BlobStore blobs, MediaForms forms, CancellationToken ct)
    {
        if (!links.IsGood(assetId, variant, until, key, signature))
            throw Refusal.NotFound();
        // The signed link is the right to see it, whoever has it, as long as its owner may sign in.
        var users = db.Users;
        var asset = await db.Assets.IgnoreQueryFilters().AsNoTracking()
            .SingleOrDefaultAsync(a => a.Id == assetId && a.Status == AssetStatus.Ready && !users.Any(u => u.Id == a.UserId && u.DisabledAt != null), ct);
        if (asset?.Sha256 is not { } sha256 || !blobs.Holds(sha256))
            throw Refusal.NotFound();

        // A unit that we do not know is to be ignored (RFC 9110, 14.2); the framework takes any for bytes.
        if (!http.Request.Headers.Range.ToString().StartsWith("bytes=", StringComparison.OrdinalIgnoreCase))
            http.Request.Headers.Remove(HeaderNames.Range);
        var headers = http.Response.Headers;
        headers.CacheControl = "private, max-age=43200, immutable";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Referrer-Policy"] = "no-referrer";
        var file = await forms.FindAsync(asset, sha256, variant, ct) ?? throw Refusal.NotFound();
        return File(file.Path, file.MimeType, file.Tag, Shown.Contains(file.MimeType) ? null : asset.Filename);
    }

    private static Bytes File(string path, string type, string tag, string? downloadName) => new(TypedResults.PhysicalFile(
        path, type, downloadName, entityTag: new EntityTagHeaderValue($"\"{tag}\""), enableRangeProcessing: true));

    /// <summary>A file, or the problem that a range lies outside of it.</summary>
    private sealed class Bytes(PhysicalFileHttpResult file) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            await file.ExecuteAsync(httpContext);
            // Of the file's type so far, and without a word: then nobody else says one.
            if (httpContext.Response is { StatusCode: StatusCodes.Status416RangeNotSatisfiable, HasStarted: false } response)
                (response.ContentType, response.ContentLength) = (null, null);
        }
    }
}
