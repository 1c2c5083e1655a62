using System.Net.Http.Json;
using System.Text.Json;
using Backlot.Jobs;
using Backlot.Jobs.Schedules;
using Backlot.Tests.Api;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Jobs.Schedules;

public sealed class SchedulerTests(TestCluster cluster)
{
    private const string EveryMorning = "30 4 * * *";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_due_schedule_adds_its_job_and_goes_on_to_its_next_time()
    {
        await using var server = await StartAsync();
        var id = await ScheduleAsync(server, "report");
        await server.Database.RunAsync("update schedules set next_run_at = now()");

        var ran = await SchedulerOf(server).RunDueAsync(Ct);

        var job = await server.Database.ValueAsync<string>("select concat_ws(' ', kind, queue, max_attempts, payload->>'name', unique_key, user_id) from jobs");
        Assert.Equal($"test.scripted test 3 morning schedule:{id} {server.OwnerId}", job);
        Assert.Equal((1, 0), (ran, await SchedulerOf(server).RunDueAsync(Ct)));
        Assert.True(await server.Database.ValueAsync<bool>("""
            select next_run_at > now() and next_run_at <= now() + interval '1 day' and last_run_at is not null and last_job_id = (select id from jobs)
                and exists (select from job_queue where job_id = last_job_id)
            from schedules
            """));
    }

    [Fact(Timeout = 60_000)]
    public async Task Runs_that_were_missed_are_made_good_by_one()
    {
        await using var server = await StartAsync();
        await ScheduleAsync(server, "report");
        await server.Database.RunAsync("update schedules set next_run_at = now() - interval '10 days'");

        await SchedulerOf(server).RunDueAsync(Ct);
        await SchedulerOf(server).RunDueAsync(Ct);

        Assert.Equal(1L, await server.Database.ValueAsync<long>("select count(*) from jobs"));
    }

    [Fact(Timeout = 60_000)]
    public async Task While_its_last_job_is_unfinished_a_schedule_adds_none_and_afterwards_it_does()
    {
        await using var server = await StartAsync();
        await ScheduleAsync(server, "report");

        await DueAgainAsync();
        var first = await server.Database.ValueAsync<Guid>("select last_job_id from schedules");
        await DueAgainAsync();
        var still = await server.Database.ColumnAsync<Guid>("select id from jobs");
        await server.Database.RunAsync("update jobs set status = 'completed', completed_at = now(), key_held = false");
        await DueAgainAsync();

        Assert.Equal([first], still);
        Assert.Equal(2L, await server.Database.ValueAsync<long>("select count(*) from jobs"));
        Assert.NotEqual(first, await server.Database.ValueAsync<Guid>("select last_job_id from schedules"));

        async Task DueAgainAsync()
        {
            await server.Database.RunAsync("update schedules set next_run_at = now()");
            Assert.Equal(1, await SchedulerOf(server).RunDueAsync(Ct));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_many_servers_one_adds_the_job()
    {
        await using var server = await StartAsync();
        await using var other = await StartAsync(server);
        for (var i = 0; i < 20; i++)
            await ScheduleAsync(server, $"report {i}");

        for (var round = 0; round < 5; round++)
        {
            await server.Database.RunAsync("update schedules set next_run_at = now()");
            var ran = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => SchedulerOf(i % 2 == 0 ? server : other).RunDueAsync(Ct)));
            Assert.Equal(20, ran.Sum());
            Assert.Equal(20L * (round + 1), await server.Database.ValueAsync<long>("select count(*) from jobs"));
            await server.Database.RunAsync("update jobs set status = 'completed', completed_at = now(), key_held = false where status = 'queued'");
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task One_that_is_off_or_not_due_or_of_a_kind_that_is_not_known_here_adds_nothing()
    {
        await using var server = await StartAsync();
        await ScheduleAsync(server, "not due");
        await ScheduleAsync(server, "off");
        await ScheduleAsync(server, "strange");
        await server.Database.RunAsync("update schedules set next_run_at = now() where name <> 'not due'");
        await server.Database.RunAsync("update schedules set enabled = false where name = 'off'");
        await server.Database.RunAsync("update schedules set kind = 'test.unknown' where name = 'strange'");

        Assert.Equal(0, await SchedulerOf(server).RunDueAsync(Ct));
        Assert.Equal(0L, await server.Database.ValueAsync<long>("select count(*) from jobs"));
    }

    [Fact(Timeout = 60_000)]
    public async Task One_that_cannot_be_read_waits_and_holds_up_no_other()
    {
        await using var server = await StartAsync();
        await ScheduleAsync(server, "good");
        await ScheduleAsync(server, "bad");
        await server.Database.RunAsync("update schedules set next_run_at = now() - interval '1 day'");
        await server.Database.RunAsync("update schedules set time_zone = 'Middle/Earth', next_run_at = now() - interval '2 days' where name = 'bad'");

        await SchedulerOf(server).RunDueAsync(Ct);

        Assert.Equal(["good"], await server.Database.ColumnAsync<string>("select s.name from schedules as s join jobs as j on j.id = s.last_job_id"));
        Assert.True(await server.Database.ValueAsync<bool>("select next_run_at > now() from schedules where name = 'bad'"));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_server_looks_by_itself()
    {
        await using var server = await StartAsync(running: true);
        await ScheduleAsync(server, "report");

        await server.Database.RunAsync("update schedules set next_run_at = now()");

        await server.Database.UntilAsync("select exists (select from jobs)");
    }

    [Fact(Timeout = 60_000)]
    public async Task Said_again_a_schedule_is_changed_and_keeps_a_run_that_was_missed()
    {
        await using var server = await StartAsync();
        var id = await ScheduleAsync(server, "report");
        await server.Database.RunAsync("update schedules set next_run_at = now() - interval '1 day', enabled = false");

        var again = await ScheduleAsync(server, "report", args: "evening");
        var kept = await server.Database.ValueAsync<bool>("select next_run_at < now() from schedules");
        var moved = await ScheduleAsync(server, "report", cron: "0 5 * * *");

        Assert.Equal((id, id, true), (again, moved, kept));
        Assert.Equal("morning False 0 5 * * * True", await server.Database.ValueAsync<string>(
            "select concat_ws(' ', payload->>'name', case when enabled then 'True' else 'False' end, cron, case when next_run_at > now() then 'True' end) from schedules"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("61 * * * *", "UTC", "The minute field '61' cannot be read: '61' is not one of 0 to 59.")]
    [InlineData("@daily", "Middle/Earth", "There is no time zone 'Middle/Earth' on this machine: write an IANA name such as Europe/Berlin, or UTC.")]
    public async Task A_schedule_that_could_never_run_is_not_taken(string cron, string zone, string sentence)
    {
        await using var server = await StartAsync();
        await using var db = server.OpenDb();

        var refused = await Assert.ThrowsAsync<FormatException>(() => db.ScheduleAsync("x", new Scripted("x"), cron, zone, server.OwnerId, Ct));

        Assert.Equal(sentence, refused.Message);
        Assert.Equal(0L, await server.Database.ValueAsync<long>("select count(*) from schedules"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Its_owner_sees_a_schedule_and_switches_it_off_and_on()
    {
        await using var server = await StartAsync();
        using var member = await TestUser.AddAsync(server, "member");
        var id = await ScheduleAsync(server, "report");
        await server.Database.RunAsync("update schedules set next_run_at = now() - interval '1 day'");

        var off = await EditAsync(server.Http, id, false);
        await SchedulerOf(server).RunDueAsync(Ct);
        var on = await EditAsync(server.Http, id, true);
        await SchedulerOf(server).RunDueAsync(Ct);

        Assert.Equal((false, true), (off.GetProperty("enabled").GetBoolean(), on.GetProperty("enabled").GetBoolean()));
        Assert.True(await server.Database.ValueAsync<bool>("select next_run_at > now() and last_run_at is null from schedules"));
        Assert.Equal(("report", EveryMorning, "Europe/Berlin"), Assert.Single((await ListAsync(server.Http)).Select(s =>
            (s.GetProperty("name").GetString(), s.GetProperty("cron").GetString(), s.GetProperty("timeZone").GetString()))));
        Assert.Empty(await ListAsync(member.Http));
    }

    [Fact(Timeout = 60_000)]
    public async Task Switching_on_what_is_on_keeps_a_run_that_was_missed()
    {
        await using var server = await StartAsync();
        var id = await ScheduleAsync(server, "report");
        await server.Database.RunAsync("update schedules set next_run_at = now() - interval '1 day'");

        await EditAsync(server.Http, id, true);

        Assert.Equal(1, await SchedulerOf(server).RunDueAsync(Ct));
    }

    /// <summary>Nothing happens by itself, unless it is said to.</summary>
    private Task<TestServer> StartAsync(TestServer? beside = null, bool running = false) => TestServer.StartAsync(cluster, services =>
    {
        ApiServer.WithoutWorker(services);
        services.AddSingleton(Script.Done).AddJob<Scripted, ScriptedHandler>();
        if (!running)
            services.Remove(services.Single(service => service.ImplementationType == typeof(Scheduler)));
        services.AddSingleton<Scheduler>();
    }, database: beside?.Database);

    private static Scheduler SchedulerOf(TestServer server) => server.Services.GetRequiredService<Scheduler>();

    private static async Task<Guid> ScheduleAsync(TestServer server, string name, string args = "morning", string cron = EveryMorning)
    {
        await using var db = server.OpenDb();
        return await db.ScheduleAsync(name, new Scripted(args), cron, "Europe/Berlin", server.OwnerId, Ct);
    }

    private static async Task<JsonElement> EditAsync(HttpClient http, Guid id, bool enabled)
    {
        using var reply = await http.PatchAsJsonAsync($"/api/schedules/{id}", new ScheduleEdit(enabled), JsonSerializerOptions.Web, Ct);
        return await reply.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    private static async Task<List<JsonElement>> ListAsync(HttpClient http) =>
        [.. (await http.GetFromJsonAsync<JsonElement>("/api/schedules", Ct)).GetProperty("items").EnumerateArray()];
}
