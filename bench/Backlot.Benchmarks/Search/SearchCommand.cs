using System.CommandLine;

namespace Backlot.Benchmarks.Search;

/// <summary><c>bench search</c>.</summary>
internal static class SearchCommand
{
    public static Command Define()
    {
        Option<int> clips = new("--clips") { Description = "How many; the bars are for 1,000,000.", DefaultValueFactory = _ => SearchBench.FullSize };
        Option<int> questions = new("--questions") { Description = "Of each kind.", DefaultValueFactory = _ => 500 };
        Option<string?> output = new("--out") { Description = "Write the results with their conditions to this Markdown file." };
        clips.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is < 1000 or > 100_000_000)
                given.AddError("--clips must be 1000 to 100000000.");
        });
        questions.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is < 10 or > 100_000)
                given.AddError("--questions must be 10 to 100000.");
        });
        var command = new Command("search", "Lists, likeness and new clips among very many. Takes an hour or two at full size, most of it to build the index.")
        {
            clips, questions, output,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var report = await new SearchBench(parsed.GetValue(clips), parsed.GetValue(questions), Console.Error.WriteLine).RunAsync(ct);
            Console.Write(report.Table());
            if (parsed.GetValue(output) is { } path)
                await File.WriteAllTextAsync(path, report.Markdown(), ct);
            return 0;
        });
        return command;
    }
}
