using System.CommandLine;

namespace Backlot.Benchmarks.Jobs;

/// <summary><c>bench jobs</c>.</summary>
internal static class JobsBenchCommand
{
    public static Command Define()
    {
        Argument<string[]> chosen = new("workloads") { Description = "Which of W1 to W12; all when none is named.", Arity = ArgumentArity.ZeroOrMore };
        chosen.AcceptOnlyFromAmong([.. Workloads.All.Keys]);
        Option<double> scale = new("--scale") { Description = "Share of the full sizes; the bars are for 1.", DefaultValueFactory = _ => 1 };
        Option<int> runs = new("--runs") { Description = "Of each workload; the table shows the middle one.", DefaultValueFactory = _ => 1 };
        Option<string?> peers = new("--peers") { Description = "The folder of the peers' benchmark: it is run in turn with ours, on the same PostgreSQL." };
        Option<string?> output = new("--out") { Description = "Write the results with their conditions to this Markdown file." };
        scale.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<double>() is <= 0 or > 100)
                given.AddError("--scale must be above 0, and 100 at most.");
        });
        runs.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is < 1 or > 99)
                given.AddError("--runs must be 1 to 99.");
        });
        var command = new Command("jobs", "The job engine under twelve workloads: speed, latency, crashes, fairness, cost. Takes half an hour.")
        {
            chosen, scale, runs, peers, output,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var workloads = parsed.GetValue(chosen) is { Length: > 0 } some ? some : [.. Workloads.All.Keys];
            var bench = new JobsBench(workloads, parsed.GetValue(scale), parsed.GetValue(runs), parsed.GetValue(peers), Console.WriteLine, Console.Error.WriteLine);
            var report = await bench.RunAsync(ct);
            if (parsed.GetValue(output) is { } path)
                await File.WriteAllTextAsync(path, report.Markdown(), ct);
            return report.Broken.Count == 0 ? 0 : 1;
        });
        return command;
    }
}
