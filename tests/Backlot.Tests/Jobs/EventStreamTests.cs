using System.Text.Json;
using Backlot.Jobs;
using Backlot.Tests.Support;

namespace Backlot.Tests.Jobs;

public sealed class EventStreamTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_jobs_life_is_told_as_it_happens()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        await using var stream = await OpenAsync(server);
        Assert.Equal("hello", (await stream.NextAsync()).EventType);

        var job = await server.EnqueueAsync("watched");
        var last = await stream.UntilAsync(job.Id, "completed");

        Assert.Equal("job", last.EventType);
        var told = JsonDocument.Parse(last.Data).RootElement;
        Assert.Equal("test.scripted", told.GetProperty("kind").GetString());
        Assert.Equal(1, told.GetProperty("progress").GetDouble());
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_comes_back_gets_what_changed_meanwhile()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        string? place;
        await using (var stream = await OpenAsync(server))
            place = (await stream.NextAsync()).EventId;

        var away = await server.EnqueueAsync("away");
        await server.UntilAsync(away.Id, JobStatus.Completed);
        await using var again = await OpenAsync(server, place);
        var back = await server.EnqueueAsync("back");

        await again.UntilAsync(away.Id, "completed");
        await again.UntilAsync(back.Id, "completed");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_change_that_commits_late_is_not_missed()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        await using var stream = await OpenAsync(server);
        await stream.NextAsync();
        await using var slow = await server.Database.OpenAsync();
        await using var transaction = await slow.BeginTransactionAsync(Ct);
        await using var insert = new Npgsql.NpgsqlCommand(
            "insert into jobs (user_id, kind, queue, payload, run_at) values ($1, 'late', 'late', '{}', now()) returning id", slow);
        insert.Parameters.Add(new() { Value = server.Owner });
        var late = (Guid)(await insert.ExecuteScalarAsync(Ct))!;

        var early = await server.EnqueueAsync("begun later, ended first");
        await server.UntilAsync(early.Id, JobStatus.Completed);
        await transaction.CommitAsync(Ct);

        await stream.UntilAsync(late, "queued");
    }

    [Fact(Timeout = 60_000)]
    public async Task Nobody_hears_of_another_users_jobs()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        await using var stream = await OpenAsync(server, "1");
        var theirs = await server.InsertAsync("theirs", user: await server.Database.AddUserAsync());
        await server.UntilAsync(theirs, JobStatus.Completed);

        var own = await server.EnqueueAsync("own");
        await stream.UntilAsync(own.Id, "completed");

        Assert.Equal([own.Id], stream.Seen.Distinct());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_place_from_the_future_of_another_database_starts_from_now()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        await using var stream = await OpenAsync(server, "18446744073709551615");
        await stream.NextAsync();

        var job = await server.EnqueueAsync("watched");

        await stream.UntilAsync(job.Id, "completed");
    }

    private static Task<ToldEvents> OpenAsync(JobServer server, string? lastEventId = null) => ToldEvents.OpenAsync(server.Http, lastEventId);
}
