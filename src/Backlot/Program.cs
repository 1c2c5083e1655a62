using Backlot.Cli;
using Backlot.Platform.Processes;

// What serves or works for hours; a command ends before it would gain.
if (args is ["up" or "serve" or "work", ..])
    StartProfile.Begin(args[0]);
return await CommandLine.RunAsync(args);
