using System.CommandLine;

namespace Backlot.Benchmarks.Footage;

/// <summary><c>bench scenes</c>.</summary>
internal static class ScenesCommand
{
    public static Command Define()
    {
        Option<int> seconds = new("--seconds") { Description = "Length of each film; the bars are for 60.", DefaultValueFactory = _ => 60 };
        Option<int> runs = new("--runs") { Description = "Of each program on each film; the table shows the middle one.", DefaultValueFactory = _ => 5 };
        Option<string?> output = new("--out") { Description = "Write the results with their conditions to this Markdown file." };
        seconds.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is < 1 or > 600)
                given.AddError("--seconds must be 1 to 600.");
        });
        runs.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is < 1 or > 99)
                given.AddError("--runs must be 1 to 99.");
        });
        var command = new Command("scenes", "Finding a film's shots and signals against merely decoding it. Takes three minutes.") { seconds, runs, output };
        command.SetAction(async (parsed, ct) =>
        {
            var bench = new ScenesBench(parsed.GetValue(seconds), parsed.GetValue(runs), TimeProvider.System, Console.Error.WriteLine);
            var report = await bench.RunAsync(ct);
            Console.Write(report.Table());
            if (parsed.GetValue(output) is { } path)
                await File.WriteAllTextAsync(path, report.Markdown(), ct);
            return 0;
        });
        return command;
    }
}
