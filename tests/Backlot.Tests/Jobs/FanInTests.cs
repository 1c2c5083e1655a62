using System.Net;
using Backlot.Jobs;
using Backlot.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Backlot.Tests.Jobs;

public sealed class FanInTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task The_render_waits_for_all_of_its_forty_parts()
    {
        var script = Script.Of(_ => new Outcome.Done());
        await using var server = await JobServer.StartAsync(cluster, script, slots: 8);
        Job render;
        await using (var db = server.Server.OpenDb())
        {
            var parts = Enumerable.Range(1, 40).Select(n => db.Enqueue(new Scripted($"part {n}"), server.Owner)).ToList();
            render = db.Enqueue(new Scripted("render"), server.Owner, priority: 9, after: parts);
            await db.SaveChangesAsync(Ct);
        }

        await server.UntilAsync(render.Id, JobStatus.Completed);

        Assert.Equal(41, script.Started.Count);
        Assert.Equal("render", script.Started.Last());
    }

    [Fact(Timeout = 60_000)]
    public async Task Many_that_wait_for_the_same_parts_all_run()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done, slots: 8);
        await using (var db = server.Server.OpenDb())
        {
            var parts = Enumerable.Range(1, 20).Select(n => db.Enqueue(new Scripted($"part {n}"), server.Owner)).ToList();
            for (var i = 0; i < 20; i++)
                db.Enqueue(new Scripted("whole"), server.Owner, after: i % 2 == 0 ? parts : Enumerable.Reverse(parts));
            await db.SaveChangesAsync(Ct);
        }

        await server.Database.UntilAsync("select not exists (select from jobs where status <> 'completed')");

        Assert.Equal([1], await server.Database.ColumnAsync<int>("select distinct attempt from jobs"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_waits_for_a_failed_job_is_cancelled_all_the_way_down()
    {
        var script = Script.Of(run => run.Name == "part" ? new Outcome.Discard("No such colour.") : new Outcome.Done());
        await using var server = await JobServer.StartAsync(cluster, script);
        Job part, render, publish;
        await using (var db = server.Server.OpenDb())
        {
            part = db.Enqueue(new Scripted("part"), server.Owner);
            render = db.Enqueue(new Scripted("render"), server.Owner, after: [part]);
            publish = db.Enqueue(new Scripted("publish"), server.Owner, after: [render]);
            await db.SaveChangesAsync(Ct);
        }

        await server.UntilAsync(part.Id, JobStatus.Failed);

        foreach (var job in (Job[])[render, publish])
        {
            var ended = await server.JobAsync(job.Id);
            Assert.Equal(JobStatus.Cancelled, ended.Status);
            Assert.Equal("A job it waited for did not finish: No such colour.", ended.ErrorMessage);
        }
        Assert.Equal(["part"], script.Started);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_part_that_is_finished_already_holds_nothing_up()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Done);
        var part = await server.EnqueueAsync("part");
        await server.UntilAsync(part.Id, JobStatus.Completed);

        var render = await server.EnqueueAsync("render", after: part);

        await server.UntilAsync(render.Id, JobStatus.Completed);
    }

    [Fact(Timeout = 60_000)]
    public async Task Waiting_for_a_failed_job_is_refused()
    {
        await using var server = await JobServer.StartAsync(cluster, Script.Of(_ => new Outcome.Discard("No.")));
        var part = await server.EnqueueAsync("part");
        await server.UntilAsync(part.Id, JobStatus.Failed);

        var refused = await Assert.ThrowsAsync<DbUpdateException>(() => server.EnqueueAsync("render", after: part));

        Assert.Equal(PostgresErrorCodes.CheckViolation, Assert.IsType<PostgresException>(refused.InnerException).SqlState);
        Assert.Equal(1, await server.Database.ValueAsync<long>("select count(*) from jobs"));
    }

    [Fact(Timeout = 60_000)]
    public async Task After_a_failure_the_parts_and_then_the_whole_can_be_run_again()
    {
        var broken = true;
        var script = Script.Of(run => broken && run.Name == "broken" ? new Outcome.Discard("No.") : new Outcome.Done());
        await using var server = await JobServer.StartAsync(cluster, script);
        Job part, other, render;
        await using (var db = server.Server.OpenDb())
        {
            part = db.Enqueue(new Scripted("broken"), server.Owner);
            other = db.Enqueue(new Scripted("fine"), server.Owner);
            render = db.Enqueue(new Scripted("render"), server.Owner, after: [part, other]);
            await db.SaveChangesAsync(Ct);
        }
        await server.UntilAsync(part.Id, JobStatus.Failed);
        await server.UntilAsync(other.Id, JobStatus.Completed);

        using var early = await server.PostAsync(render.Id, "retry");
        broken = false;
        using var repair = await server.PostAsync(part.Id, "retry");
        using var whole = await server.PostAsync(render.Id, "retry");

        Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        Assert.Equal(HttpStatusCode.OK, repair.StatusCode);
        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
        await server.UntilAsync(render.Id, JobStatus.Completed);
        Assert.Equal("render", script.Started.Last());
    }
}
