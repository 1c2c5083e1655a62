using System.CommandLine;
using Backlot.Accounts.People;
using Backlot.Platform;
using Spectre.Console;

namespace Backlot.Cli;

/// <summary><c>sign-in</c>: keeps a token for a server, so that the other verbs need none.</summary>
internal static class SignInCommand
{
    public static Command Define()
    {
        Option<string?> url = CommonOptions.Url();
        Option<string?> data = CommonOptions.Data();
        Option<string?> file = new("--token-file") { Description = "Read the token from this file. Default: standard input, or it is asked for." };
        var command = new Command("sign-in", "Sign in to a server with an API token made on its page, and keep it.") { url, data, file };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(url), parsed.GetValue(data), parsed.GetValue(file), ct));
        return command;
    }

    private static async Task<int> RunAsync(string? url, string? data, string? file, CancellationToken ct)
    {
        var server = await BacklotClient.FindAsync(url, data, start: false, ct);
        var token = (await ReadAsync(server.Url, file, ct)).Trim();
        if (token.Length == 0)
            throw new StartFailed("No token was given: make one on the server's page, under Account.");
        using var client = BacklotClient.To(server.Url, token);
        var me = await client.GetAsync<MeView>("/api/me", ct);
        KeptTokens.Keep(server.Url, token);
        Console.WriteLine($"Signed in to {server.Url.GetLeftPart(UriPartial.Authority)} as {me.DisplayName} <{me.Email}>.");
        if (server.Url is { Scheme: "http", IsLoopback: false })
            await Console.Error.WriteLineAsync("Beware: this address is not https, so whoever is on the way can read the token.");
        return 0;
    }

    private static async Task<string> ReadAsync(Uri server, string? file, CancellationToken ct)
    {
        if (file is not null)
            return await ReadFileAsync(file, ct);
        return Console.IsInputRedirected
            ? await Console.In.ReadLineAsync(ct) ?? ""
            : await new TextPrompt<string>($"Token for {Markup.Escape(server.ToString())}:").Secret(null).AllowEmpty().ShowAsync(AnsiConsole.Console, ct);
    }

    private static async Task<string> ReadFileAsync(string file, CancellationToken ct)
    {
        try
        {
            return await File.ReadAllTextAsync(file, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartFailed($"The token in {file} cannot be read: {e.Message}", e);
        }
    }
}

/// <summary><c>sign-out</c>: forgets the token that is kept for a server.</summary>
internal static class SignOutCommand
{
    public static Command Define()
    {
        Option<string?> url = CommonOptions.Url();
        Option<string?> data = CommonOptions.Data();
        var command = new Command("sign-out", "Forget the token that is kept for a server.") { url, data };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(url), parsed.GetValue(data), ct));
        return command;
    }

    private static async Task<int> RunAsync(string? url, string? data, CancellationToken ct)
    {
        var server = await BacklotClient.FindAsync(url, data, start: false, ct);
        var name = server.Url.GetLeftPart(UriPartial.Authority);
        Console.WriteLine(KeptTokens.Forget(server.Url)
            ? $"The token for {name} is forgotten here. Elsewhere it is good until it is revoked on the server's page, under Account."
            : $"No token is kept for {name}.");
        return 0;
    }
}

/// <summary><c>whoami</c>: which server, as whom, and what for.</summary>
internal static class WhoAmICommand
{
    public static Command Define()
    {
        Option<string?> url = CommonOptions.Url();
        Option<string?> data = CommonOptions.Data();
        var command = new Command("whoami", "Tell as whom this command line is signed in.") { url, data };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(url), parsed.GetValue(data), ct));
        return command;
    }

    private static async Task<int> RunAsync(string? url, string? data, CancellationToken ct)
    {
        using var client = await BacklotClient.ConnectAsync(url, data, start: false, ct);
        var me = await client.GetAsync<MeView>("/api/me", ct);
        var rights = me.Scopes.Contains("*") ? "everything" : string.Join(", ", me.Scopes);
        Console.WriteLine($"{me.DisplayName} <{me.Email}>, {me.Role}, at {client.Url.GetLeftPart(UriPartial.Authority)}; the token is good for {rights}.");
        return 0;
    }
}
