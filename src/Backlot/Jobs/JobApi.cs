using System.ComponentModel;
using System.Text.Json;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Idempotency;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.Versions;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Jobs;

/// <summary>A job as its owner sees it.</summary>
/// <param name="Subject">What it works on, for instance a video job.</param>
/// <param name="Progress">0..1.</param>
/// <param name="WaitingOn">Unfinished jobs it waits for.</param>
/// <param name="Checkpoint">Where its next run goes on.</param>
/// <param name="Error">Why the last attempt failed, or why it was given up.</param>
public sealed record JobView(
    Guid Id, string Kind, string Queue, [StateOf<JobStatus>] string Status, int Priority, Guid? Subject, float Progress, string? ProgressNote,
    int Attempt, int MaxAttempts, int WaitingOn, string? Error, JsonElement? Result, JsonElement? Checkpoint,
    DateTimeOffset RunAt, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt)
{
    internal static JobView Of(Job job) => new(
        job.Id, job.Kind, job.Queue, TextEnum.Name(job.Status), job.Priority, job.Subject, job.Progress, job.ProgressNote,
        job.Attempt, job.MaxAttempts, job.WaitingOn, job.ErrorMessage,
        Json(job.Result), Json(job.Checkpoint),
        job.RunAt, job.CreatedAt, job.StartedAt, job.CompletedAt);

    private static JsonElement? Json(string? text) => text is null ? null : JsonSerializer.Deserialize<JsonElement>(text);
}

/// <summary><c>/api/jobs</c>.</summary>
internal static class JobApi
{
    public static void MapJobApi(this IEndpointRouteBuilder routes)
    {
        var jobs = routes.MapGroup("/api/jobs").WithTags("Jobs").ProducesProblem(401);
        jobs.MapGet("/", List).WithName("listJobs").WithSummary("Jobs, newest first").ProducesProblem(400);
        jobs.MapGet("/{id:guid}", Get).WithName("getJob").WithSummary("One job").ProducesProblem(404).Versioned();
        jobs.MapPost("/{id:guid}/cancel", Cancel).WithName("cancelJob").ProducesProblem(404).ProducesProblem(409)
            .WithSummary("End a job; a running one ends within about a second, with every process it started").Makes();
        jobs.MapPost("/{id:guid}/retry", Retry).WithName("retryJob").NeedsScope(Scopes.Generate).ProducesProblem(404).ProducesProblem(409)
            .WithSummary("Run a failed or cancelled job again, with all its attempts").Makes();
    }

    private static Task<Page<JobView>> List(BacklotDb db,
        [StateOf<JobStatus>, Description("Only jobs in this state.")] string? status,
        [Description("Only jobs that work on this.")] Guid? subject,
        [Description("Only jobs that this one waits for, or waited for.")] Guid? waitedForBy,
        int? limit, string? cursor, CancellationToken ct)
    {
        var jobs = db.Jobs.AsNoTracking();
        if (status is not null)
        {
            var only = TextEnum.Parse<JobStatus>(status);
            jobs = jobs.Where(j => j.Status == only);
        }
        if (subject is not null)
            jobs = jobs.Where(j => j.Subject == subject);
        if (waitedForBy is not null)
            jobs = jobs.Join(db.JobDependencies.Where(d => d.JobId == waitedForBy), j => j.Id, d => d.DependsOnId, (j, d) => j);
        return Page.ReadAsync(limit, cursor,
            async (below, take) => (await jobs.Where(j => j.Id < below).OrderByDescending(j => j.Id).Take(take).ToListAsync(ct))
                .ConvertAll(JobView.Of),
            job => job.Id);
    }

    private static async Task<JobView> Get(Guid id, BacklotDb db, CancellationToken ct) =>
        JobView.Of(await db.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.Id == id, ct)
            ?? throw Refusal.NotFound());

    private static async Task<JobView> Cancel(Guid id, JobControl control, CancellationToken ct) =>
        JobView.Of(await control.CancelAsync(id, ct));

    private static async Task<JobView> Retry(Guid id, JobControl control, CancellationToken ct) =>
        JobView.Of(await control.RetryAsync(id, ct));
}
