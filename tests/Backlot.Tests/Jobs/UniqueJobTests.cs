using Backlot.Jobs;
using Backlot.Jobs.Polls;
using Backlot.Platform;
using Backlot.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Jobs;

public sealed class UniqueJobTests(TestCluster cluster)
{
    private static readonly DateTimeOffset Later = TimeProvider.System.GetUtcNow().AddHours(1);
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_key_that_is_held_is_refused_or_left_as_it_is()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        var first = await EnqueueAsync(server, "first", IfThere.Reject, Later);

        var refusal = await Assert.ThrowsAsync<Refusal>(() => EnqueueAsync(server, "second", IfThere.Reject, Later));
        var kept = await EnqueueAsync(server, "third", IfThere.Keep, null);

        Assert.Equal((409, "job.exists"), (refusal.Status, refusal.Code));
        Assert.Equal(first, kept);
        Assert.Equal(["first queued"], await server.LinesAsync("payload ->> 'name', status"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(IfThere.Reject)]
    [InlineData(IfThere.Keep)]
    [InlineData(IfThere.Replace)]
    public async Task Whatever_is_to_happen_a_key_of_an_ended_job_is_free(IfThere ifThere)
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Of(run => run.Name == "bad" ? new Outcome.Discard("No.") : new Outcome.Done()));
        await server.UntilAsync(await EnqueueAsync(server, "good", ifThere, null), JobStatus.Completed);
        await server.UntilAsync(await EnqueueAsync(server, "bad", ifThere, null), JobStatus.Failed);
        var cancelled = await EnqueueAsync(server, "late", ifThere, Later);
        using (await server.PostAsync(cancelled, "cancel"))
        {
        }

        var last = await EnqueueAsync(server, "last", ifThere, null);

        await server.UntilAsync(last, JobStatus.Completed);
        Assert.Equal(["bad", "good", "last"], server.Script.Started.Order());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_waiting_job_becomes_the_new_one_whole()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        var id = await EnqueueAsync(server, "old", IfThere.Reject, Later);
        await server.Database.RunAsync("update jobs set attempt = 2, error_message = 'Busy.', checkpoint = '{}', answer = '{}', progress = 0.5");
        var subject = Guid.CreateVersion7();

        var replaced = await EnqueueAsync(server, NewJob.Of(new ShortScripted("new"), server.Owner, subject, priority: 9, uniqueKey: "key", runAt: Later.AddHours(1)), IfThere.Replace);

        Assert.Equal(id, replaced);
        var job = await server.JobAsync(id);
        Assert.Equal(("test.short", "short", true, (Guid?)subject, (short)9, 3), (job.Kind, job.Queue, job.IsShort, job.Subject, job.Priority, job.MaxAttempts));
        Assert.Equal((0, null, null, null, 0f), (job.Attempt, job.ErrorMessage, job.Checkpoint, job.Answer, job.Progress));
        Assert.Equal($"short test.short 9 {false}", await server.Database.ValueAsync<string>(
            "select concat_ws(' ', q.queue, q.kind, q.priority, initcap(q.is_ready::text)) from job_queue as q join jobs as j on j.id = q.job_id and j.run_at = q.run_at"));
        Assert.Equal(id, await EnqueueAsync(server, "now", IfThere.Replace, null));
        await server.UntilAsync(id, JobStatus.Completed);
        Assert.Equal(["now"], server.Script.Started);
    }

    [Fact(Timeout = 60_000)]
    public async Task One_that_is_parked_until_its_time_becomes_the_new_one()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Of(run => run.Name == "old" ? new Outcome.Park(TimeSpan.FromHours(1), "Not yet.") : new Outcome.Done()));
        var id = await EnqueueAsync(server, "old", IfThere.Reject, null);
        await server.UntilAsync(id, JobStatus.Parked);

        Assert.Equal(id, await EnqueueAsync(server, "new", IfThere.Replace, null));

        await server.UntilAsync(id, JobStatus.Completed);
        Assert.Equal(["old", "new"], server.Script.Started);
    }

    [Fact(Timeout = 60_000)]
    public async Task One_that_waits_for_others_becomes_the_new_one_and_still_waits()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        var part = await server.InsertAsync("part", ", run_at", ", now() + interval '1 hour'");
        Guid id;
        await using (var db = server.Server.OpenDb())
        {
            var job = db.Enqueue(new Scripted("old"), server.Owner, after: [await db.Jobs.SingleAsync(j => j.Id == part, Ct)], uniqueKey: "key");
            await db.SaveChangesAsync(Ct);
            id = job.Id;
        }

        Assert.Equal(id, await EnqueueAsync(server, "new", IfThere.Replace, null));
        Assert.DoesNotContain("new", server.Script.Started);
        await server.Database.RunAsync("update job_queue set run_at = now()");

        await server.UntilAsync(id, JobStatus.Completed);
        Assert.Equal(["part", "new"], server.Script.Started);
    }

    [Fact(Timeout = 60_000)]
    public async Task One_that_waits_at_a_provider_goes_on_without_the_key()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Of(run =>
            run.Name == "old" && run.Job.Answer<string>() is null ? new Outcome.Await("nobody", "account", "order 7") : new Outcome.Done(Result: run.Job.Answer<string>())));
        var old = await EnqueueAsync(server, "old", IfThere.Reject, null);
        await server.UntilAsync(old, JobStatus.Parked);

        var another = await EnqueueAsync(server, "new", IfThere.Replace, null);
        await server.UntilAsync(another, JobStatus.Completed);
        await server.Server.Services.GetRequiredService<ParkedJobs>().WakeAsync("nobody", "account", "order 7", "\"made\"", Ct);

        Assert.NotEqual(old, another);
        Assert.Equal("\"made\"", (await server.UntilAsync(old, JobStatus.Completed)).Result);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_is_in_hand_goes_on_without_the_key_and_the_new_one_comes_after_it(bool isShort)
    {
        var release = new TaskCompletionSource();
        await using var server = await JobServer.StartAsync(cluster, new(async run =>
        {
            if (run.Name == "old")
                await release.Task;
            return new Outcome.Done(Result: run.Name);
        }));
        var old = await EnqueueAsync(server, Named("old"), IfThere.Replace);
        await server.Database.UntilAsync("select not exists (select from job_queue)");

        var another = await EnqueueAsync(server, Named("new"), IfThere.Replace);
        await server.UntilAsync(another, JobStatus.Completed);
        release.SetResult();

        Assert.NotEqual(old, another);
        Assert.Equal("\"old\"", (await server.UntilAsync(old, JobStatus.Completed)).Result);
        Assert.Equal(["old", "new"], server.Script.Started);

        NewJob Named(string name) => isShort
            ? NewJob.Of(new ShortScripted(name), server.Owner, uniqueKey: "key")
            : NewJob.Of(new Scripted(name), server.Owner, uniqueKey: "key");
    }

    [Theory(Timeout = 60_000)]
    [InlineData(IfThere.Reject, 49)]
    [InlineData(IfThere.Keep, 0)]
    [InlineData(IfThere.Replace, 0)]
    public async Task Fifty_at_once_with_one_key_make_one_job(IfThere ifThere, int refused)
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);

        var ids = await Task.WhenAll(Enumerable.Range(1, 50).Select(async n =>
        {
            try
            {
                return await EnqueueAsync(server, $"{n}", ifThere, Later);
            }
            catch (Refusal)
            {
                return Guid.Empty;
            }
        }));

        Assert.Equal(refused, ids.Count(id => id == Guid.Empty));
        Assert.Equal(await server.Database.ColumnAsync<Guid>("select id from jobs"), ids.Except([Guid.Empty]).Distinct());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_replacement_that_meets_a_claim_is_run_whatever_comes_first()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        for (var n = 1; n <= 40; n++)
        {
            var (first, second) = n % 2 == 0
                ? (NewJob.Of(new ShortScripted($"first {n}"), server.Owner, uniqueKey: $"{n}"), NewJob.Of(new ShortScripted($"second {n}"), server.Owner, uniqueKey: $"{n}"))
                : (NewJob.Of(new Scripted($"first {n}"), server.Owner, uniqueKey: $"{n}"), NewJob.Of(new Scripted($"second {n}"), server.Owner, uniqueKey: $"{n}"));
            await EnqueueAsync(server, first, IfThere.Replace);
            await EnqueueAsync(server, second, IfThere.Replace);
        }

        await server.UntilIdleAsync();

        Assert.Equal(Enumerable.Range(1, 40).Select(n => $"second {n}").Order(), server.Script.Started.Where(name => name.StartsWith("second", StringComparison.Ordinal)).Order());
        Assert.Equal(["completed 1"], await server.Database.ColumnAsync<string>("select distinct concat_ws(' ', status, attempt) from jobs"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_users_may_use_one_key()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        var other = await server.Database.AddUserAsync();
        await EnqueueAsync(server, "mine", IfThere.Reject, Later);

        await using (var db = server.Server.OpenDb(other))
            await db.EnqueueUniqueAsync(NewJob.Of(new Scripted("theirs"), other, uniqueKey: "key", runAt: Later), IfThere.Reject, Ct);

        Assert.Equal(["mine", "theirs"], await server.LinesAsync("payload ->> 'name'"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_unique_job_without_a_key_or_of_somebody_else_is_a_mistake()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        var other = await server.Database.AddUserAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => EnqueueAsync(server, NewJob.Of(new Scripted("any"), server.Owner), IfThere.Keep));
        await Assert.ThrowsAsync<InvalidOperationException>(() => EnqueueAsync(server, NewJob.Of(new Scripted("any"), other, uniqueKey: "key"), IfThere.Keep));

        Assert.Equal(0, await server.Database.ValueAsync<long>("select count(*) from jobs"));
    }

    private static Task<Guid> EnqueueAsync(JobServer server, string name, IfThere ifThere, DateTimeOffset? runAt) =>
        EnqueueAsync(server, NewJob.Of(new Scripted(name), server.Owner, uniqueKey: "key", runAt: runAt), ifThere);

    private static async Task<Guid> EnqueueAsync(JobServer server, NewJob job, IfThere ifThere)
    {
        await using var db = server.Server.OpenDb();
        return await db.EnqueueUniqueAsync(job, ifThere, Ct);
    }
}
