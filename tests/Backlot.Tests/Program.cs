using Backlot.Tests.Platform.Processes;
using Backlot.Tests.Support;
using Xunit.Runner.InProc.SystemConsole;

// The suite's own entry point, so that a test may also start this very program as a server, or as a
// process with a child, that it can kill.
return args switch
{
    ["backlot", .. var command] => await ShortAlbums.RunCommandLineAsync(command),
    [ChildStarter.Verb, .. var child] => await ChildStarter.RunAsync(child),
    _ => await ConsoleRunner.Run(args),
};
