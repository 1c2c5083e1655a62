using System.CommandLine;
using Backlot.Platform;

namespace Backlot.Cli;

/// <summary>The verbs of <c>./backlot</c>, one file each. Client verbs speak HTTP to a running server.</summary>
public static class CommandLine
{
    /// <summary>What stands between the program and the verb: nothing, but in a program that has more to offer.</summary>
    internal static IReadOnlyList<string> WordsBeforeVerb { get; private set; } = [];

    /// <param name="args">As typed after <c>./backlot</c>.</param>
    /// <param name="serve">How to start the server; tests give their own limits.</param>
    /// <returns>0 when it went well; 1 for a failure, told in one sentence on standard error; 130 after Ctrl+C.</returns>
    public static async Task<int> RunAsync(string[] args, ServeOptions? serve = null)
    {
        WordsBeforeVerb = [.. Environment.GetCommandLineArgs().Skip(1).SkipLast(args.Length)];
        var root = new RootCommand("Backlot, the production back end for AI video.")
        {
            ServeCommand.Define("up", "Start the server and stay; --detach returns when it is ready.", forPeople: true, serve ?? new()),
            ServeCommand.Define("serve", "The server as a service runs it: like up, but its log holds no link for setting up.", forPeople: false, serve ?? new()),
            WorkCommand.Define(serve ?? new()),
            DownCommand.Define(),
            MigrateCommand.Define(),
            PsqlCommand.Define(),
            KeysCommand.Define(),
            MakeCommand.Define(),
            IngestCommand.Define(),
            AssetsCommand.Define(),
            ClipsCommand.Define(),
            SimilarCommand.Define(),
            CutCommand.Define(),
            FsckCommand.Define(),
            JobsCommand.Define(),
            SetupLinkCommand.Define(),
            SignInCommand.Define(),
            SignOutCommand.Define(),
            WhoAmICommand.Define(),
            OpenApiCommand.Define(),
        };
        try
        {
            // The host ends the server on Ctrl+C and SIGTERM in its own time; a second clock here would cut it short.
            return await root.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
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
    }
}

/// <summary>Options that many verbs share.</summary>
internal static class CommonOptions
{
    public static Option<string?> Data() => new("--data") { Description = "The data folder. Default: $BACKLOT_DATA, or the usual place for this user." };

    public static Option<int?> Port() => new("--port") { Description = "The loopback port. Default: $BACKLOT_PORT or 7070; 0 takes a free one." };

    public static Option<string?> Url() => new("--url") { Description = "The server's address. Default: $BACKLOT_URL, or the server of --data." };
}
