using Backlot.Jobs.Running;
using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Jobs;

/// <summary>What a person may do to a job from outside.</summary>
internal sealed class JobControl(JobEnding ending, IEnumerable<JobKind> kinds, BacklotDb db, IServiceProvider services)
{
    /// <summary>A waiting job ends at once; a running one within about a second, with every process it started.</summary>
    /// <exception cref="Refusal">404: no such job of the owner. 409: it has ended.</exception>
    public Task<Job> CancelAsync(Guid id, CancellationToken ct) => ChangeAsync(id, async job =>
    {
        if (job.HasEnded)
            throw new Refusal(409, "job.ended", $"The job is already {TextEnum.Name(job.Status)}.");
        if (job.Status == JobStatus.Running)
        {
            job.CancelRequested = true;
            await db.Database.ExecuteSqlRawAsync("select pg_notify('backlot', 'cancel')", ct);
            return;
        }
        await ending.EndAsync(services, db, id, JobStatus.Cancelled, JobRunner.CancelledReason, job.Attempt, ct);
    }, ct);

    /// <summary>Puts a failed or cancelled job back, with all its attempts.</summary>
    /// <exception cref="Refusal">404: no such job of the owner. 409: it has not failed, it waits for one that has, or
    /// another job does its work by now.</exception>
    public Task<Job> RetryAsync(Guid id, CancellationToken ct) => ChangeAsync(id, async job =>
    {
        if (job.Status is not (JobStatus.Failed or JobStatus.Cancelled))
            throw new Refusal(409, "job.not-failed", $"Only a failed or cancelled job can be run again; this one is {TextEnum.Name(job.Status)}.");
        // They are locked, so none of them ends uncounted.
        var parts = await db.Jobs.FromSql($"""
            select p.* from job_dependencies as d join jobs as p on p.id = d.depends_on_id
            where d.job_id = {id} and p.user_id = {db.Owner}
            """).AsNoTracking().ToListAsync(ct);
        if (parts.Any(part => part.Status is JobStatus.Failed or JobStatus.Cancelled))
            throw new Refusal(409, "job.part-failed", "The job waits for one that has failed or was cancelled: run that one again first.");
        if (job.UniqueKey is { } key && await db.Jobs.AnyAsync(j => j.UniqueKey == key && j.KeyHeld && j.Id != id, ct))
            throw new Refusal(409, "job.replaced", "Another job does the same work by now.");
        await db.Database.ExecuteSqlRawAsync(SqlFile.Read("Jobs/Sql/retry.sql"), [id, parts.Count(part => !part.HasEnded), job.UserId], ct);
        if (kinds.FirstOrDefault(kind => kind.Name == job.Kind) is { } kind)
            await kind.RetriedAsync(services, job.Payload, db, ct);
    }, ct);

    private Task<Job> ChangeAsync(Guid id, Func<Job, Task> change, CancellationToken ct) => db.InTransactionAsync(async () =>
    {
        await db.LockSubjectAsync(await db.Jobs.Where(j => j.Id == id).Select(j => j.Subject).SingleOrDefaultAsync(ct), ct);
        // What it waits for before itself, as one of these does that ends: else each could wait for the other.
        await db.Database.ExecuteSqlAsync($"""
            select from jobs where user_id = {db.Owner} and id in (select depends_on_id from job_dependencies where job_id = {id}) order by id for update
            """, ct);
        var job = await db.Jobs.FromSql($"select * from jobs where id = {id} and user_id = {db.Owner} for update").SingleOrDefaultAsync(ct)
            ?? throw Refusal.NotFound();
        await change(job);
        await db.SaveChangesAsync(ct);
        await db.Entry(job).ReloadAsync(ct);
        return job;
    }, ct);
}
