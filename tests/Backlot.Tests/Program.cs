using Backlot.Tests.Jobs.Workers;
using Backlot.Tests.Platform.Processes;
using Backlot.Tests.Support;
using Xunit.Runner.InProc.SystemConsole;

// The suite's own entry point, so that a test may also start this very program: as a server that it can kill, or as
// something whose children must die with it.
return args switch
{
    [ChildStarter.Verb, .. var order] => await ChildStarter.RunAsync(order),
    [WorkerProcess.Verb, .. var order] => await WorkerProcess.RunAsync(order),
    ["backlot", .. var command] => await ShortAlbums.RunCommandLineAsync(command),
    _ => await ConsoleRunner.Run(args),
};
