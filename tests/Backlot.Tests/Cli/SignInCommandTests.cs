using System.Text.RegularExpressions;
using Backlot.Platform.Processes;
using Backlot.Tests.Platform.Processes;
using Backlot.Tests.Support;
using Backlot.Tests.Support.OpenApi;

namespace Backlot.Tests.Cli;

/// <summary>How the command line signs in to a server that is not its own, and how people get into one that is.</summary>
public sealed partial class SignInCommandTests(TestCluster cluster, SharedServer shared) : IClassFixture<SharedServer>, IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("backlot-home-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Tokens => Path.Combine(_home, "config", "backlot", "tokens.json");

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact(Timeout = 120_000)]
    public async Task A_token_is_kept_for_its_server_and_for_nobody_else_to_read_until_it_is_forgotten()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var owner = await TestBrowser.SetUpAsync(server);
        var token = (await Accounts.TokenTests.MakeAsync(owner, ["read", "generate"])).Token;
        var (url, file) = (UrlOf(server), await FileAsync(token + "\n"));

        var before = await RunAsync("whoami", "--url", url);
        var signIn = await RunAsync("sign-in", "--url", url, "--token-file", file);
        var (mode, folderMode) = (File.GetUnixFileMode(Tokens), File.GetUnixFileMode(Path.GetDirectoryName(Tokens)!));
        var after = await RunAsync("whoami", "--url", url + "/");
        var elsewhere = await RunAsync("whoami", "--url", UrlOf(shared.Server));
        var signOut = await RunAsync("sign-out", "--url", url);
        var again = await RunAsync("sign-out", "--url", url);
        var gone = await RunAsync("whoami", "--url", url);

        Assert.Equal(new ProcessResult(1, "", NoToken(url)), before);
        Assert.Equal(new ProcessResult(0, $"Signed in to {url} as Olivia <owner@example.org>.\n", ""), signIn);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, folderMode);
        Assert.Equal(new ProcessResult(0, $"Olivia <owner@example.org>, admin, at {url}; the token is good for read, generate.\n", ""), after);
        Assert.Equal(new ProcessResult(1, "", NoToken(UrlOf(shared.Server))), elsewhere);
        Assert.StartsWith($"The token for {url} is forgotten here.", signOut.Stdout, StringComparison.Ordinal);
        Assert.Equal($"No token is kept for {url}.\n", again.Stdout);
        Assert.Equal(new ProcessResult(1, "", NoToken(url)), gone);
        Assert.DoesNotContain(token, await File.ReadAllTextAsync(Tokens, Ct), StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_token_comes_by_standard_input_too()
    {
        var signIn = await ShellAsync($"echo {shared.Server.Token} | \"$@\"", "sign-in", "--url", UrlOf(shared.Server));

        Assert.Equal((0, $"Signed in to {UrlOf(shared.Server)} as Owner <owner@localhost>.\n"), (signIn.ExitCode, signIn.Stdout));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_token_that_is_typed_is_not_shown()
    {
        // A terminal of its own, whose keyboard is our pipe; it shows whatever a person would see. Who types waits for the question, and stays for
        // the answer.
        var seen = Path.Combine(_home, "seen");
        var signIn = await ShellAsync($"(said() {{ for n in $(seq 300); do grep -qs \"$1\" {seen} && return; sleep 0.1; done; }}; said 'Token for'; sleep 1; "
            + $"echo {shared.Server.Token}; said 'igned in') | script -qec \"$*\" /dev/null | tee {seen}", "sign-in", "--url", UrlOf(shared.Server));

        Assert.Contains($"Token for {UrlOf(shared.Server)}/:", signIn.Stdout, StringComparison.Ordinal);
        Assert.Contains("Signed in to", signIn.Stdout, StringComparison.Ordinal);
        Assert.Contains(shared.Server.Token, await File.ReadAllTextAsync(Tokens, Ct), StringComparison.Ordinal);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("", "No token was given: make one on the server's page, under Account.\n")]
    [InlineData("nonsense", "The server does not know this token, or it is revoked or expired: sign in with ./backlot sign-in, or set BACKLOT_TOKEN.\n")]
    [InlineData(null, "The token in /nowhere cannot be read: Could not find file '/nowhere'.\n")]
    public async Task A_token_that_is_none_is_a_sentence_and_nothing_is_kept(string? token, string sentence)
    {
        var signIn = await RunAsync("sign-in", "--url", UrlOf(shared.Server), "--token-file", token is null ? "/nowhere" : await FileAsync(token));

        Assert.Equal(new ProcessResult(1, "", sentence), signIn);
        Assert.False(File.Exists(Tokens));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_server_that_is_away_and_an_address_that_is_none_are_sentences()
    {
        var away = await RunAsync("sign-in", "--url", "http://127.0.0.1:1", "--token-file", await FileAsync("blt_x"));
        var wrong = await RunAsync("whoami", "--url", "backlot.example.org");

        Assert.StartsWith("The server at http://127.0.0.1:1/ does not answer (", away.StderrTail, StringComparison.Ordinal);
        Assert.Equal("'backlot.example.org' is not an address: write it as http://127.0.0.1:7070.\n", wrong.StderrTail);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_file_of_kept_tokens_that_is_none_is_a_sentence()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Tokens)!);
        await File.WriteAllTextAsync(Tokens, "{", Ct);

        var result = await RunAsync("whoami", "--url", UrlOf(shared.Server));

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith($"The kept tokens in {Tokens} cannot be read (", result.StderrTail, StringComparison.Ordinal);
    }

    [Fact(Timeout = 180_000)]
    public async Task The_link_for_setting_up_is_printed_until_somebody_has_and_the_own_command_line_needs_no_sign_in()
    {
        var data = Path.Combine(_home, "data");
        var (process, url) = await OwnCommandLine.ServeAsync(data);
        await using (process)
        {
            var first = await RunAsync("setup-link", "--data", data);
            var whoAmI = await RunAsync("whoami", "--data", data);
            var byUrl = await RunAsync("whoami", "--data", data, "--url", $"http://localhost:{url.Port}");
            using var http = ContractHandler.NewClient(url);
            using var setUp = await http.PostAsync(new Uri("/api/setup", UriKind.Relative), new StringContent(
                $$"""{"code": "{{first.Stdout.Trim().Split('=')[1]}}", "email": "o@example.org", "displayName": "Olivia", "password": "{{TestBrowser.Password}}"}""",
                System.Text.Encoding.UTF8, "application/json"), Ct);
            var later = await RunAsync("setup-link", "--data", data);
            var up = await RunAsync("up", "--detach", "--data", data);

            Assert.Matches(SetupLink(), first.Stdout);
            Assert.Equal($"Owner <owner@localhost>, admin, at {url.GetLeftPart(UriPartial.Authority)}; the token is good for everything.\n", whoAmI.Stdout);
            Assert.Equal(0, byUrl.ExitCode);
            Assert.True(setUp.IsSuccessStatusCode, await setUp.Content.ReadAsStringAsync(Ct));
            Assert.Equal(new ProcessResult(1, "", $"This Backlot is set up already: open {url} and sign in. Who has lost a password asks an admin for a link.\n"), later);
            Assert.StartsWith($"Backlot is ready: {url.GetLeftPart(UriPartial.Authority)}\n", up.Stdout, StringComparison.Ordinal);
            Assert.False(File.Exists(Tokens));
        }
    }

    private static string UrlOf(TestServer server) => server.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);

    private static string NoToken(string url) =>
        $"No token is kept for {url}/: sign in with ./backlot sign-in --url {url}/, or set BACKLOT_TOKEN.\n";

    private async Task<string> FileAsync(string text)
    {
        var path = Path.Combine(_home, "token");
        await File.WriteAllTextAsync(path, text, Ct);
        return path;
    }

    private Task<ProcessResult> RunAsync(params string[] words) => OwnCommandLine.RunAsync(
        [("XDG_CONFIG_HOME", Path.Combine(_home, "config")), ("BACKLOT_DATA", Path.Combine(_home, "none"))], words);

    /// <param name="script">Of sh; <c>"$@"</c> is the command line.</param>
    private Task<ProcessResult> ShellAsync(string script, params string[] words) => ChildProcess.RunAsync(
        new("sh", ["-c", script, "sh", OwnCommandLine.Program, "backlot", .. words])
        {
            Environment = new Dictionary<string, string>(ChildStarter.RuntimeEnvironment)
            {
                ["XDG_CONFIG_HOME"] = Path.Combine(_home, "config"), ["BACKLOT_DATA"] = Path.Combine(_home, "none"), ["TERM"] = "xterm",
            },
            Deadline = TimeSpan.FromSeconds(60),
        }, Ct);

    [GeneratedRegex("^http://127\\.0\\.0\\.1:\\d+/#setup=[-_0-9A-Za-z]{43}\n$")]
    private static partial Regex SetupLink();
}
