using System.CommandLine;

namespace Backlot.Benchmarks.Library;

/// <summary><c>bench library</c>.</summary>
internal static class LibraryCommand
{
    public static Command Define()
    {
        var usual = new LibraryBenchSize();
        Option<int> megabytes = new("--megabytes") { Description = "Of the file that is kept and uploaded; the bars are for 2000.", DefaultValueFactory = _ => usual.Megabytes };
        Option<int> files = new("--files") { Description = "In the folder; the bars are for 1000.", DefaultValueFactory = _ => usual.Files };
        Option<int> bad = new("--bad") { Description = "Of those that cannot be used; at least 1.", DefaultValueFactory = _ => usual.BadFiles };
        Option<int> film = new("--film-seconds") { Description = "Of the film; the bars are for 60.", DefaultValueFactory = _ => usual.FilmSeconds };
        Option<string?> output = new("--out") { Description = "Write the results with their conditions to this Markdown file." };
        var command = new Command("library", "What comes in in a second: a local file, an upload, a film, a folder whose server is killed. Takes four minutes.")
        {
            megabytes, files, bad, film, output,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var size = new LibraryBenchSize(parsed.GetValue(megabytes), parsed.GetValue(files), parsed.GetValue(bad), parsed.GetValue(film));
            var report = await new LibraryBench(size, TimeProvider.System, Console.Error.WriteLine).RunAsync(ct);
            Console.Write(report.Table());
            if (parsed.GetValue(output) is { } path)
                await File.WriteAllTextAsync(path, report.Markdown(), ct);
            return 0;
        });
        return command;
    }
}
