using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Backlot.Accounts;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Secrets;

namespace Backlot.Cli;

/// <summary>What a test may do differently to the server it starts.</summary>
public sealed record ServeOptions
{
    public Action<IServiceCollection>? ChangeServices { get; init; }

    /// <summary>Run once the schema is in place.</summary>
    public Func<DatabaseServer, CancellationToken, Task>? PrepareDatabase { get; init; }
}

/// <summary><c>up</c>: the server, from the database to the page.</summary>
internal static class ServeCommand
{
    /// <param name="forPeople">Print the link for setting up while nobody has; false for a service's log, which must hold no secret.</param>
    public static Command Define(string name, string description, bool forPeople, ServeOptions serve)
    {
        Option<string?> data = CommonOptions.Data();
        Option<int?> port = CommonOptions.Port();
        Option<bool> detach = new("--detach") { Description = "Start in the background and return when /readyz answers." };
        Option<bool> noWorkers = new("--no-workers") { Description = "Take jobs in and run none: ./backlot work does." };
        var command = new Command(name, description) { data, port, detach, noWorkers };
        command.SetAction((parsed, ct) =>
        {
            var settings = Settings.FromEnvironment(parsed.GetValue(data), parsed.GetValue(port)) with { RunsJobs = !parsed.GetValue(noWorkers) };
            return parsed.GetValue(detach) ? DetachAsync(settings, ct) : RunAsync(settings, forPeople, serve, ct);
        });
        return command;
    }

    private static async Task<int> DetachAsync(Settings settings, CancellationToken ct)
    {
        var server = await BackgroundServer.EnsureAsync(settings, ct);
        Console.WriteLine($"Backlot is ready: {await SetupLinkCommand.LinkOrPageAsync(DataFolder.At(settings.DataFolder), server.Url, ct)}");
        Console.WriteLine($"Stop it with ./backlot down{(settings.DataFolder == Settings.FromEnvironment().DataFolder ? "" : $" --data {settings.DataFolder}")}");
        return 0;
    }

    private static async Task<int> RunAsync(Settings settings, bool forPeople, ServeOptions serve, CancellationToken ct)
    {
        using var folder = DataFolder.Own(settings.DataFolder);
        DemandPort(settings.Port);
        RootKey.Find(folder);       // one that is no key, or open to others, before a database is started
        await using var database = await DatabaseServer.StartAsync(settings, folder, ct);
        await RootKeyCheck.DemandAsync(database.Direct, folder, ct);     // before anything is written
        await new Schema(database.Direct).UpAsync(ct);
        if (serve.PrepareDatabase is { } prepare)
            await prepare(database, ct);
        await using var app = BacklotApp.Build(settings, folder, database.Connection, serve.ChangeServices);
        await app.Services.EnsureKeysAsync(ct);
        await app.Services.EnsureOwnerAsync(ct);
        await StartAsync(app, settings, ct);

        var url = app.Urls.Single();
        folder.Announce(new(Environment.ProcessId, url));
        Console.WriteLine($"Backlot is ready: {(forPeople ? await SetupLinkCommand.LinkOrPageAsync(folder, url, ct) : url)}");
        Console.WriteLine($"Data folder: {folder.Root}. Stop with Ctrl+C.");
        await app.WaitForShutdownAsync(ct);
        return 0;
    }

    /// <summary>Asked before anything is started: the web server itself would find out late, and add pages to the sentence.</summary>
    private static void DemandPort(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
        }
        catch (SocketException busy) when (busy.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw PortInUse(port, busy);
        }
        catch (SocketException denied)
        {
            throw new StartFailed($"Port {port} cannot be opened ({denied.Message}): choose another with --port N.", denied);
        }
    }

    private static StartFailed PortInUse(int port, Exception cause) =>
        new($"Port {port} is in use by another program: choose another with --port N.", cause);

    private static async Task StartAsync(WebApplication app, Settings settings, CancellationToken ct)
    {
        try
        {
            await app.StartAsync(ct);
        }
        catch (IOException busy) when (busy.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw PortInUse(settings.Port, busy);
        }
    }
}
