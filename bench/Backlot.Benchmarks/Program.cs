using System.CommandLine;
using Backlot.Benchmarks;
using Backlot.Benchmarks.Fuzz;
using Backlot.Platform;

// One verb per benchmark; the server they measure is this very program again, under another verb.
if (args is [BenchServer.Verb, var dataFolder, var open])
    return await BenchServer.ServeAsync(dataFolder, bool.Parse(open));
var root = new RootCommand("Measures Backlot against its bars.") { RenderCommand.Define(), HttpCommand.Define(), FuzzCommand.Define() };
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
