using Backlot.Cli;
using Backlot.Platform;
using Backlot.Platform.Processes;
using Backlot.Tests.Library.Ingest;
using Backlot.Tests.Support;

namespace Backlot.Tests.Cli;

/// <summary>A film cut together as a person types it.</summary>
public sealed class CutCommandTests(PreparedFolder home) : IClassFixture<PreparedFolder>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task Clips_and_the_best_of_them_become_files()
    {
        using var footage = new Footage();
        var made = await ChildProcess.RunAsync(new("ffmpeg",
        [
            "-v", "error", "-f", "lavfi", "-i",
            "testsrc2=s=320x240:r=25:d=2[a];mandelbrot=s=320x240:r=25,trim=duration=2,hue=h=120[b];smptebars=s=320x240:r=25:d=2[c];[a][b][c]concat=n=3",
            "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", footage.At("film.mp4"),
        ]), Ct);
        Assert.True(made.ExitCode == 0, made.StderrTail);
        Footage.Age(footage.At("film.mp4"));
        var (server, _) = await OwnCommandLine.ServeAsync(home.Root);
        await using (server)
        {
            var ingest = await RunAsync("ingest", footage.Root, "--wait");
            Assert.True(ingest.ExitCode == 0, ingest.StderrTail);
            while (await home.Database.ValueAsync<long>("select count(*) from clips where composite_score is not null and embedding is not null") < 3)
                await Task.Delay(200, Ct);
            var clip = (await RunAsync("clips")).Stdout.Split('\n')[0].Split('\t')[0];

            var chosen = await RunAsync("cut", clip, $"{clip}@0.4-1.6", "--aspect", "1:1", "--short-side", "64", "--crossfade", "0.2", "--out", footage.At("chosen.mp4"));
            Assert.True(chosen.ExitCode == 0, chosen.StderrTail);
            Assert.Contains("A film of 3 s in 2 parts, 64x64.", chosen.Stdout, StringComparison.Ordinal);
            Assert.Contains($"0 frames copied, 75 encoded. {footage.At("chosen.mp4")}", chosen.Stdout, StringComparison.Ordinal);
            Assert.Equal("3.000000", await SecondsAsync(footage.At("chosen.mp4")));

            var best = await RunAsync("cut", "--best", "5", "--short-side", "64", "--out", footage.At("best.mp4"));
            Assert.True(best.ExitCode == 0, best.StderrTail);
            Assert.Contains("A film of 5 s in 3 parts, 114x64.", best.Stdout, StringComparison.Ordinal);
            Assert.Equal("5.000000", await SecondsAsync(footage.At("best.mp4")));

            foreach (var (words, reason) in (IEnumerable<(string[], string)>)
            [
                ([], "Name the clips in their order"), ([$"{clip}@1-0.5"], "ends before it begins"),
                ([clip, "--aspect", "4:3"], "choose one of 16:9, 9:16, 1:1"),
            ])
            {
                var wrong = await RunAsync(["cut", .. words]);
                Assert.Equal(1, wrong.ExitCode);
                Assert.Contains(reason, wrong.StderrTail, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(null, "Name the clips in their order")]
    [InlineData(5.0, "Name the clips in their order", "018f0000-0000-7000-8000-000000000001")]
    [InlineData(0.0, "--best takes 1 to 3600 seconds.")]
    [InlineData(3601.0, "--best takes 1 to 3600 seconds.")]
    [InlineData(null, "'film.mp4' is no clip", "film.mp4")]
    [InlineData(null, "names no stretch", "018f0000-0000-7000-8000-000000000001@1")]
    public void What_names_nothing_to_cut_is_told_before_anything_is_asked(double? best, string reason, params string[] clips) =>
        Assert.Contains(reason, Assert.Throws<StartFailed>(() => CutCommand.Named(clips, best)).Message, StringComparison.Ordinal);

    private Task<ProcessResult> RunAsync(params string[] words) => OwnCommandLine.RunAsync([.. words, "--data", home.Root]);

    private static async Task<string> SecondsAsync(string path)
    {
        var probed = await ChildProcess.RunAsync(new("ffprobe", ["-v", "error", "-select_streams", "v", "-show_entries", "stream=duration", "-of", "csv=p=0", path]), Ct);
        return probed.Stdout.Trim();
    }
}
