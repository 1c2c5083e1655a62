using System.CommandLine;

namespace Backlot.Benchmarks;

/// <summary><c>bench http</c>.</summary>
internal static class HttpCommand
{
    public static Command Define()
    {
        Option<int> seconds = new("--seconds") { Description = "Of one turn of wrk.", DefaultValueFactory = _ => 6 };
        Option<int> rounds = new("--rounds") { Description = "Turns of each server.", DefaultValueFactory = _ => 9 };
        Option<string?> output = new("--out") { Description = "Write the results with their conditions to this Markdown file." };
        var command = new Command("http", "What authentication and ownership cost of a request. Takes five minutes.") { seconds, rounds, output };
        command.SetAction(async (parsed, ct) =>
        {
            var report = await new HttpBench(parsed.GetValue(seconds), parsed.GetValue(rounds), TimeProvider.System, Console.Error.WriteLine)
                .RunAsync(ct);
            Console.Write(report.Table());
            if (parsed.GetValue(output) is { } path)
                await File.WriteAllTextAsync(path, report.Markdown(), ct);
            return 0;
        });
        return command;
    }
}
