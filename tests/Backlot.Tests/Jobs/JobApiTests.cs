using System.Net;
using System.Text.Json;
using Backlot.Jobs;
using Backlot.Tests.Support;

namespace Backlot.Tests.Jobs;

public sealed class JobApiTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Pages_hold_every_job_once_also_while_new_ones_come()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        var ids = new List<Guid>();
        for (var i = 0; i < 25; i++)
            ids.Add(await server.InsertAsync("old", ", run_at", ", now() + interval '1 day'"));

        List<Guid> seen = [];
        string? cursor = null;
        do
        {
            var page = await server.GetAsync("/api/jobs?limit=7" + (cursor is null ? "" : "&cursor=" + cursor));
            Assert.InRange(page.GetProperty("items").GetArrayLength(), 1, 7);
            seen.AddRange(Ids(page));
            cursor = page.GetProperty("nextCursor").GetString();
            await server.InsertAsync("new", ", run_at", ", now() + interval '1 day'");
        } while (cursor is not null);

        Assert.Equal(Enumerable.Reverse(ids), seen);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_list_is_filtered_by_state_and_subject_and_holds_only_the_callers_jobs()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        var subject = Guid.CreateVersion7();
        var other = await server.Database.AddUserAsync();
        var failed = await server.InsertAsync("a", ", status, error_message, completed_at", ", 'failed', 'No.', now()");
        var queued = await server.InsertAsync("b", ", run_at", ", now() + interval '1 day'");
        var about = await server.InsertAsync("c", ", run_at, subject", $", now() + interval '1 day', '{subject}'");
        await server.InsertAsync("d", ", run_at, subject", $", now() + interval '1 day', '{subject}'", other);

        Assert.Equal([failed], Ids(await server.GetAsync("/api/jobs?status=failed")));
        Assert.Equal([about, queued], Ids(await server.GetAsync("/api/jobs?status=queued")));
        Assert.Equal([about], Ids(await server.GetAsync($"/api/jobs?subject={subject}")));
        Assert.Equal([about, queued, failed], Ids(await server.GetAsync("/api/jobs")));
        Assert.Empty(Ids(await server.GetAsync("/api/jobs?status=running")));
    }

    [Fact(Timeout = 60_000)]
    public async Task Another_users_job_answers_exactly_as_an_unknown_one()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        var theirs = await server.InsertAsync("x", ", status, error_message, completed_at", ", 'failed', 'No.', now()",
            await server.Database.AddUserAsync());
        var unknown = Guid.CreateVersion7();

        foreach (var verb in (string[])["", "/cancel", "/retry"])
            Assert.Equal(await AnswerAsync(unknown, verb), await AnswerAsync(theirs, verb));
        Assert.Equal(JobStatus.Failed, (await server.JobAsync(theirs)).Status);

        async Task<(HttpStatusCode, string)> AnswerAsync(Guid id, string verb)
        {
            using var reply = verb is ""
                ? await server.Http.GetAsync(new Uri($"/api/jobs/{id}", UriKind.Relative), Ct)
                : await server.PostAsync(id, verb[1..]);
            Assert.Equal(HttpStatusCode.NotFound, reply.StatusCode);
            var problem = await ProblemDocument.ReadAsync(reply);
            return (reply.StatusCode, $"{problem.Code} {problem.Detail}");
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("completed", "cancel", "job.ended")]
    [InlineData("failed", "cancel", "job.ended")]
    [InlineData("cancelled", "cancel", "job.ended")]
    [InlineData("completed", "retry", "job.not-failed")]
    [InlineData("queued", "retry", "job.not-failed")]
    public async Task What_no_longer_or_not_yet_goes_conflicts(string state, string verb, string code)
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        var id = state == "queued"
            ? await server.InsertAsync(state, ", run_at", ", now() + interval '1 day'")
            : await server.InsertAsync(state, ", status, error_message, completed_at", $", '{state}', 'No.', now()");

        using var reply = await server.PostAsync(id, verb);

        var problem = await ProblemDocument.ReadAsync(reply);
        Assert.Equal((409, code), (problem.Status, problem.Code));
        Assert.Equal(state, (await server.GetAsync($"/api/jobs/{id}")).GetProperty("status").GetString());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_failed_job_that_is_run_again_has_all_its_attempts()
    {
        var script = Script.Of(run => new Outcome.Retry($"Failure {run.Job.Attempt}.", TimeSpan.Zero));
        await using var server = await JobServer.StartAsync(cluster, script);
        var id = await server.InsertAsync("again", ", status, attempt, error_message, completed_at", ", 'failed', 3, 'No.', now()");

        using var reply = await server.PostAsync(id, "retry");
        await server.UntilAsync(id, JobStatus.Failed);

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Equal(3, script.Started.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_job_whose_work_another_does_by_now_is_not_run_again()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        var old = await server.InsertAsync("old", ", unique_key, status, error_message, completed_at", ", 'k', 'failed', 'No.', now()");
        await server.InsertAsync("new", ", unique_key, key_held, run_at", ", 'k', true, now() + interval '1 day'");

        using var reply = await server.PostAsync(old, "retry");

        var problem = await ProblemDocument.ReadAsync(reply);
        Assert.Equal((409, "job.replaced"), (problem.Status, problem.Code));
    }

    [Fact(Timeout = 60_000)]
    public async Task Progress_is_seen_while_the_job_runs_and_never_goes_back()
    {
        var more = new SemaphoreSlim(0);
        var script = new Script(async run =>
        {
            run.Job.Report(0.5, "half");
            await more.WaitAsync(run.Stop);
            run.Job.Report(0.25, "still half");
            await more.WaitAsync(run.Stop);
            return new Outcome.Done();
        });
        await using var server = await JobServer.StartAsync(cluster, script);
        var id = (await server.EnqueueAsync("film")).Id;

        await server.Database.UntilAsync("select progress_note is not distinct from 'half' from jobs");
        var half = await server.GetAsync($"/api/jobs/{id}");
        more.Release();
        await server.Database.UntilAsync("select progress_note = 'still half' from jobs");
        var still = await server.GetAsync($"/api/jobs/{id}");
        more.Release();
        await server.UntilAsync(id, JobStatus.Completed);
        var whole = await server.GetAsync($"/api/jobs/{id}");

        Assert.Equal([(0.5, "half"), (0.5, "still half"), (1, "still half")], ((JsonElement[])[half, still, whole])
            .Select(view => (view.GetProperty("progress").GetDouble(), view.GetProperty("progressNote").GetString()!)));
    }

    private static List<Guid> Ids(JsonElement page) =>
        [.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid())];
}
