using Xunit.Runner.InProc.SystemConsole;

// The suite's own entry point, so that a test may also start this very program as a server with test limits.
return await ConsoleRunner.Run(args);
