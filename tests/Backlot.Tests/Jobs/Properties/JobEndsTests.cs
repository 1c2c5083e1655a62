using Backlot.Jobs;
using Backlot.Platform.Database;
using Backlot.Tests.Jobs.Workers;
using Backlot.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Backlot.Tests.Jobs.Properties;

/// <summary>Whatever happens to the workers, every job ends exactly once, in the state that its plan says.</summary>
public sealed class JobEndsTests(TestCluster cluster)
{
    /// <summary>More of them: set BACKLOT_PROPERTY_CASES.</summary>
    private static int Cases => int.TryParse(Environment.GetEnvironmentVariable("BACKLOT_PROPERTY_CASES"), out var cases) ? cases : 3;

    /// <summary>No scenario has work for a tenth of it: what takes longer will not end.</summary>
    private static readonly TimeSpan Stuck = TimeSpan.FromMinutes(2);

    /// <summary>Whoever threw an exception in the third attempt would rest for a quarter of a minute. What is put off for longer than the engine
    /// ever does, by a worker whose clock is an hour ahead, say, stays so.</summary>
    private const string HurryRests = """
        with tickets as (
                select ctid from job_queue where run_at between now() + interval '0.2 seconds' and now() + interval '6 minutes' for update skip locked
             ),
             woken as (
                update job_queue set run_at = now(), is_ready = true where ctid in (select ctid from tickets)
                returning job_lane(queue, user_id, account, priority, run_at) as lane
             )
        select jobs_wake_lanes((select array_agg(distinct lane) from woken))
        """;

    [Fact(Timeout = 600_000)]
    public async Task Every_job_ends_exactly_once_whatever_happens_to_its_workers()
    {
        // One after the other in one world: whoever outlived a scenario works in the next.
        await using var world = await PropertyWorld.StartAsync(cluster);
        var workers = new List<WorkerProcess>();
        for (var n = 0; n < 3; n++)
            workers.Add(await world.AddWorkerAsync(leaseSeconds: 1, jumpingClock: n > 0));
        await Task.Factory.StartNew(
            // FsCheck waits for each case: on a thread of its own, which no other test misses.
            () => Check.One(Config.QuickThrowOnFailure.WithMaxTest(Cases),
                Prop.ForAll(Scenario.Any, scenario => RunAsync(world, workers, scenario).GetAwaiter().GetResult())),
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private static async Task<bool> RunAsync(PropertyWorld world, List<WorkerProcess> workers, Scenario scenario)
    {
        await world.Database.RunAsync("delete from jobs; delete from effects");
        var mishaps = HappenAsync(world, scenario.Mishaps, workers);
        var ids = await EnqueueAsync(world, scenario.Jobs).WaitAsync(Stuck);
        await mishaps;
        try
        {
            await UntilEndedAsync(world).WaitAsync(Stuck, TestContext.Current.CancellationToken);
        }
        catch (Exception late)
        {
            throw new InvalidOperationException($"These never ended: {string.Join("; ", await world.Database.ColumnAsync<string>(
                "select concat_ws(' ', j.payload, j.status, j.waiting_on, j.lease_no, j.attempt, q.job_id, q.is_ready) from jobs as j left join job_queue as q on q.job_id = j.id " +
                "where status not in ('completed', 'failed', 'cancelled')"))} of {scenario}", late);
        }
        await AssertEndsAsync(world, scenario.Jobs, ids);
        return true;
    }

    private static async Task UntilEndedAsync(PropertyWorld world)
    {
        while (!await world.Database.ValueAsync<bool>("select not exists (select from jobs where status not in ('completed', 'failed', 'cancelled'))"))
        {
            await world.Database.RunAsync(HurryRests);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <returns>The jobs by their number; null for one that was never committed.</returns>
    private static async Task<Guid?[]> EnqueueAsync(PropertyWorld world, IReadOnlyList<PlannedJob> jobs)
    {
        var ids = new Guid?[jobs.Count];
        var late = new List<Task>();
        foreach (var (planned, n) in jobs.Select((job, n) => (job, n)))
            if (planned.Commit is 0)
                ids[n] = await AddAsync(world, planned, n, planned.After is { } parent ? ids[parent] : null);
            else
                late.Add(AddLateAsync(world, planned, n, id => ids[n] = id));
        await Task.WhenAll(late);
        return ids;
    }

    private static async Task<Guid> AddAsync(PropertyWorld world, PlannedJob planned, int n, Guid? after)
    {
        await using var db = world.Server.OpenDb();
        Job[] parents = after is { } parent && await db.Jobs.FindAsync(parent) is { HasEnded: false } there ? [there] : [];
        var job = Enqueue(db, world, planned, n, parents);
        try
        {
            await db.SaveChangesAsync();
        }
        catch (Exception) when (parents.Length > 0)
        {
            // It failed in between, and nothing may wait for it any more.
            return await AddAsync(world, planned, n, null);
        }
        return job.Id;
    }

    private static async Task AddLateAsync(PropertyWorld world, PlannedJob planned, int n, Action<Guid> committed)
    {
        await using var db = world.Server.OpenDb();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var job = Enqueue(db, world, planned, n, []);
        await db.SaveChangesAsync();
        await Task.Delay(planned.Commit ?? 100);
        if (planned.Commit is null)
            return;
        await transaction.CommitAsync();
        committed(job.Id);
    }

    private static Job Enqueue(BacklotDb db, PropertyWorld world, PlannedJob planned, int n, Job[] after) => planned.IsShort
        ? db.Enqueue(new PropertyShort(n, planned.Plan), world.Owner, priority: (short)(n % 10), after: after)
        : db.Enqueue(new PropertyJob(n, planned.Plan), world.Owner, priority: (short)(n % 10), after: after);

    private static async Task HappenAsync(PropertyWorld world, IReadOnlyList<WorkerMishap> mishaps, List<WorkerProcess> workers)
    {
        foreach (var mishap in mishaps)
        {
            await Task.Delay(mishap.AfterMs);
            var worker = workers[mishap.Worker];
            if (mishap.Kind is Mishap.Freeze)
            {
                worker.Freeze();
                await Task.Delay(TimeSpan.FromSeconds(2.5));     // longer than its lease, and than what finds that out
                worker.Thaw();
                continue;
            }
            if (mishap.Kind is Mishap.Kill)
                await worker.KillAsync().WaitAsync(Stuck);
            else
                Assert.Equal(0, await worker.TerminateAsync().WaitAsync(Stuck));
            workers[mishap.Worker] = await world.AddWorkerAsync(leaseSeconds: 1).WaitAsync(Stuck);
        }
    }

    private static async Task AssertEndsAsync(PropertyWorld world, IReadOnlyList<PlannedJob> jobs, Guid?[] ids)
    {
        var ends = (await world.Database.ColumnAsync<string>("select id || ' ' || status from jobs"))
            .Select(row => row.Split(' ')).ToDictionary(row => Guid.Parse(row[0]), row => row[1]);
        var effects = (await world.Database.ColumnAsync<int>("select n from effects")).CountBy(n => n).ToDictionary();
        var waits = (await world.Database.ColumnAsync<Guid>("select job_id from job_dependencies")).ToHashSet();
        Assert.Equal(ids.OfType<Guid>().Order(), ends.Keys.Order());
        foreach (var (planned, n) in jobs.Select((job, n) => (job, n)).Where(job => ids[job.n] is not null))
        {
            var end = ends[ids[n]!.Value];
            // What it waited for may have come to nothing, and then so has it.
            Assert.True(end == planned.End || (waits.Contains(ids[n]!.Value) && end == "cancelled"), $"{n}: {planned} ended as {end}");
            Assert.Equal(end == "completed" && planned.LeavesRow ? 1 : 0, effects.GetValueOrDefault(n));
        }
        await world.Database.UntilAsync("select not exists (select from job_queue)");
        Assert.Empty(await world.Database.ColumnAsync<Guid>(
            "select c.id from jobs as c join job_dependencies as d on d.job_id = c.id join jobs as p on p.id = d.depends_on_id where c.status = 'completed' and p.status <> 'completed'"));
        await world.Database.UntilAsync("select not exists (select from job_batches)");
    }
}
