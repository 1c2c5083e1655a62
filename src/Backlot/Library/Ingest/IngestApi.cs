using System.ComponentModel;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Idempotency;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;
using Backlot.Platform.Http.RateLimits;
using Backlot.Platform.Http.Versions;
using Backlot.Platform.Outbound;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Ingest;

/// <summary>A folder of the server's machine to be brought in.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Recursive">Whether folders in it are looked into.</param>
/// <param name="Watch">Whether what is put there later is brought in, too, until the ingest is deleted.</param>
public sealed record NewFolderIngest([Text(NewFolderIngest.LongestPath)] string Path, bool Recursive = true, bool Watch = false) : IRequestBody<NewFolderIngest>
{
    internal const int LongestPath = 4000;

    public static NewFolderIngest Example => new("/footage/2026-03 harbour");
}

/// <summary>A file on the internet to be brought in.</summary>
/// <param name="Url">http or https.</param>
public sealed record NewUrlIngest([Text(NewUrlIngest.LongestUrl)] string Url) : IRequestBody<NewUrlIngest>
{
    internal const int LongestUrl = 4000;

    public static NewUrlIngest Example => new("https://media.example.org/harbour.mp4");
}

/// <summary><c>/api/ingest</c>: files on their way to being assets.</summary>
internal static class IngestApi
{
    public static void MapIngest(this IEndpointRouteBuilder routes)
    {
        var ingest = routes.MapGroup("/api/ingest").WithTags("Ingest").ProducesProblem(401);
        ingest.MapGet("/", List).WithName("listIngests").WithSummary("What was brought in, newest first").ProducesProblem(400);
        ingest.MapPost("/local/folder", AddFolder).WithName("ingestFolder").WithSummary("Bring in the files of a folder on the server's machine")
            .WithDescription("Each file is a job of its own: a bad one is refused with its reason and stops no other. Ask the Location how far it is.")
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(409).ProducesProblem(422).Ingests().Makes();
        ingest.MapPost("/url", AddUrl).WithName("ingestUrl").WithSummary("Download a file and bring it in")
            .WithDescription("A download that breaks off goes on where it stopped, if the other side lets it. Ask the Location how far it is.")
            .ProducesProblem(400).ProducesProblem(422).Ingests().Makes();
        ingest.MapGet("/{id:guid}", Get).WithName("getIngest").WithSummary("How far an ingest is").ProducesProblem(404).Versioned();
        ingest.MapGet("/{id:guid}/files", Files).WithName("listIngestFiles").WithSummary("Files of an ingest, last seen first, with what became of each")
            .ProducesProblem(400).ProducesProblem(404);
        ingest.MapDelete("/{id:guid}", Delete).WithName("deleteIngest")
            .WithSummary("Stop an ingest, or watching its folder, and forget it; assets stay").ProducesProblem(404);
    }

    private static async Task<Accepted<IngestView>> AddFolder(
        NewFolderIngest wanted, Caller caller, BacklotDb db, IngestRoots roots, QueueRoom room, CancellationToken ct)
    {
        var folder = roots.Demand(wanted.Path, caller);
        await room.DemandAsync(ct);
        var ingest = new FileIngest
        {
            UserId = caller.UserId, Source = IngestSource.Folder, Location = folder, IsRecursive = wanted.Recursive, IsWatched = wanted.Watch,
        };
        await db.InTransactionAsync(async () =>
        {
            // One that has failed watches nothing any more; ordered again, the folder has a new one.
            var watching = db.Ingests.Where(i => i.IsWatched && i.Location == folder);
            if (wanted.Watch && await watching.AnyAsync(i => i.ErrorMessage == null, ct))
                throw new Refusal(409, "ingest.watched", $"{wanted.Path} is watched already: delete that ingest to stop it.");
            if (wanted.Watch)
                await watching.ExecuteUpdateAsync(set => set.SetProperty(i => i.IsWatched, false), ct);
            db.Ingests.Add(ingest);
            var scan = new ScanFolder(ingest.Id);
            db.Enqueue(scan, caller.UserId, ingest.Id, uniqueKey: scan.UniqueKey);
            await db.SaveChangesAsync(ct);
        }, ct);
        return await AcceptedAsync(ingest, db, ct);
    }

    private static async Task<Accepted<IngestView>> AddUrl(
        NewUrlIngest wanted, Caller caller, BacklotDb db, AllowedTargets allowed, QueueRoom room, TimeProvider time, CancellationToken ct)
    {
        var url = OutboundUrl.Parse(wanted.Url, allowed).AbsoluteUri;
        await room.DemandAsync(ct);
        var ingest = new FileIngest { UserId = caller.UserId, Source = IngestSource.Url, Location = url, ScannedAt = time.GetUtcNow() };
        var file = new IngestFile { UserId = caller.UserId, IngestId = ingest.Id, Path = url, UpdatedAt = time.GetUtcNow() };
        db.AddRange(ingest, file);
        db.Enqueue(new BringIn(file.Id), caller.UserId, ingest.Id);
        await db.SaveChangesAsync(ct);
        return await AcceptedAsync(ingest, db, ct);
    }

    private static Task<Page<IngestView>> List(BacklotDb db, int? limit, string? cursor, CancellationToken ct) => Page.ReadAsync(limit, cursor,
        async (below, take) =>
        {
            var ingests = await db.Ingests.AsNoTracking().Where(i => i.Id < below).OrderByDescending(i => i.Id).Take(take).ToListAsync(ct);
            var counts = await CountsAsync(db, ingests.ConvertAll(i => i.Id), ct);
            return ingests.ConvertAll(i => IngestView.Of(i, counts(i.Id)));
        },
        ingest => ingest.Id);

    private static async Task<IngestView> Get(Guid id, BacklotDb db, CancellationToken ct) =>
        await ViewAsync(await db.Ingests.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, ct) ?? throw Refusal.NotFound(), db, ct);

    private static async Task<Page<IngestFileView>> Files(Guid id, BacklotDb db,
        [StateOf<IngestFileStatus>, Description("Only files in this state.")] string? status, int? limit, string? cursor, CancellationToken ct)
    {
        if (!await db.Ingests.AnyAsync(i => i.Id == id, ct))
            throw Refusal.NotFound();
        var files = db.IngestFiles.AsNoTracking().Where(f => f.IngestId == id);
        if (status is not null)
        {
            var only = TextEnum.Parse<IngestFileStatus>(status);
            files = files.Where(f => f.Status == only);
        }
        return await Page.ReadAsync(limit, cursor,
            async (below, take) => (await files.Where(f => f.Id < below).OrderByDescending(f => f.Id).Take(take).ToListAsync(ct)).ConvertAll(IngestFileView.Of),
            file => file.Id);
    }

    private static async Task<NoContent> Delete(Guid id, IngestEnd end, CancellationToken ct)
    {
        await end.ForgetAsync(id, ct);
        return TypedResults.NoContent();
    }

    private static async Task<Accepted<IngestView>> AcceptedAsync(FileIngest ingest, BacklotDb db, CancellationToken ct) =>
        TypedResults.Accepted($"/api/ingest/{ingest.Id}", await ViewAsync(ingest, db, ct));

    private static async Task<IngestView> ViewAsync(FileIngest ingest, BacklotDb db, CancellationToken ct) =>
        IngestView.Of(ingest, (await CountsAsync(db, [ingest.Id], ct))(ingest.Id));

    private static async Task<Func<Guid, IReadOnlyDictionary<string, int>>> CountsAsync(BacklotDb db, List<Guid> ids, CancellationToken ct)
    {
        var rows = await db.Database.SqlQueryRaw<FileCount>(SqlFile.Read("Library/Ingest/Sql/counts.sql"), db.Owner, ids).ToListAsync(ct);
        var counts = rows.ToLookup(c => c.IngestId);
        return id => counts[id].ToDictionary(c => c.Status, c => c.Files);
    }

    private sealed record FileCount(Guid IngestId, string Status, int Files);
}
