using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Tests.Support;

namespace Backlot.Tests.Jobs;

public sealed class OutcomeTests(TestCluster cluster)
{
    [Fact(Timeout = 60_000)]
    public async Task A_failed_job_rests_keeps_its_reason_and_runs_again()
    {
        var script = Script.Of(run => run.Job.Attempt == 1
            ? new Outcome.Retry("The provider was busy.", TimeSpan.FromHours(1))
            : new Outcome.Done(Result: new { Answer = 42 }));
        await using var server = await JobServer.StartAsync(cluster, script);
        var id = (await server.EnqueueAsync("again")).Id;
        await server.Database.UntilAsync("select attempt = 1 and status = 'queued' from jobs");

        var resting = await server.JobAsync(id);
        await server.Database.RunAsync("update job_queue set run_at = now()");
        var done = await server.UntilAsync(id, JobStatus.Completed);

        Assert.Equal("The provider was busy.", resting.ErrorMessage);
        Assert.True(resting.RunAt > resting.StartedAt + TimeSpan.FromMinutes(59));
        Assert.Null(resting.WorkerId);
        Assert.Equal((2, null, "{\"answer\": 42}", 1f), (done.Attempt, done.ErrorMessage, done.Result, done.Progress));
        Assert.NotNull(done.CompletedAt);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_exception_means_later_by_the_schedule()
    {
        await using var server = await JobServer.StartAsync(cluster,
            Script.Of(run => run.Job.Attempt == 1 ? throw new IOException("The disk hiccupped.") : new Outcome.Discard(ErrorOf(run))));

        var id = (await server.EnqueueAsync("throws")).Id;
        var job = await server.UntilAsync(id, JobStatus.Failed);

        Assert.Equal(2, job.Attempt);
        Assert.Equal("seen: throws", job.ErrorMessage);

        static string ErrorOf(ScriptedRun run) => $"seen: {run.Name}";
    }

    [Fact(Timeout = 60_000)]
    public async Task An_exception_that_names_a_place_on_the_server_does_not_name_it_to_clients()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Of(_ => throw new IOException("Could not find file '/srv/backlot/tmp/a b.mp4'.")));

        await server.EnqueueAsync("throws");
        await server.Database.UntilAsync("select exists (select from jobs where error_message is not null)");

        Assert.Equal("Could not find file '(file)'.", await server.Database.ValueAsync<string>("select error_message from jobs"));
        Assert.Equal("Could not find file '(file)'.", await server.Database.ValueAsync<string>("select reason from job_attempts order by started_at limit 1"));
    }

    [Fact(Timeout = 60_000)]
    public async Task When_its_attempts_are_used_a_job_has_failed_and_its_product_is_told_in_the_same_transaction()
    {
        var script = Script.Of(run => new Outcome.Retry($"Failure {run.Job.Attempt}.", TimeSpan.Zero));
        await using var server = await JobServer.StartAsync(cluster, script);

        var id = (await server.EnqueueAsync("hopeless")).Id;
        var job = await server.UntilAsync(id, JobStatus.Failed);

        Assert.Equal((3, "Failure 3."), (job.Attempt, job.ErrorMessage));
        Assert.Equal([new GivenUp("hopeless", "Failure 3.", job.ChangedIn)], script.GivenUp);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_discarded_job_fails_at_once_with_its_reason()
    {
        var script = Script.Of(_ => new Outcome.Discard("The picture is not a picture."));
        await using var server = await JobServer.StartAsync(cluster, script);

        var id = (await server.EnqueueAsync("pointless")).Id;
        var job = await server.UntilAsync(id, JobStatus.Failed);

        Assert.Equal((1, "The picture is not a picture."), (job.Attempt, job.ErrorMessage));
        Assert.Equal([new GivenUp("pointless", "The picture is not a picture.", job.ChangedIn)], script.GivenUp);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_refusal_inside_a_job_is_final()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Of(_ => throw new Refusal(422, "x", "The brief is wrong.")));

        var id = (await server.EnqueueAsync("refused")).Id;
        var job = await server.UntilAsync(id, JobStatus.Failed);

        Assert.Equal((1, "The brief is wrong."), (job.Attempt, job.ErrorMessage));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_payload_that_cannot_be_read_fails_the_job_and_does_not_run_for_ever()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);

        var id = await server.Database.ValueAsync<Guid>(
            "insert into jobs (user_id, kind, queue, payload, max_attempts) values ($1, 'test.scripted', 'test', '[]', 1) returning id", server.Owner);
        var job = await server.UntilAsync(id, JobStatus.Failed);

        Assert.Equal(1, job.Attempt);
        Assert.Contains("payload", job.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Parking_uses_no_attempt_however_often()
    {
        var parks = 0;
        await using var server = await JobServer.StartAsync(cluster, Script.Of(_ =>
            ++parks <= 6 ? new Outcome.Park(TimeSpan.Zero, "The provider is at work.") : new Outcome.Done()));

        var id = (await server.EnqueueAsync("poll")).Id;
        var job = await server.UntilAsync(id, JobStatus.Completed);

        Assert.Equal(1, job.Attempt);
        Assert.Equal(7, job.LeaseNo);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_parked_job_says_what_it_waits_for_and_holds_no_slot()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Of(run => run.Name == "parked"
            ? new Outcome.Park(TimeSpan.FromHours(1), "The provider is at work.")
            : new Outcome.Done()), slots: 1);

        var id = (await server.EnqueueAsync("parked")).Id;
        await server.UntilAsync(id, JobStatus.Parked);
        var other = (await server.EnqueueAsync("other")).Id;
        await server.UntilAsync(other, JobStatus.Completed);
        var view = await server.GetAsync($"/api/jobs/{id}");

        Assert.Equal("parked", view.GetProperty("status").GetString());
        Assert.Equal("The provider is at work.", view.GetProperty("progressNote").GetString());
        Assert.Null(view.GetProperty("error").GetString());
        Assert.Equal(0, view.GetProperty("attempt").GetInt32());
    }
}
