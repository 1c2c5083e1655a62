using System.Diagnostics;
using System.Runtime;
using System.Text.Json;
using System.Threading.Channels;
using Backlot.Jobs;
using Backlot.Jobs.Polls;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Backlot.Benchmarks.Jobs;

/// <summary>The other side of <see cref="BenchWorker"/>: the shipped worker, with the benchmark's kinds.</summary>
internal static class BenchWorkerProcess
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    /// <param name="json">A <see cref="WorkerOrder"/>.</param>
    public static async Task<int> RunAsync(string json)
    {
        var order = JsonSerializer.Deserialize<WorkerOrder>(json) ?? throw new StartFailed("No order.");
        StartProfile.Begin($"{BenchWorker.Verb}-{order.Queue}");
        var log = new RunLog(order.Jobs, order.Tells);
        using var host = Build(order, log);
        using var claims = order.TimesClaims ? TimeClaims(log) : null;
        var orders = Orders();
        await CompiledAsync();
        Console.WriteLine("loaded");
        if (await orders.ReadAsync() != "start")
            return 1;
        await host.StartAsync();
        Console.WriteLine("started");
        using (new Timer(_ => Console.WriteLine($"ran {log.Ran}"), null, Tick, Tick))
            while (await orders.ReadAsync() is "finish")
                host.Services.GetRequiredService<BenchProvider>().Finish();
        await host.StopAsync();
        log.Write(order.Results);
        Console.WriteLine("stopped");
        return 0;
    }

    /// <summary>Until the program is in memory: <see cref="StartProfile"/> compiles it in the background, if it ran here before.</summary>
    private static async Task CompiledAsync()
    {
        for (var (before, methods) = (-1L, 0L); before != methods; (before, methods) = (methods, JitInfo.GetCompiledMethodCount()))
            await Task.Delay(TimeSpan.FromMilliseconds(200));
    }

    /// <summary>On a thread of its own: a console is read by blocking, and a blocked thread of the pool is one that the engine has not.</summary>
    private static ChannelReader<string> Orders()
    {
        var orders = Channel.CreateUnbounded<string>();
        new Thread(() =>
        {
            while (Console.In.ReadLine() is { } line)
                orders.Writer.TryWrite(line);
            orders.Writer.TryWrite("stop");
        }) { IsBackground = true }.Start();
        return orders.Reader;
    }

    private static ActivityListener TimeClaims(RunLog log)
    {
        var claim = SqlFile.Read("Jobs/Sql/claim.sql");
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = statement =>
            {
                if (statement.Tags.Any(tag => tag.Value == claim))
                    log.Keep(statement.Duration.TotalMilliseconds);
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static IHost Build(WorkerOrder order, RunLog log)
    {
        var idle = Enumerable.Range(0, order.IdleQueues).Select(n => $"idle-{n}").ToList();
        var settings = new Settings
        {
            DataFolder = Path.GetDirectoryName(order.Results) ?? "",
            Slots = order.Slots,
            WorkQueues = order.Queue is { } queue ? [queue, .. idle] : idle,
        };
        if (order.LeaseSeconds is { } seconds)
            settings = settings with { LeaseSeconds = seconds };
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddEngine(order.Database, settings).AddSingleton(log)
            .AddJob<BenchNoop, BenchNoopHandler>().AddJob<BenchShort, BenchShortHandler>().AddJob<BenchLong, BenchLongHandler>()
            .AddJob<BenchParked, BenchParkedHandler>().AddSingleton<BenchProvider>();
        if (order.HasProvider)
            builder.Services.AddSingleton<IPoller>(at => at.GetRequiredService<BenchProvider>());
        foreach (var name in idle)
            builder.Services.AddSingleton(JobKind.Of<BenchLong, BenchLongHandler>() with { Name = $"bench.{name}", Queue = name });
        return builder.Build();
    }
}
