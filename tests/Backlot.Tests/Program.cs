using Backlot.Tests.Support;
using Xunit.Runner.InProc.SystemConsole;

// The suite's own entry point, so that a test may also start this very program as a server that it can kill.
return args is ["backlot", .. var command]
    ? await ShortAlbums.RunCommandLineAsync(command)
    : await ConsoleRunner.Run(args);
