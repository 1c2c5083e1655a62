using System.CommandLine;
using Backlot.Accounts.Codes;
using Backlot.Platform;

namespace Backlot.Cli;

/// <summary><c>setup-link</c>: a new link by which somebody takes charge of a Backlot that nobody is in charge of yet.</summary>
internal static class SetupLinkCommand
{
    public static Command Define()
    {
        Option<string?> url = CommonOptions.Url();
        Option<string?> data = CommonOptions.Data();
        var command = new Command("setup-link", "Print a link for setting Backlot up in a browser; it is good once, for an hour.") { url, data };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(url), parsed.GetValue(data), ct));
        return command;
    }

    /// <summary>What to open now: the link for setting up, or the page once somebody has.</summary>
    /// <param name="folder">Of the server; this user may read it.</param>
    public static async Task<string> LinkOrPageAsync(DataFolder folder, string url, CancellationToken ct)
    {
        using var client = BacklotClient.OfFolder(folder, url);
        return await LinkAsync(client, ct) ?? url;
    }

    private static async Task<int> RunAsync(string? url, string? data, CancellationToken ct)
    {
        using var client = await BacklotClient.ConnectAsync(url, data, start: false, ct);
        Console.WriteLine(await LinkAsync(client, ct)
            ?? throw new StartFailed($"This Backlot is set up already: open {client.Url} and sign in. Who has lost a password asks an admin for a link."));
        return 0;
    }

    private static async Task<string?> LinkAsync(BacklotClient client, CancellationToken ct) =>
        (await client.GetAsync<SetupState>("/api/setup", ct)).IsOpen
            ? (await client.PostAsync<OneTimeLink>("/api/setup/link", null, ct)).Link
            : null;
}
