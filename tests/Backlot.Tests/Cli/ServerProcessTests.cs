using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Reflection;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Processes;
using Backlot.Tests.Platform.Processes;
using Backlot.Tests.Support;
using Backlot.Tests.Support.OpenApi;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Backlot.Tests.Cli;

/// <summary>The real command line, in processes of its own, on one data folder.</summary>
public sealed class ServerProcessTests(PreparedFolder home) : IClassFixture<PreparedFolder>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_folder_has_one_server_and_one_that_is_killed_takes_its_database_along_and_the_next_has_the_data()
    {
        var (first, firstUrl) = await OwnCommandLine.ServeAsync(home.Root);
        int database;
        string token;
        await using (first)
        {
            var beside = await OwnCommandLine.RunAsync("serve", "--data", home.Root, "--port", "0");
            var migrate = await OwnCommandLine.RunAsync("migrate", "down", "1", "--data", home.Root);
            var sentence = $"Backlot already runs on {home.Root} at {firstUrl.ToString().TrimEnd('/')}: use that one, or stop it with ./backlot down --data {home.Root}.\n";
            Assert.Equal(new ProcessResult(1, "", sentence), beside);
            Assert.Equal(new ProcessResult(1, "", sentence), migrate);

            database = int.Parse((await File.ReadAllLinesAsync(home.PidFile, Ct))[0]);
            token = await File.ReadAllTextAsync(Path.Combine(home.Root, "cli-token"), Ct);
            await home.Database.AddUserAsync("before@the.kill");
            first.SendSignal(ProcessSignal.Kill);
            await first.WaitForExitAsync(Ct);
        }
        while (File.Exists($"/proc/{database}/exe"))
            await Task.Delay(20, Ct);

        var (second, url) = await OwnCommandLine.ServeAsync(home.Root);
        await using (second)
        {
            using var http = ContractHandler.NewClient(url);
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
            Assert.Equal("ready", await http.GetStringAsync(new Uri("/readyz", UriKind.Relative), Ct));
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("/api/jobs", UriKind.Relative), Ct)).StatusCode);
            Assert.True(await home.Database.ValueAsync<bool>("select exists (select from users where email = 'before@the.kill')"));
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task A_port_in_use_is_a_sentence_and_leaves_nothing_running()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var server = await OwnCommandLine.RunAsync("serve", "--data", home.Root, "--port", $"{port}");
        var detached = await OwnCommandLine.RunAsync("up", "--detach", "--data", home.Root, "--port", $"{port}");

        var sentence = $"Port {port} is in use by another program: choose another with --port N.\n";
        Assert.Equal(new ProcessResult(1, "", sentence), server);
        Assert.Equal(new ProcessResult(1, "", sentence), detached);
        DataFolder.Own(home.Root).Dispose();        // nobody holds it
    }

    [Theory(Timeout = 120_000)]
    [InlineData("BACKLOT_VIDEO_PROVIDERS", "runway/gen4.5, klling/kling-v3, dummy",
        "BACKLOT_VIDEO_PROVIDERS names 'klling': choose runway, kling, veo, gemini, sora, dummy, parted by commas, each with a model or without, as in runway/gen4.5,dummy.")]
    [InlineData("BACKLOT_TEXT_PROVIDERS", "openai,kling", "BACKLOT_TEXT_PROVIDERS names 'kling': choose openai, gemini or dummy, parted by commas.")]
    public async Task A_setting_that_names_a_provider_nobody_knows_is_a_sentence_and_leaves_nothing_running(string setting, string value, string sentence)
    {
        var server = await OwnCommandLine.RunAsync([(setting, value)], "serve", "--data", home.Root, "--port", "0", "--no-workers");

        Assert.Equal(new ProcessResult(1, "", sentence + "\n"), server);
        DataFolder.Own(home.Root).Dispose();        // nobody holds it
    }

    [Fact(Timeout = 120_000)]
    public async Task Up_detached_then_psql_then_down()
    {
        // In a shell that reads the output to its end, as scripts do: the server behind must not keep it open.
        var up = await ChildProcess.RunAsync(new("sh", "-c", "said=$(\"$@\"); echo \"$said\"", "sh",
            OwnCommandLine.Program, "backlot", "up", "--detach", "--data", home.Root, "--port", "0")
        {
            Environment = ChildStarter.RuntimeEnvironment,
            Deadline = TimeSpan.FromSeconds(60),
        }, Ct);
        Assert.Equal((0, ""), (up.ExitCode, up.StderrTail));
        Assert.Matches("^Backlot is ready: http://127\\.0\\.0\\.1:[0-9]+/#setup=[-_0-9A-Za-z]{43}\n", up.Stdout);
        Assert.Contains($"Stop it with ./backlot down --data {home.Root}\n", up.Stdout, StringComparison.Ordinal);

        var again = await OwnCommandLine.RunAsync("up", "--detach", "--data", home.Root);
        var answer = await OwnCommandLine.RunAsync("psql", "--data", home.Root, "-c", "select 40 + 2 as answer");
        var wrong = await OwnCommandLine.RunAsync("psql", "--data", home.Root, "-c", "select nonsense");
        var log = await File.ReadAllTextAsync(Path.Combine(home.Root, "server.log"), Ct);
        var down = await OwnCommandLine.RunAsync("down", "--data", home.Root);

        // The same server, and a code of its own.
        Assert.Equal(up.Stdout.Split("#setup=")[0], again.Stdout.Split("#setup=")[0]);
        Assert.NotEqual(up.Stdout, again.Stdout);
        Assert.Contains("42", answer.Stdout, StringComparison.Ordinal);
        Assert.Equal((0, 1), (answer.ExitCode, wrong.ExitCode));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(home.Root, "cli-token")));
        Assert.Contains("Backlot is ready: http://127.0.0.1:", log, StringComparison.Ordinal);
        Assert.DoesNotContain("#", log, StringComparison.Ordinal);
        Assert.Equal(new ProcessResult(0, "Backlot is stopped.\n", ""), down);
        Assert.False(File.Exists(home.PidFile));
    }

    [Fact(Timeout = 120_000)]
    public async Task Down_and_psql_without_a_server_are_sentences()
    {
        var down = await OwnCommandLine.RunAsync("down", "--data", home.Root);
        var psql = await OwnCommandLine.RunAsync("psql", "--data", home.Root, "-c", "select 1");

        Assert.Equal(new ProcessResult(0, $"No Backlot runs on {home.Root}.\n", ""), down);
        Assert.Equal(new ProcessResult(1, "", $"No Backlot runs on {home.Root}, so neither does its database: start it with ./backlot up.\n"), psql);
    }

    [Fact(Timeout = 120_000)]
    public async Task Migrations_go_down_and_up_by_the_command_line()
    {
        var steps = typeof(SqlMigration).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(SqlMigration)))
            .Select(type => type.GetCustomAttribute<MigrationAttribute>()!.Id).OrderDescending().ToList();

        var down = await OwnCommandLine.RunAsync("migrate", "down", "2", "--data", home.Root);
        var tooFar = await OwnCommandLine.RunAsync("migrate", "down", "99", "--data", home.Root);
        var up = await OwnCommandLine.RunAsync("migrate", "--data", home.Root);

        Assert.Equal(new ProcessResult(0, $"Taken back: {steps[0]}\nTaken back: {steps[1]}\n", ""), down);
        Assert.Equal(new ProcessResult(1, "", $"The database has {steps.Count - 2} migrations: name a number from 1 to {steps.Count - 2} to take back.\n"), tooFar);
        Assert.Equal(new ProcessResult(0, $"Done: {steps[1]}\nDone: {steps[0]}\n", ""), up);
    }
}
