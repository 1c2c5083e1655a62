using System.Text.Json;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Processes;
using Backlot.Tests.Jobs.Properties;
using Backlot.Tests.Platform.Processes;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Backlot.Tests.Jobs.Workers;

/// <param name="Data">A data folder that the test owns.</param>
/// <param name="JumpingClock">Its clock steps an hour forward or back every now and then.</param>
internal sealed record WorkerProcessOrder(string Database, string Data, double LeaseSeconds, int Slots, bool JumpingClock);

/// <summary>A worker as a process of its own, as <c>./backlot work</c> builds it, that a test may kill or freeze.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    public const string Verb = "job-worker";

    private const int SigCont = 18, SigStop = 19;       // signal(7)

    private readonly ChildProcess _process;
    private readonly TaskCompletionSource _ready = new();

    private WorkerProcess(WorkerProcessOrder order) => _process = ChildProcess.Start(new(Environment.ProcessPath!, Verb, JsonSerializer.Serialize(order))
    {
        Environment = ChildStarter.RuntimeEnvironment,
        OnStdoutLine = line =>
        {
            if (line == "ready")
                _ready.TrySetResult();
        },
    });

    public int Id => _process.Id;

    public static async Task<WorkerProcess> StartAsync(
        NpgsqlConnectionStringBuilder database, DataFolder folder, double leaseSeconds, int slots = 4, bool jumpingClock = false)
    {
        var worker = new WorkerProcess(new(database.ConnectionString, folder.Root, leaseSeconds, slots, jumpingClock));
        var ended = worker._process.WaitForExitAsync();
        Assert.True(await Task.WhenAny(worker._ready.Task, ended) == worker._ready.Task, worker._process.StderrTail);
        return worker;
    }

    public async Task KillAsync()
    {
        _process.SendSignal(ProcessSignal.Kill);
        Assert.Equal(137, await _process.WaitForExitAsync());
    }

    public void Freeze() => _process.SendSignal((ProcessSignal)SigStop);

    public void Thaw() => _process.SendSignal((ProcessSignal)SigCont);

    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        _process.SendSignal(ProcessSignal.Terminate);
        return await _process.WaitForExitAsync();
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <summary>What the process does.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var order = JsonSerializer.Deserialize<WorkerProcessOrder>(arguments[0])!;
        using var folder = DataFolder.Join(order.Data);
        var settings = new Settings { DataFolder = folder.Root, LeaseSeconds = order.LeaseSeconds, Slots = order.Slots, WorkQueues = [PropertyJob.Queue, PropertyShort.Queue] };
        using var host = BacklotApp.BuildWorker(settings, folder, DatabaseServer.Pooled(new(order.Database), settings), services =>
        {
            services.AddLogging(logging => logging.ClearProviders());
            services.AddJob<PropertyJob, PropertyJobHandler>().AddJob<PropertyShort, PropertyShortHandler>();
            if (order.JumpingClock)
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new JumpingTime()));
        });
        await host.StartAsync();
        Console.WriteLine("ready");
        await host.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>An hour back or forth whenever it is asked, about every hundredth time.</summary>
    private sealed class JumpingTime : TimeProvider
    {
        private TimeSpan _by;

        public override DateTimeOffset GetUtcNow()
        {
            if (Random.Shared.Next(100) == 0)
                _by = TimeSpan.FromHours(Random.Shared.Next(-1, 2));
            return System.GetUtcNow() + _by;
        }
    }
}
