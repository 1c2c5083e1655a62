using Backlot.Jobs;
using Backlot.Platform.Database;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Jobs;

public sealed class FairnessTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(1, true)]
    [InlineData(3, true)]
    public async Task Who_comes_late_starts_before_those_who_were_there_have_had_two_rounds(int slots, bool isShort)
    {
        using var gate = new SemaphoreSlim(0);
        await using var server = await JobServer.StartAsync(cluster, new(async run =>
        {
            await gate.WaitAsync(Ct);
            return new Outcome.Done();
        }), slots: slots);
        var late = await server.Database.AddUserAsync();
        await EnqueueAsync(server.Owner, "early", 60);
        await server.Database.UntilAsync("select count(*) <= 60 - $1 from job_queue", slots);
        while (server.Script.Started.Count < slots)
            await Task.Delay(5, Ct);

        var heard = new TaskCompletionSource();
        server.Server.Services.GetRequiredService<Notifications>().Heard += message =>
        {
            if (message.Contains($"{late}", StringComparison.Ordinal))
                heard.TrySetResult();
        };
        await EnqueueAsync(late, "late", 10);
        await heard.Task.WaitAsync(Ct);
        while (!server.Script.Started.Contains("late"))
        {
            var started = server.Script.Started.Count;
            gate.Release();
            while (server.Script.Started.Count == started)
                await Task.Delay(5, Ct);
        }

        var before = server.Script.Started.TakeWhile(name => name == "early").Count();
        Assert.InRange(before, slots, slots + 2 * slots);
        gate.Release(1000);
        await server.UntilIdleAsync();

        async Task EnqueueAsync(Guid user, string name, int count)
        {
            await using var db = server.Server.OpenDb(user);
            await db.EnqueueManyAsync([.. Enumerable.Range(0, count).Select(_ => isShort
                ? NewJob.Of(new ShortScripted(name), user)
                : NewJob.Of(new Scripted(name), user))], Ct);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Users_with_much_to_do_take_turns_whatever_their_priorities()
    {
        var release = new TaskCompletionSource();
        await using var server = await JobServer.StartAsync(cluster, new(async run =>
        {
            await release.Task;
            return new Outcome.Done();
        }), slots: 1);
        var other = await server.Database.AddUserAsync();
        await server.UntilAsync((await server.EnqueueAsync("blocker")).Id, JobStatus.Running);
        for (var n = 0; n < 6; n++)
        {
            await server.InsertAsync("mine", ", priority", ", 9");
            await server.InsertAsync("theirs", ", priority", ", 0", other);
        }

        release.SetResult();
        await server.UntilIdleAsync();

        var turns = server.Script.Started.Skip(1).ToList();
        Assert.Equal(6, turns.Chunk(2).Count(turn => turn.Distinct().Count() == 2));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(8 * 60, 5)]
    [InlineData(10 * 60, 0)]
    public async Task A_job_of_low_priority_is_not_overtaken_for_ever(int waitedSeconds, int place)
    {
        var release = new TaskCompletionSource();
        await using var server = await JobServer.StartAsync(cluster, new(async run =>
        {
            await release.Task;
            return new Outcome.Done();
        }), slots: 1);
        await server.UntilAsync((await server.EnqueueAsync("blocker")).Id, JobStatus.Running);
        await server.InsertAsync("low", ", priority, run_at", $", 0, now() - interval '{waitedSeconds} seconds'");
        for (var n = 0; n < 5; n++)
            await server.InsertAsync("high", ", priority", ", 9");

        release.SetResult();
        await server.UntilIdleAsync();

        Assert.Equal(place, server.Script.Started.Skip(1).ToList().IndexOf("low"));
    }
}
