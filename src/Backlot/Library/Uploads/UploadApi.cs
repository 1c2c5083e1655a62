using System.Globalization;
using Backlot.Library.Ingest;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Files;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Idempotency;
using Backlot.Platform.Http.OpenApi;
using Backlot.Platform.Http.RateLimits;
using Backlot.Platform.Http.Versions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Uploads;

/// <summary>An upload in hand, as its owner sees it.</summary>
/// <param name="Filename">As the client said in the metadata.</param>
/// <param name="ReceivedBytes">On disk for good.</param>
/// <param name="Sha256">Of the whole; null until all of it is there.</param>
/// <param name="ExpiresAt">When it is forgotten, unless more of it comes until then.</param>
public sealed record UploadView(
    Guid Id, string Filename, long LengthBytes, long ReceivedBytes, string? Sha256, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    internal static UploadView Of(Upload upload) => new(upload.Id, UploadHeaders.FilenameOf(upload.Metadata), upload.LengthBytes, upload.ReceivedBytes,
        upload.Sha256, upload.CreatedAt, upload.ExpiresAt);
}

/// <summary><c>/api/uploads</c>: resumable uploads by tus 1.0.</summary>
internal static class UploadApi
{
    private static readonly ApiRequestHeader
        Version = new(UploadHeaders.Resumable, "The version of tus that the client speaks.", 20, UploadHeaders.Version, IsRequired: true),
        Offset = new(UploadHeaders.Offset, "How many bytes the server has, as it said last.", 19, "0", IsRequired: true),
        Checksum = new(UploadHeaders.Checksum, "Algorithm and base64 of the body's checksum; nothing of the body counts unless it is right.",
            200, "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0="),
        Length = new(UploadHeaders.Length, "Bytes of the whole.", 19, "1048576", IsRequired: true),
        Metadata = new(UploadHeaders.Metadata, "Keys and base64 values; filename is what the asset is called.", UploadHeaders.LongestMetadata, "filename YS5tcDQ=");

    private static readonly ApiResponseHeader
        NewOffset = new([201, 204], UploadHeaders.Offset, "How many bytes the server has for good.", "1048576") { IsAlwaysThere = true },
        Expires = new([201, 204], UploadHeaders.Expires, "When the upload is forgotten unless more of it comes.", "Fri, 06 Mar 2026 12:00:00 GMT") { IsAlwaysThere = true };

    public static void MapUploads(this IEndpointRouteBuilder routes)
    {
        var uploads = routes.MapGroup("/api/uploads").WithTags("Ingest").ProducesProblem(401);
        uploads.MapMethods("/", ["OPTIONS"], Options).ExcludeFromDescription();
        uploads.MapPost("/", Add).WithName("addUpload").WithSummary("Begin a resumable upload (tus 1.0)")
            .WithDescription("Any tus client will do. The body may hold the first bytes. What becomes of the file is told by GET /api/ingest/{id} of the same id.")
            .Accepts<Stream>(true, UploadHeaders.ContentType).WithMetadata(new DisableRequestSizeLimitAttribute())
            .Produces(201).TakesHeader(Version).TakesHeader(Length).TakesHeader(Metadata).TakesHeader(Checksum).AnswersHeader(NewOffset).AnswersHeader(Expires)
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(412).ProducesProblem(413).ProducesProblem(460)
            .ProducesProblem(507).Ingests();
        uploads.MapGet("/{id:guid}", Get).WithName("getUpload").WithSummary("How far an upload is").ProducesProblem(404).ProducesProblem(410).Versioned();
        uploads.MapMethods("/{id:guid}", ["HEAD"], Head).Versioned().ExcludeFromDescription();
        uploads.MapPatch("/{id:guid}", Receive).WithName("continueUpload").WithSummary("Send more bytes of an upload (tus 1.0)")
            .Accepts<Stream>(UploadHeaders.ContentType).WithMetadata(new DisableRequestSizeLimitAttribute())
            .Produces(204).TakesHeader(Version).TakesHeader(Offset).TakesHeader(Checksum).AnswersHeader(NewOffset).AnswersHeader(Expires)
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(410).ProducesProblem(412).ProducesProblem(413)
            .ProducesProblem(460).Ingests();
        uploads.MapDelete("/{id:guid}", End).WithName("endUpload").WithSummary("Give an upload up (tus 1.0)").TakesHeader(Version)
            .ProducesProblem(404).ProducesProblem(410).ProducesProblem(412);
    }

    private static NoContent Options(HttpContext http, Settings settings)
    {
        var headers = http.Response.Headers;
        headers[UploadHeaders.Resumable] = headers["Tus-Version"] = UploadHeaders.Version;
        headers["Tus-Extension"] = UploadHeaders.Extensions;
        headers["Tus-Checksum-Algorithm"] = UploadHeaders.ChecksumAlgorithms;
        headers["Tus-Max-Size"] = settings.IngestMostBytes.ToString(CultureInfo.InvariantCulture);
        return TypedResults.NoContent();
    }

    private static async Task<Created> Add(HttpContext http, Caller caller, BacklotDb db, UploadFiles files, UploadReceiver receiver, UploadLocks locks,
        PlanUsage plan, DataFolder folder, Settings settings, TimeProvider time)
    {
        UploadHeaders.DemandVersion(http);
        var (length, metadata) = (UploadHeaders.Number(http.Request, UploadHeaders.Length), http.Request.Headers[UploadHeaders.Metadata].ToString());
        if (metadata.Length > UploadHeaders.LongestMetadata)
            throw new Refusal(400, "upload.metadata", $"{UploadHeaders.Metadata} is longer than {UploadHeaders.LongestMetadata} characters: send the name alone.");
        if (length > settings.IngestMostBytes)
            throw new Refusal(413, "upload.too-large", $"Files of up to {settings.IngestMostBytes} bytes are taken; this one has {length}.");
        var checksum = UploadHeaders.ChecksumOf(http.Request);
        await plan.DemandStorageAsync(caller.UserId, length, http.RequestAborted);
        DiskRoom.Demand(folder.Uploads, length);
        var ingest = new FileIngest { UserId = caller.UserId, Source = IngestSource.Upload, Location = UploadHeaders.FilenameOf(metadata) };
        var upload = new Upload
        {
            Id = ingest.Id, UserId = caller.UserId, LengthBytes = length, Metadata = metadata, ExpiresAt = time.GetUtcNow().AddHours(settings.UploadHours),
        };
        db.AddRange(ingest, upload);
        files.Create(upload.Id);
        await db.SaveChangesAsync(http.RequestAborted);
        if (length == 0)
            await receiver.EndEmptyAsync(upload);
        else if (http.Request.ContentType is not null)
            await ReceiveAsync(http, upload, checksum, receiver, locks);
        Tell(http, upload);
        return TypedResults.Created($"/api/uploads/{upload.Id}");
    }

    private static async Task<UploadView> Get(Guid id, BacklotDb db, TimeProvider time, CancellationToken ct) =>
        UploadView.Of(await FindAsync(db, id, time, ct));

    /// <summary>A client asks so where it shall go on: whatever request of it was still under way is given up.</summary>
    private static async Task<UploadView> Head(Guid id, HttpContext http, BacklotDb db, UploadLocks locks, TimeProvider time)
    {
        UploadHeaders.DemandVersion(http, mayBeMissing: true);
        await FindAsync(db, id, time, http.RequestAborted);
        using var held = await locks.TakeAsync(id, http.RequestAborted);
        var upload = await FindAsync(db, id, time, http.RequestAborted);
        Tell(http, upload);
        http.Response.Headers[UploadHeaders.Length] = upload.LengthBytes.ToString(CultureInfo.InvariantCulture);
        if (upload.Metadata.Length > 0)
            http.Response.Headers[UploadHeaders.Metadata] = upload.Metadata;
        return UploadView.Of(upload);
    }

    private static async Task<NoContent> Receive(
        Guid id, HttpContext http, BacklotDb db, UploadReceiver receiver, UploadLocks locks, TimeProvider time)
    {
        UploadHeaders.DemandVersion(http);
        if (http.Request.ContentType?.Split(';')[0].Trim() != UploadHeaders.ContentType)
            throw new Refusal(415, "unsupported-media-type", $"Send the bytes as {UploadHeaders.ContentType}.");
        var (offset, checksum) = (UploadHeaders.Number(http.Request, UploadHeaders.Offset), UploadHeaders.ChecksumOf(http.Request));
        await FindAsync(db, id, time, http.RequestAborted);
        using var held = await locks.TakeAsync(id, http.RequestAborted);
        var upload = await FindAsync(db, id, time, http.RequestAborted);
        if (offset != upload.ReceivedBytes)
            throw new Refusal(409, "upload.offset", $"The server has {upload.ReceivedBytes} bytes of it, not {offset}: go on from there.");
        if (http.Request.ContentLength > upload.LengthBytes - offset)
            throw new Refusal(413, "upload.too-long", $"Only {upload.LengthBytes - offset} bytes are missing: send no more.");
        // The last answer got lost, and the client asks again: there is nothing left to receive.
        if (!upload.IsWhole)
            await ReceiveAsync(http, upload, checksum, receiver, held);
        Tell(http, upload);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> End(Guid id, HttpContext http, BacklotDb db, UploadFiles files, UploadLocks locks, IngestEnd end, TimeProvider time)
    {
        UploadHeaders.DemandVersion(http);
        await FindAsync(db, id, time, http.RequestAborted);
        using var held = await locks.TakeAsync(id, http.RequestAborted);
        await end.ForgetAsync(id, http.RequestAborted);
        files.Delete(id);
        return TypedResults.NoContent();
    }

    private static async Task ReceiveAsync(HttpContext http, Upload upload, ExpectedChecksum? checksum, UploadReceiver receiver, UploadLocks locks)
    {
        using var held = await locks.TakeAsync(upload.Id, http.RequestAborted);
        await ReceiveAsync(http, upload, checksum, receiver, held);
    }

    private static async Task ReceiveAsync(HttpContext http, Upload upload, ExpectedChecksum? checksum, UploadReceiver receiver, UploadLocks.Holder held)
    {
        try
        {
            await receiver.ReceiveAsync(upload, http.Request.Body, checksum, held.Stop);
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            throw new Refusal(409, "upload.taken-over", "A newer request works on this upload: ask by HEAD where to go on.");
        }
    }

    /// <exception cref="Refusal">404: no such upload of the owner; 410: its time has passed.</exception>
    private static async Task<Upload> FindAsync(BacklotDb db, Guid id, TimeProvider time, CancellationToken ct)
    {
        var upload = await db.Uploads.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, ct) ?? throw Refusal.NotFound();
        return upload.IsWhole || upload.ExpiresAt > time.GetUtcNow()
            ? upload
            : throw new Refusal(410, "upload.expired", "The upload got no bytes for too long and is forgotten: begin it again.");
    }

    private static void Tell(HttpContext http, Upload upload)
    {
        http.Response.Headers[UploadHeaders.Offset] = upload.ReceivedBytes.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers[UploadHeaders.Expires] = upload.ExpiresAt.ToString("R", CultureInfo.InvariantCulture);
    }
}
