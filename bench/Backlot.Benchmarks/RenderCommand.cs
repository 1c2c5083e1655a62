using System.CommandLine;

namespace Backlot.Benchmarks;

/// <summary><c>bench render</c>.</summary>
internal static class RenderCommand
{
    public static Command Define()
    {
        Option<int> minutes = new("--minutes") { Description = "Length of the film; the bars are for 60.", DefaultValueFactory = _ => 60 };
        Option<string?> tracks = new("--tracks") { Description = "A folder with 20 tracks of your own." };
        Option<string?> images = new("--images") { Description = "A folder with 20 pictures of your own." };
        Option<string?> output = new("--out") { Description = "Write the results with their conditions to this Markdown file." };
        minutes.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is < 1 or > 90)
                given.AddError("--minutes must be 1 to 90.");
        });
        var command = new Command("render", "An album from its brief to its export: time, CPU, memory. Takes ten minutes.")
        {
            minutes, tracks, images, output,
        };
        command.SetAction((parsed, ct) => RunAsync(
            new(parsed.GetValue(minutes), Absolute(parsed.GetValue(tracks)), Absolute(parsed.GetValue(images))),
            Absolute(parsed.GetValue(output)), ct));
        return command;
    }

    private static async Task<int> RunAsync(RenderBench.Size size, string? output, CancellationToken ct)
    {
        var report = await new RenderBench(size, TimeProvider.System, Console.Error.WriteLine).RunAsync(ct);
        Console.Write(report.Table());
        if (output is not null)
            await File.WriteAllTextAsync(output, report.Markdown(), ct);
        return 0;
    }

    private static string? Absolute(string? path) => path is null ? null : Path.GetFullPath(path);
}
