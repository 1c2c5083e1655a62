using System.CommandLine;

namespace Backlot.Benchmarks.Mutations;

/// <summary><c>bench mutations</c>.</summary>
internal static class MutationsCommand
{
    public static Command Define()
    {
        Option<int> seeds = new("--kinds") { Description = "How many kinds of good files.", DefaultValueFactory = _ => 21 };
        Option<int> each = new("--each") { Description = "How many spoilt ones of each kind.", DefaultValueFactory = _ => 200 };
        Option<int> first = new("--first") { Description = "The number of the first; the same numbers make the same files.", DefaultValueFactory = _ => 0 };
        Option<string?> output = new("--out") { Description = "Write the results with their conditions to this Markdown file." };
        var command = new Command("mutations", "Good media with bits turned over: each is refused with a reason or read. Takes half an hour.") { seeds, each, first, output };
        command.SetAction(async (parsed, ct) =>
        {
            var (kinds, perKind) = (parsed.GetValue(seeds), parsed.GetValue(each));
            var conditions = await Conditions.ReadAsync(TimeProvider.System, ct);
            var metrics = await new MutationRun(kinds, perKind, parsed.GetValue(first), Console.Error.WriteLine).RunAsync(ct);
            var report = new Report("Spoilt media", [$"{kinds} kinds of files, {perKind} spoilt ones of each", .. conditions], metrics, IsFullSize: perKind >= 200);
            Console.Write(report.Table());
            if (parsed.GetValue(output) is { } path)
                await File.WriteAllTextAsync(path, report.Markdown(), ct);
            return 0;
        });
        return command;
    }
}
