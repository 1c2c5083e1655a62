using System.CommandLine;
using System.Globalization;
using Backlot.Benchmarks.Contract;

namespace Backlot.Benchmarks.Fuzz;

/// <summary><c>bench fuzz</c>.</summary>
internal static class FuzzCommand
{
    public static Command Define()
    {
        Option<int> requests = new("--requests") { Description = "How many to send.", DefaultValueFactory = _ => 20_000 };
        Option<ulong?> seed = new("--seed") { Description = "Of an earlier run, to send the same again; without it, a new one." };
        Option<string?> output = new("--out") { Description = "Write the results with their conditions to this Markdown file." };
        Option<int?> only = new("--only") { Description = "Tell of this request alone, by its number in the run." };
        var command = new Command("fuzz", "Requests made from the API document, good and bad: every answer must be as documented, and none a failure.")
        {
            requests, seed, only, output,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var conditions = await Conditions.ReadAsync(TimeProvider.System, ct);
            var report = await RunAsync(parsed.GetValue(requests), parsed.GetValue(seed), parsed.GetValue(only), ct);
            Console.Write(report.Text());
            if (parsed.GetValue(output) is { } path)
                await File.WriteAllTextAsync(path, report.Markdown(conditions), ct);
            return report.Findings.Count == 0 ? 0 : 1;
        });
        return command;
    }

    private static async Task<FuzzReport> RunAsync(int requests, ulong? given, int? only, CancellationToken ct)
    {
        var seed = given ?? (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Seed {seed}. Starting a server ..."));
        using var folder = new TempFolder();
        await using var server = await FuzzServer.StartAsync(folder.Below("data"), ct);
        using var http = new HttpClient();
        var contract = ApiContract.Parse(await http.GetStringAsync(new Uri(server.Target.Server, "/openapi.json"), ct));
        using var run = new FuzzRun(server.Target, contract);
        return await run.RunAsync(seed, requests, only, TimeProvider.System, Console.Error.WriteLine, ct);
    }
}
