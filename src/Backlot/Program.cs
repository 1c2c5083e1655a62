using Backlot.Cli;

return await CommandLine.RunAsync(args);
