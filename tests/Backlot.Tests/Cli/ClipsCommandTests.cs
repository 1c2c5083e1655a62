using System.Globalization;
using Backlot.Tests.Library.Ingest;
using Backlot.Tests.Support;

namespace Backlot.Tests.Cli;

/// <summary>From a film to its best clips and those like one of them, as a person types it.</summary>
public sealed class ClipsCommandTests(PreparedFolder home) : IClassFixture<PreparedFolder>
{
    private const string Film = RealMedia.Folder + "/Megamind.avi";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task The_clips_of_a_film_are_listed_best_first_and_those_like_one_nearest_first()
    {
        using var footage = new Footage();
        footage.Add("film.avi", await File.ReadAllBytesAsync(Film, Ct));
        var (server, _) = await OwnCommandLine.ServeAsync(home.Root);
        await using (server)
        {
            Assert.Equal(0, (await OwnCommandLine.RunAsync("ingest", footage.Root, "--wait", "--data", home.Root)).ExitCode);
            // A vector comes after the scores, and what is like a clip is told by vectors.
            while (await home.Database.ValueAsync<long>("select count(*) from clips where composite_score is not null and embedding is not null") < 5)
                await Task.Delay(200, Ct);
            var clips = await RowsAsync("clips", "--sort", "composite", "--data", home.Root);
            var similar = await RowsAsync("similar", clips[0][0], "--data", home.Root);
            var unknown = await OwnCommandLine.RunAsync("similar", Guid.Empty.ToString(), "--data", home.Root);

            Assert.Equal(5, clips.Count);
            Assert.Equal(clips.Select(row => Number(row[4])).OrderDescending(), clips.Select(row => Number(row[4])));
            Assert.Equal(clips.Skip(1).Select(row => row[0]).Order(), similar.Select(row => row[0]).Order());
            Assert.Equal(similar.Select(row => Number(row[2])).OrderDescending(), similar.Select(row => Number(row[2])));
            Assert.All(similar, row => Assert.InRange(Number(row[2]), 0.3, 0.999));
            Assert.Equal(1, unknown.ExitCode);
            Assert.NotEqual("", unknown.StderrTail);
        }
    }

    private static async Task<List<string[]>> RowsAsync(params string[] words)
    {
        var run = await OwnCommandLine.RunAsync(words);
        Assert.True(run.ExitCode == 0, run.StderrTail);
        return [.. run.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
