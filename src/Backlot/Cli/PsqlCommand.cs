using System.CommandLine;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Processes;
using Npgsql;

namespace Backlot.Cli;

/// <summary><c>psql</c>: the system's own psql on the database in use.</summary>
internal static class PsqlCommand
{
    public static Command Define()
    {
        Option<string?> data = CommonOptions.Data();
        Option<string?> sql = new("-c") { Description = "Run this SQL and return." };
        var command = new Command("psql", "Open psql on the database in use.") { data, sql };
        command.SetAction(parsed => Run(Settings.FromEnvironment(parsed.GetValue(data)), parsed.GetValue(sql)));
        return command;
    }

    private static int Run(Settings settings, string? sql)
    {
        var folder = DataFolder.At(settings.DataFolder);
        if (settings.DatabaseUrl is null && folder.RunningServer() is null)
            throw new StartFailed($"No Backlot runs on {folder.Root}, so neither does its database: start it with ./backlot up.");
        var database = settings.DatabaseUrl is { } url ? DatabaseUrl.Parse(url) : EmbeddedPostgres.DatabaseOf(folder);
        List<string> arguments = ["-X", "-v", "ON_ERROR_STOP=1"];
        if (sql is not null)
            arguments.AddRange(["-c", sql]);
        // psql takes our place: the terminal, its signals and its exit code are then psql's own.
        return ReplacedProcess.Become("psql", arguments, Variables(database));
    }

    /// <summary>By environment, so that no password stands among the arguments that every user of the machine can read.</summary>
    private static Dictionary<string, string> Variables(NpgsqlConnectionStringBuilder database)
    {
        var variables = new Dictionary<string, string>
        {
            ["PGHOST"] = database.Host ?? "localhost",
            ["PGPORT"] = $"{database.Port}",
            ["PGDATABASE"] = database.Database ?? "",
            ["PGUSER"] = database.Username ?? "",
            ["PGAPPNAME"] = "backlot psql",
        };
        if (database.Password is { } password)
            variables["PGPASSWORD"] = password;
        if (database.SslMode != SslMode.Prefer)
            variables["PGSSLMODE"] = database.SslMode switch
            {
                SslMode.VerifyCA => "verify-ca",
                SslMode.VerifyFull => "verify-full",
                var mode => mode.ToString().ToLowerInvariant(),
            };
        return variables;
    }
}
