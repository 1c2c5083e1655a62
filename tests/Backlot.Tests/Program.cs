using Backlot.Tests.Platform.Processes;
using Xunit.Runner.InProc.SystemConsole;

// The suite's own entry point, so that a test may also start this very program: as a server with test limits, or as one
// that starts a child and is then killed.
if (args is [ChildStarter.Verb, .. var command])
    return await ChildStarter.RunAsync(command);

return await ConsoleRunner.Run(args);
