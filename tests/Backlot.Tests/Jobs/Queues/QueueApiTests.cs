using System.Net.Http.Json;
using System.Text.Json;
using Backlot.Jobs;
using Backlot.Tests.Api;
using Backlot.Tests.Support;

namespace Backlot.Tests.Jobs.Queues;

public sealed class QueueApiTests(TestCluster cluster)
{
    private const string Queue = "sorting";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_queue_tells_what_is_ready_what_waits_what_runs_and_what_failed_of_late()
    {
        await using var server = await StartAsync();
        await AddAsync(server, server.OwnerId);
        await AddAsync(server, server.OwnerId, ", run_at", ", now() - interval '1 minute'");
        await AddAsync(server, server.OwnerId, ", run_at", ", now() + interval '1 day'");
        await AddAsync(server, server.OwnerId, ", status, worker_id", ", 'running', gen_random_uuid()");
        await AddAsync(server, server.OwnerId, ", status, error_message, completed_at", ", 'failed', 'No.', now() - interval '59 minutes'");
        await AddAsync(server, server.OwnerId, ", status, error_message, completed_at", ", 'failed', 'No.', now() - interval '61 minutes'");
        await AddAsync(server, server.OwnerId, ", status, error_message, completed_at", ", 'cancelled', 'No.', now()");
        await AddAsync(server, server.OwnerId, ", status, completed_at", ", 'completed', now()");

        var queue = await QueueAsync(server.Http, Queue);

        Assert.Equal((2, 1, 1, 1), (Count(queue, "ready"), Count(queue, "waiting"), Count(queue, "running"), Count(queue, "failedLastHour")));
        Assert.True(queue.GetProperty("oldestReadySeconds").GetDouble() > 0);
        Assert.Equal((false, JsonValueKind.Null), (queue.GetProperty("paused").GetBoolean(), queue.GetProperty("mostRunning").ValueKind));
    }

    [Fact(Timeout = 60_000)]
    public async Task Short_jobs_run_from_the_claim_of_their_batch_until_they_end_or_are_handed_back()
    {
        await using var server = await StartAsync();
        var ids = new List<Guid>();
        for (var i = 0; i < 4; i++)
            ids.Add(await AddAsync(server, server.OwnerId, ", is_short", ", true"));
        await server.Database.RunAsync("delete from job_queue where job_id <> $1", ids[0]);
        await server.Database.RunAsync("update jobs set status = 'completed', completed_at = now() where id = $1", ids[1]);
        await server.Database.RunAsync(
            "insert into job_batches (worker_id, job_ids, lease_nos) select gen_random_uuid(), array_agg(id), array_agg(lease_no) from jobs where is_short");

        var queue = await QueueAsync(server.Http, Queue);

        Assert.Equal((1, 2), (Count(queue, "ready"), Count(queue, "running")));
    }

    [Fact(Timeout = 60_000)]
    public async Task Everybody_sees_the_numbers_of_their_own_jobs_and_an_admin_those_of_all()
    {
        await using var server = await StartAsync();
        using var member = await TestUser.AddAsync(server, "member");
        await AddAsync(server, member.Id);
        foreach (var state in (string[])["", ", status, worker_id|, 'running', gen_random_uuid()", ", status, error_message, completed_at|, 'failed', 'No.', now()"])
            await AddAsync(server, server.OwnerId, state.Split('|')[0], state.Split('|')[^1]);

        var (theirs, all) = (await QueueAsync(member.Http, Queue), await QueueAsync(server.Http, Queue));

        Assert.Equal((1, 0, 0), (Count(theirs, "ready"), Count(theirs, "running"), Count(theirs, "failedLastHour")));
        Assert.Equal((2, 1, 1), (Count(all, "ready"), Count(all, "running"), Count(all, "failedLastHour")));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_queue_with_only_other_peoples_jobs_is_not_told_of()
    {
        await using var server = await StartAsync();
        using var member = await TestUser.AddAsync(server, "member");
        await AddAsync(server, server.OwnerId);

        Assert.DoesNotContain(Queue, await NamesAsync(member.Http));
        Assert.Contains(Queue, await NamesAsync(server.Http));
    }

    [Fact(Timeout = 60_000)]
    public async Task Queues_are_known_by_the_kinds_of_this_program_by_live_workers_and_by_what_was_said_of_them()
    {
        await using var server = await StartAsync();
        await server.Database.RunAsync("insert into queues (name) values ('spoken-of')");
        await AddWorkerAsync(server, "served", slots: 3, secondsAgo: 0);
        await AddWorkerAsync(server, "served", slots: 4, secondsAgo: 1800);
        await AddWorkerAsync(server, "left", slots: 5, secondsAgo: 5400);

        var served = await QueueAsync(server.Http, "served");

        var names = await NamesAsync(server.Http);
        Assert.Superset(new HashSet<string> { "generate", "render", "served", "spoken-of" }, names.ToHashSet());
        Assert.DoesNotContain("left", names);
        Assert.Equal((2, 7), (Count(served, "workers"), Count(served, "slots")));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_admin_pauses_a_queue_and_resumes_it_as_often_as_they_like()
    {
        await using var server = await StartAsync();

        var first = await PostAsync(server.Http, "generate/pause");
        var since = await server.Database.ValueAsync<DateTime>("select paused_at from queues");
        var again = await PostAsync(server.Http, "generate/pause");
        var sinceStill = await server.Database.ValueAsync<DateTime>("select paused_at from queues");
        var resumed = await PostAsync(server.Http, "generate/resume");
        var resumedAgain = await PostAsync(server.Http, "generate/resume");
        var never = await PostAsync(server.Http, "render/resume");

        Assert.Equal([true, true, false, false, false],
            ((JsonElement[])[first, again, resumed, resumedAgain, never]).Select(queue => queue.GetProperty("paused").GetBoolean()));
        Assert.Equal(since, sinceStill);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_paused_queue_gives_nothing_out_until_it_is_resumed_and_what_runs_goes_on()
    {
        var more = new SemaphoreSlim(0);
        await using var server = await JobServer.StartAsync(cluster, new Script(async run =>
        {
            if (run.Name == "first")
                await more.WaitAsync(run.Stop);
            return new Outcome.Done();
        }));
        var first = await server.EnqueueAsync("first");
        await server.UntilAsync(first.Id, JobStatus.Running);

        await PostAsync(server.Http, "test/pause");
        var second = await server.EnqueueAsync("second");
        more.Release();
        await server.UntilAsync(first.Id, JobStatus.Completed);
        var paused = await QueueAsync(server.Http, "test");
        await PostAsync(server.Http, "test/resume");
        await server.UntilAsync(second.Id, JobStatus.Completed);

        Assert.Equal((1, 0), (Count(paused, "ready"), Count(paused, "running")));
        Assert.Equal(1, Count(paused, "workers"));
    }

    [Fact(Timeout = 60_000)]
    public async Task No_more_than_the_limit_of_a_queue_run_at_once()
    {
        var (running, most) = (0, 0);
        await using var server = await JobServer.StartAsync(cluster, new Script(async run =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Delay(20, run.Stop);
            Interlocked.Decrement(ref running);
            return new Outcome.Done();
        }));
        (await PatchAsync(server.Http, "test", """{"mostRunning": 1}""")).EnsureSuccessStatusCode();
        // Workers learn of a limit with their next look.
        await Task.Delay(TimeSpan.FromSeconds(3), Ct);

        for (var i = 0; i < 10; i++)
            await server.EnqueueAsync($"job {i}");
        await server.Database.UntilAsync("select count(*) filter (where status = 'completed') = 10 from jobs");

        Assert.Equal(1, most);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_resumed_queue_wakes_the_workers()
    {
        await using var server = await StartAsync();
        await PostAsync(server.Http, "generate/pause");
        await using var listening = await server.Database.OpenAsync();
        var heard = new List<string>();
        listening.Notification += (_, message) => heard.Add(message.Payload);
        await using (var listen = new Npgsql.NpgsqlCommand("listen backlot", listening))
            await listen.ExecuteNonQueryAsync(Ct);

        await PostAsync(server.Http, "generate/resume");
        while (!heard.Contains("ready"))
            await listening.WaitAsync(Ct);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_most_that_may_run_is_set_and_taken_away_and_outlives_a_pause()
    {
        await using var server = await StartAsync();

        var set = await PatchAsync(server.Http, "render", """{"mostRunning": 3}""");
        var paused = await PostAsync(server.Http, "render/pause");
        var resumed = await PostAsync(server.Http, "render/resume");
        var free = await PatchAsync(server.Http, "render", """{"mostRunning": null}""");

        Assert.Equal([3, 3, 3], ((JsonElement[])[await JsonAsync(set), paused, resumed]).Select(queue => Count(queue, "mostRunning")));
        Assert.Equal(JsonValueKind.Null, (await JsonAsync(free)).GetProperty("mostRunning").ValueKind);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"mostRunning": 0}""", 422, "invalid")]
    [InlineData("""{"mostRunning": 100001}""", 422, "invalid")]
    [InlineData("""{"mostRunning": "2"}""", 400, "field.invalid")]
    [InlineData("{}", 422, "field.missing")]
    public async Task A_limit_that_is_none_is_refused(string body, int status, string code)
    {
        await using var server = await StartAsync();

        var problem = await ProblemDocument.ReadAsync(await PatchAsync(server.Http, "render", body));

        Assert.Equal((status, code), (problem.Status, problem.Code));
        Assert.Equal(0L, await server.Database.ValueAsync<long>("select count(*) from queues"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("")]
    public async Task A_queue_that_nobody_knows_is_not_there_and_does_not_come_to_be(string verb)
    {
        await using var server = await StartAsync();

        using var reply = verb is ""
            ? await PatchAsync(server.Http, "nowhere", """{"mostRunning": 1}""")
            : await server.Http.PostAsync(new Uri($"/api/queues/nowhere/{verb}", UriKind.Relative), null, Ct);

        var problem = await ProblemDocument.ReadAsync(reply);
        Assert.Equal((404, "not-found"), (problem.Status, problem.Code));
        Assert.Equal(0L, await server.Database.ValueAsync<long>("select count(*) from queues"));
    }

    /// <summary>Where nobody runs what is put in.</summary>
    private Task<TestServer> StartAsync() => TestServer.StartAsync(cluster, ApiServer.WithoutWorker);

    private static Task<Guid> AddAsync(TestServer server, Guid user, string columns = "", string values = "") => server.Database.ValueAsync<Guid>(
        $"insert into jobs (id, user_id, kind, queue, payload{columns}) values ($1, $2, 'test.sort', '{Queue}', '{{}}'{values}) returning id", Guid.CreateVersion7(), user);

    private static Task<int> AddWorkerAsync(TestServer server, string queue, int slots, int secondsAgo) => server.Database.RunAsync("""
        insert into workers (id, host, process_id, queues, slots, lease_seconds, seen_at)
        values (gen_random_uuid(), 'here', 1, array[$1], $2, 3600, now() - make_interval(secs => $3))
        """, queue, slots, (double)secondsAgo);

    private static async Task<List<string>> NamesAsync(HttpClient http) =>
        [.. (await http.GetFromJsonAsync<JsonElement>("/api/queues", Ct)).GetProperty("items").EnumerateArray().Select(NameOf)];

    private static async Task<JsonElement> QueueAsync(HttpClient http, string name) => Assert.Single(
        (await http.GetFromJsonAsync<JsonElement>("/api/queues", Ct)).GetProperty("items").EnumerateArray(), queue => NameOf(queue) == name);

    private static async Task<JsonElement> PostAsync(HttpClient http, string path)
    {
        using var reply = await http.PostAsync(new Uri("/api/queues/" + path, UriKind.Relative), null, Ct);
        return await JsonAsync(reply);
    }

    private static Task<HttpResponseMessage> PatchAsync(HttpClient http, string queue, string body) => http.PatchAsync(
        new Uri("/api/queues/" + queue, UriKind.Relative), new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Ct);

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage reply) =>
        await reply.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Ct);

    private static string NameOf(JsonElement queue) => queue.GetProperty("name").GetString()!;

    private static int Count(JsonElement queue, string field) => queue.GetProperty(field).GetInt32();
}
