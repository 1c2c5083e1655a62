using System.CommandLine;
using Backlot.Benchmarks;
using Backlot.Benchmarks.Caches;
using Backlot.Benchmarks.Footage;
using Backlot.Benchmarks.Fuzz;
using Backlot.Benchmarks.Jobs;
using Backlot.Benchmarks.Library;
using Backlot.Benchmarks.Mutations;
using Backlot.Benchmarks.Search;
using Backlot.Benchmarks.Shots;
using Backlot.Platform;

// One verb per benchmark; the servers and workers they measure are this very program again, under another verb.
if (args is [BenchServer.Verb, var dataFolder, var open])
    return await BenchServer.ServeAsync(dataFolder, bool.Parse(open));
if (args is [BenchWorker.Verb, var order])
    return await BenchWorkerProcess.RunAsync(order);
var root = new RootCommand("Measures Backlot against its bars.")
{
    RenderCommand.Define(), HttpCommand.Define(), FuzzCommand.Define(), JobsBenchCommand.Define(), ScenesCommand.Define(), LibraryCommand.Define(),
    SearchCommand.Define(), CacheCommand.Define(), ShotsCommand.Define(), MutationsCommand.Define(),
};
try
{
    // After Ctrl+C or SIGTERM the servers are stopped and the temporary folders removed, which takes its time.
    return await root.Parse(args).InvokeAsync(
        new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMinutes(2) });
}
catch (StartFailed failure)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}
