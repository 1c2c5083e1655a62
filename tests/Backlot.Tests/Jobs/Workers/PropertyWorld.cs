using Backlot.Accounts;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Tests.Jobs.Properties;
using Backlot.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Backlot.Tests.Jobs.Workers;

/// <summary>A database with planned jobs, and worker processes that run them.</summary>
internal sealed class PropertyWorld(TestServer server) : IAsyncDisposable
{
    private readonly List<WorkerProcess> _workers = [];

    public NpgsqlConnectionStringBuilder Database => server.Database;
    public TestServer Server => server;
    public Guid Owner => server.OwnerId;

    /// <summary>With a server that takes jobs in and runs none.</summary>
    public static async Task<PropertyWorld> StartAsync(TestCluster cluster)
    {
        var server = await TestServer.StartAsync(cluster, settings: given => given with { RunsJobs = false });
        await server.Database.RunAsync(PropertyJob.Tables);
        return new(server);
    }

    public async Task<WorkerProcess> AddWorkerAsync(double leaseSeconds, int slots = 4, bool jumpingClock = false)
    {
        var worker = await WorkerProcess.StartAsync(Database, server.Folder, leaseSeconds, slots, jumpingClock);
        _workers.Add(worker);
        return worker;
    }

    public async Task<Guid> EnqueueAsync(int n, string plan, bool isShort = false)
    {
        await using var db = server.OpenDb();
        var job = isShort ? db.Enqueue(new PropertyShort(n, plan), Owner) : db.Enqueue(new PropertyJob(n, plan), Owner);
        await db.SaveChangesAsync();
        return job.Id;
    }

    public Task UntilAsync(Guid job, string status) => Database.UntilAsync("select status = $2 from jobs where id = $1", job, status);

    public Task<List<string>> OutcomesAsync(Guid job) =>
        Database.ColumnAsync<string>("select outcome from job_attempts where job_id = $1 order by lease_no", job);

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
            await worker.DisposeAsync();
        await server.DisposeAsync();
    }
}
