using System.CommandLine;

namespace Backlot.Benchmarks.Shots;

/// <summary><c>bench shots</c>.</summary>
internal static class ShotsCommand
{
    public static Command Define()
    {
        Option<double> seconds = new("--seconds") { Description = "Of each shot, 2 to 30; the bars are for 6.", DefaultValueFactory = _ => ShotsBench.FullSeconds };
        seconds.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<double>() is not (>= 2 and <= 30))
                given.AddError("--seconds must be 2 to 30.");
        });
        Option<string?> output = new("--out") { Description = "Write the results with their conditions to this Markdown file." };
        var command = new Command("shots", "How fast the built-in provider shoots, against the clock. Takes a minute.") { seconds, output };
        command.SetAction(async (parsed, ct) =>
        {
            var report = await new ShotsBench(parsed.GetValue(seconds), TimeProvider.System, Console.Error.WriteLine).RunAsync(ct);
            Console.Write(report.Table());
            if (parsed.GetValue(output) is { } path)
                await File.WriteAllTextAsync(path, report.Markdown(), ct);
            return 0;
        });
        return command;
    }
}
