using System.Net;
using Backlot.Jobs;
using Backlot.Tests.Support;

namespace Backlot.Tests.Jobs;

public sealed class CancelTests(TestCluster cluster)
{
    private const string Reason = "It was cancelled.";
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("queued", ", run_at", ", now() + interval '1 hour'")]
    [InlineData("parked", ", status, run_at", ", 'parked', now() + interval '1 hour'")]
    public async Task A_waiting_job_ends_at_once_and_its_product_is_told(string state, string columns, string values)
    {
        var script = Script.Of(_ => new Outcome.Done());
        await using var server = await JobServer.StartAsync(cluster, script);
        var id = await server.InsertAsync(state, columns, values);

        using var reply = await server.PostAsync(id, "cancel");
        var job = await server.JobAsync(id);

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Equal((JobStatus.Cancelled, Reason), (job.Status, job.ErrorMessage));
        Assert.Equal([new GivenUp(state, Reason, job.ChangedIn)], script.GivenUp);
        Assert.Empty(script.Started);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_running_job_is_told_and_ends_as_cancelled()
    {
        var script = new Script(async run =>
        {
            await Task.Delay(Timeout.Infinite, run.Stop);
            throw new InvalidOperationException();
        });
        await using var server = await JobServer.StartAsync(cluster, script);
        var id = (await server.EnqueueAsync("long")).Id;
        await server.UntilAsync(id, JobStatus.Running);

        using var reply = await server.PostAsync(id, "cancel");
        var job = await server.UntilAsync(id, JobStatus.Cancelled);

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Equal([new GivenUp("long", Reason, job.ChangedIn)], script.GivenUp);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_job_that_parks_just_when_it_is_cancelled_does_not_go_on()
    {
        JobServer? server = null;
        var script = new Script(async _ =>
        {
            await server!.Database.RunAsync("update jobs set cancel_requested = true");
            return new Outcome.Park(TimeSpan.FromHours(1), "The provider is at work.");
        });
        await using var running = server = await JobServer.StartAsync(cluster, script, leaseSeconds: 3600);

        var id = (await server.EnqueueAsync("polls")).Id;
        await server.UntilAsync(id, JobStatus.Cancelled);

        Assert.Equal(["polls"], script.Started);
        Assert.Equal("polls", Assert.Single(script.GivenUp).Name);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_job_cancelled_on_a_worker_that_then_died_does_not_run_again()
    {
        var script = Script.Of(_ => new Outcome.Done());
        await using var server = await JobServer.StartAsync(cluster, script);

        var id = await server.InsertAsync("orphan", ", status, attempt, cancel_requested, last_worker, worker_id",
            ", 'running', 1, true, 'dead:1', gen_random_uuid()");
        await server.UntilAsync(id, JobStatus.Cancelled);

        Assert.Empty(script.Started);
        Assert.Equal("orphan", Assert.Single(script.GivenUp).Name);
    }

    [Fact(Timeout = 60_000)]
    public async Task Jobs_of_a_subject_end_together_with_what_waits_for_them()
    {
        var subject = Guid.CreateVersion7();
        var script = new Script(async run =>
        {
            await Task.Delay(Timeout.Infinite, run.Stop);
            throw new InvalidOperationException();
        });
        await using var server = await JobServer.StartAsync(cluster, script, slots: 1);
        var running = await server.EnqueueAsync("running", subject: subject);
        await server.UntilAsync(running.Id, JobStatus.Running);
        var queued = await server.EnqueueAsync("queued", subject: subject);
        var dependant = await server.EnqueueAsync("of another subject", after: queued);
        var stranger = await server.EnqueueAsync("stranger", priority: 0);

        await using (var db = server.Server.OpenDb())
            await db.CancelJobsOfAsync(subject, "The album was deleted.", Ct);

        Assert.Equal("The album was deleted.", (await server.UntilAsync(queued.Id, JobStatus.Cancelled)).ErrorMessage);
        await server.UntilAsync(dependant.Id, JobStatus.Cancelled);
        Assert.Equal("The album was deleted.", (await server.UntilAsync(running.Id, JobStatus.Cancelled)).ErrorMessage);
        await server.UntilAsync(stranger.Id, JobStatus.Running);
        Assert.Empty(script.GivenUp);
    }
}
