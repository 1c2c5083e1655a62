using System.CommandLine;

namespace Backlot.Benchmarks.Caches;

/// <summary><c>bench cache</c>.</summary>
internal static class CacheCommand
{
    public static Command Define()
    {
        Option<int> requests = new("--requests") { Description = "Of the workload; the bars are for 10,000.", DefaultValueFactory = _ => CacheBench.FullRequests };
        Option<int> prompts = new("--prompts") { Description = "In the semantic level; the bar is for 1,000,000.", DefaultValueFactory = _ => CacheBench.FullPrompts };
        Option<int> questions = new("--questions") { Description = "Timed, of each kind.", DefaultValueFactory = _ => 500 };
        Option<string?> output = new("--out") { Description = "Write the results with their conditions to this Markdown file." };
        Between(requests, 100, 10_000_000);
        Between(prompts, 100, 100_000_000);
        Between(questions, 10, 100_000);
        var command = new Command("cache", "What the caches serve, save and get wrong, and how fast they decide. Takes an hour at full size, most of it to build the index.")
        {
            requests, prompts, questions, output,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var report = await new CacheBench(parsed.GetValue(requests), parsed.GetValue(prompts), parsed.GetValue(questions), Console.Error.WriteLine).RunAsync(ct);
            Console.Write(report.Table());
            if (parsed.GetValue(output) is { } path)
                await File.WriteAllTextAsync(path, report.Markdown(), ct);
            return 0;
        });
        return command;
    }

    private static void Between(Option<int> option, int least, int most) => option.Validators.Add(given =>
    {
        if (given.GetValueOrDefault<int>() is var value && (value < least || value > most))
            given.AddError($"{option.Name} must be {least} to {most}.");
    });
}
