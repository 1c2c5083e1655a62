using System.Collections.Concurrent;
using Backlot.Jobs;
using Backlot.Jobs.Polls;
using Backlot.Tests.Support;
using static Backlot.Tests.Jobs.PollingServer;

namespace Backlot.Tests.Jobs;

public sealed class PollTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Many_parked_jobs_hold_no_slot_and_are_asked_about_in_one_call()
    {
        await using var server = await StartAsync(Waiting(Never), AllEnded, slots: 1);
        for (var n = 1; n <= 20; n++)
            await server.Jobs.EnqueueAsync($"{n}");
        await server.Jobs.Database.UntilAsync("select count(*) = 20 from job_polls");
        await server.Jobs.UntilAsync((await server.Jobs.EnqueueAsync("free")).Id, JobStatus.Completed);

        await server.AskNowAsync();
        await server.Jobs.UntilIdleAsync();

        Assert.Equal(Enumerable.Range(1, 20).Select(n => $"{n}").Order(), Assert.Single(server.Poller.Calls).Order());
        Assert.Equal(["completed 1 2"], (await server.Jobs.LinesAsync("status, attempt, lease_no")).Except(["completed 1 1"]));
        Assert.Equal(20, await server.Jobs.Database.ValueAsync<long>("select count(*) from jobs where result #>> '{}' = 'made ' || (payload ->> 'name')"));
    }

    [Fact(Timeout = 60_000)]
    public async Task One_look_is_for_all_accounts_that_are_due()
    {
        await using var enqueuer = await JobServer.StartAsync(cluster, OfAnAccountEach());
        for (var n = 1; n <= 20; n++)
            await enqueuer.EnqueueAsync($"{n}");
        await enqueuer.Database.UntilAsync("select count(*) = 20 from job_polls");

        await using var server = await StartAsync(OfAnAccountEach(), AllEnded, first: enqueuer, looks: new(ShortestSeconds: 600, IdleSeconds: 600));

        await enqueuer.UntilIdleAsync();
        Assert.Equal(20, server.Poller.Calls.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_account_whose_provider_hangs_holds_up_no_other()
    {
        var hangs = new TaskCompletionSource();
        await using var server = await StartAsync(OfAnAccountEach(name => name[0] == 'h' ? "hanging" : name), async (account, ids) =>
        {
            if (account == "hanging")
                await hangs.Task;
            return await AllEnded(account, ids);
        }, looks: Hurry.Polls);

        // One after the other, and a few looks after each, so that each would be asked about by itself.
        for (var n = 1; n <= 12; n++)
        {
            await server.Jobs.UntilAsync((await server.Jobs.EnqueueAsync($"h{n}")).Id, JobStatus.Parked);
            await Task.Delay(150, Ct);
        }
        await server.Jobs.UntilAsync((await server.Jobs.EnqueueAsync("other")).Id, JobStatus.Completed);

        Assert.Equal(2, server.Poller.Calls.Count);
        hangs.SetResult();
        await server.Jobs.UntilIdleAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_an_answer_it_is_asked_again()
    {
        var calls = new ConcurrentDictionary<string, int>();
        // Of an account each: what is of the same one is asked about together.
        await using var server = await StartAsync(
            OfAnAccountEach(),
            (account, ids) => (calls.AddOrUpdate(account, 1, (_, asked) => asked + 1), account) switch
            {
                (1, "working") => Answers(ids, _ => new PollAnswer.Working()),
                (1, "unknown") => Task.FromResult(new Dictionary<string, PollAnswer>()),
                (1, _) => throw new HttpRequestException("The provider is away."),
                _ => AllEnded(account, ids),
            });

        foreach (var first in (string[])["working", "unknown", "exception"])
            await server.Jobs.EnqueueAsync(first);
        await server.Jobs.UntilIdleAsync();

        Assert.Equal(["completed \"made exception\"", "completed \"made unknown\"", "completed \"made working\""], await server.Jobs.LinesAsync("status, result"));
        Assert.Equal(6, server.Poller.Calls.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_job_that_has_waited_too_long_runs_without_an_answer()
    {
        await using var server = await StartAsync(
            Script.Of(run => run.Job.Job.LeaseNo == 1 ? new Outcome.Await("test", Account, run.Name, Now, Now) : new Outcome.Done(Result: run.Job.Answer<string>() ?? "none")),
            (_, ids) => Answers(ids, _ => new PollAnswer.Working()));

        var id = (await server.Jobs.EnqueueAsync("job")).Id;
        var job = await server.Jobs.UntilAsync(id, JobStatus.Completed);

        Assert.Equal(("\"none\"", 1), (job.Result, job.Attempt));
        Assert.Equal(0, await server.Jobs.Database.ValueAsync<long>("select count(*) from job_polls"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Nobody_is_asked_later_than_the_time_to_give_up()
    {
        await using var server = await StartAsync(
            Script.Of(run => new Outcome.Await("test", Account, run.Name, run.Name == "late" ? Never : Now, TimeSpan.FromMinutes(10))),
            (_, ids) => Answers(ids, _ => new PollAnswer.Working(TimeSpan.FromHours(1))));

        await server.Jobs.EnqueueAsync("late");
        await server.Jobs.EnqueueAsync("hinted");

        await server.Jobs.Database.UntilAsync("select count(*) = 2 from job_polls where next_poll_at = give_up_at");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_webhook_and_a_poll_at_once_wake_a_job_once()
    {
        JobServer? jobs = null;
        var woken = new ConcurrentQueue<bool>();
        await using var server = await StartAsync(Waiting(Now), async (_, ids) =>
        {
            woken.Enqueue(await Parked(jobs!).WakeAsync("test", Account, "job", "\"by webhook\"", Ct));
            woken.Enqueue(await Parked(jobs!).WakeAsync("test", Account, "job", "\"by webhook again\"", Ct));
            return await AllEnded("", ids);
        }, started: made => jobs = made);

        var id = (await server.Jobs.EnqueueAsync("job")).Id;
        var job = await server.Jobs.UntilAsync(id, JobStatus.Completed);
        await server.Jobs.UntilAsync((await server.Jobs.EnqueueAsync("free")).Id, JobStatus.Completed);

        while (woken.Count < 2)
            await Task.Delay(20, Ct);
        Assert.Equal([true, false], woken);
        Assert.Equal("\"by webhook\"", job.Result);
        Assert.Equal(["job", "job", "free"], server.Jobs.Script.Started);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_webhook_for_what_nobody_waits_for_wakes_nobody()
    {
        await using var server = await StartAsync(Waiting(Never), AllEnded);
        await server.Jobs.UntilAsync((await server.Jobs.EnqueueAsync("job")).Id, JobStatus.Parked);
        var parked = Parked(server.Jobs);

        Assert.False(await parked.WakeAsync("other", Account, "job", "1", Ct));
        Assert.False(await parked.WakeAsync("test", "other", "job", "1", Ct));
        Assert.False(await parked.WakeAsync("test", Account, "other", "1", Ct));
        Assert.True(await parked.WakeAsync("test", Account, "job", "\"x\"", Ct));
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_jobs_that_wait_for_one_order_are_both_woken()
    {
        await using var server = await StartAsync(
            Script.Of(run => run.Job.Answer<string>() is { } made ? new Outcome.Done(Result: made) : new Outcome.Await("test", Account, "order 7", Never)), AllEnded);
        await server.Jobs.EnqueueAsync("one");
        await server.Jobs.EnqueueAsync("two");
        await server.Jobs.Database.UntilAsync("select count(*) = 2 from job_polls");

        Assert.True(await Parked(server.Jobs).WakeAsync("test", Account, "order 7", "\"made\"", Ct));

        await server.Jobs.UntilIdleAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task An_answer_about_what_a_job_no_longer_waits_for_does_not_wake_it()
    {
        JobServer? jobs = null;
        await using var server = await StartAsync(
            Script.Of(run => run.Job.Answer<string>() switch
            {
                null => new Outcome.Await("test", Account, "first", Now),
                "first by webhook" => new Outcome.Await("test", Account, "second", Never),
                var answer => new Outcome.Done(Result: answer),
            }),
            async (_, ids) =>
            {
                if (ids is ["first"])
                {
                    await Parked(jobs!).WakeAsync("test", Account, "first", "\"first by webhook\"", Ct);
                    await jobs!.Database.UntilAsync("select exists (select from job_polls where provider_job_id = 'second')");
                }
                return await AllEnded("", ids);
            }, started: made => jobs = made);

        var id = (await server.Jobs.EnqueueAsync("job")).Id;
        await server.Jobs.Database.UntilAsync("select exists (select from job_polls where provider_job_id = 'second')");
        await server.AskNowAsync();

        Assert.Equal("\"made second\"", (await server.Jobs.UntilAsync(id, JobStatus.Completed)).Result);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_parked_job_that_is_cancelled_is_not_asked_about_any_more()
    {
        await using var server = await StartAsync(Waiting(Never), AllEnded);
        var id = (await server.Jobs.EnqueueAsync("job")).Id;
        await server.Jobs.UntilAsync(id, JobStatus.Parked);

        using var reply = await server.Jobs.PostAsync(id, "cancel");

        Assert.Equal(JobStatus.Cancelled, (await server.Jobs.JobAsync(id)).Status);
        Assert.Equal(0, await server.Jobs.Database.ValueAsync<long>("select count(*) from job_polls"));
        Assert.Equal("job", Assert.Single(server.Jobs.Script.GivenUp).Name);
        Assert.False(await Parked(server.Jobs).WakeAsync("test", Account, "job", "1", Ct));
    }

    [Fact(Timeout = 60_000)]
    public async Task Progress_is_kept_when_what_a_job_waited_for_is_there()
    {
        var (calls, more) = (0, new SemaphoreSlim(0));
        var script = new Script(async run =>
        {
            if (run.Job.Answer<string>() is null)
                return new Outcome.Await("test", Account, run.Name, Now);
            run.Job.Report(0.1, "downloading");
            await more.WaitAsync(run.Stop);
            return new Outcome.Done();
        });
        await using var server = await StartAsync(script, (_, ids) => Interlocked.Increment(ref calls) > 1
            ? AllEnded("", ids)
            : Answers(ids, _ => new PollAnswer.Working(Progress: 0.4, AskAgainAfter: Now)));
        var id = (await server.Jobs.EnqueueAsync("job")).Id;

        await server.Jobs.Database.UntilAsync("select progress_note is not distinct from 'downloading' from jobs");
        var resumed = await server.Jobs.JobAsync(id);
        more.Release();
        await server.Jobs.UntilAsync(id, JobStatus.Completed);

        Assert.Equal((JobStatus.Running, 0.4f), (resumed.Status, resumed.Progress));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_failed_job_that_is_run_again_knows_nothing_of_an_old_answer()
    {
        await using var server = await StartAsync(
            Script.Of(run => run.Job.Answer<string>() is { } answer ? new Outcome.Discard(answer) : new Outcome.Await("test", Account, run.Name, Now)), AllEnded);
        var id = (await server.Jobs.EnqueueAsync("job")).Id;
        await server.Jobs.UntilAsync(id, JobStatus.Failed);

        using var reply = await server.Jobs.PostAsync(id, "retry");
        await server.Jobs.Database.UntilAsync("select status = 'failed' and lease_no > 3 from jobs");

        Assert.Equal(["job", "job", "job", "job"], server.Jobs.Script.Started);
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_servers_never_ask_about_one_job_at_the_same_time()
    {
        ConcurrentDictionary<string, bool> asked = [];
        var twice = 0;
        async Task<Dictionary<string, PollAnswer>> AnswerAsync(string account, IReadOnlyList<string> ids)
        {
            foreach (var id in ids)
                if (!asked.TryAdd(id, true))
                    Interlocked.Increment(ref twice);
            await Task.Delay(20, Ct);
            foreach (var id in ids)
                asked.TryRemove(id, out _);
            return await Answers(ids, id => Random.Shared.Next(2) == 0 ? new PollAnswer.Working() : new PollAnswer.Ended($"\"made {id}\""));
        }
        await using var one = await StartAsync(Waiting(Now), AnswerAsync, slots: 8);
        await using var two = await StartAsync(Waiting(Now), AnswerAsync, slots: 8, first: one.Jobs);

        for (var n = 0; n < 60; n++)
            await one.Jobs.EnqueueAsync($"{n}");
        while (await one.Jobs.Database.ValueAsync<bool>("select exists (select from jobs where completed_at is null)"))
            await one.AskNowAsync("where next_poll_at < now() + interval '30 seconds'");

        Assert.Equal(0, twice);
        Assert.Equal(120, one.Jobs.Script.Started.Count + two.Jobs.Script.Started.Count);
    }

    [Theory]
    [InlineData(0, null, 2)]
    [InlineData(19, null, 2)]
    [InlineData(100, null, 10)]
    [InlineData(10_000, null, 60)]
    [InlineData(100, 5, 10)]
    [InlineData(100, 30, 30)]
    [InlineData(10_000, 3600, 3600)]
    public void The_next_time_is_a_tenth_of_what_it_has_waited_or_what_the_provider_asks_for(double waitedSeconds, int? hintSeconds, double expectedSeconds) =>
        Assert.Equal(TimeSpan.FromSeconds(expectedSeconds),
            PollSchedule.Next(TimeSpan.FromSeconds(waitedSeconds), hintSeconds is { } hint ? TimeSpan.FromSeconds(hint) : null));

    private Task<PollingServer> StartAsync(Script script, Answering answer, int slots = 4, JobServer? first = null, Action<JobServer>? started = null,
        PollPace? looks = null) => PollingServer.StartAsync(cluster, script, answer, slots, first, started, looks);
}
