using Backlot.Tests.Library.Ingest;
using Backlot.Tests.Support;

namespace Backlot.Tests.Cli;

/// <summary>Bringing media in, looking at it and checking it, as a person types it.</summary>
public sealed class IngestCommandTests(PreparedFolder home) : IClassFixture<PreparedFolder>
{
    [Fact(Timeout = 180_000)]
    public async Task A_folder_is_brought_in_listed_and_checked()
    {
        using var footage = new Footage();
        footage.Add("one.wav", TinyMedia.Wav(1));
        footage.Add("two.wav", TinyMedia.Wav(2));
        footage.Add("below/one again.wav", TinyMedia.Wav(1));
        footage.Add("empty.mp4", []);
        var (server, _) = await OwnCommandLine.ServeAsync(home.Root);
        await using (server)
        {
            var ingest = await OwnCommandLine.RunAsync("ingest", footage.Root, "--wait", "--data", home.Root);
            Assert.True(ingest.ExitCode == 0, ingest.StderrTail);
            Assert.Contains("4 files: 2 new, 1 known, 1 refused.", ingest.Stdout, StringComparison.Ordinal);
            Assert.Contains($"{footage.At("empty.mp4")} is empty.", ingest.Stdout, StringComparison.Ordinal);

            var assets = (await OwnCommandLine.RunAsync("assets", "--sort", "name", "--kind", "audio", "--data", home.Root)).Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(["audio", "audio"], assets.Select(line => line.Split('\t')[1]));
            Assert.All(assets, line => Assert.Equal(["0.03 s", "", "4.5 kB", "ready"], line.Split('\t')[3..]));
            var wrong = await OwnCommandLine.RunAsync("assets", "--sort", "tallest", "--data", home.Root);
            Assert.Equal(1, wrong.ExitCode);
            Assert.Contains("choose one of newest, oldest, name, largest, longest", wrong.StderrTail, StringComparison.Ordinal);
            Assert.Equal("", (await OwnCommandLine.RunAsync("clips", "--sort", "composite", "--data", home.Root)).Stdout);

            Assert.Contains("2 contents of assets, 2 of them read whole; 2 files: nothing is wrong.", (await OwnCommandLine.RunAsync("fsck", "--all", "--data", home.Root)).Stdout, StringComparison.Ordinal);
        }

        File.Delete(Directory.GetFiles(Path.Combine(home.Root, "blobs"), "*", SearchOption.AllDirectories)[0]);
        var broken = await OwnCommandLine.RunAsync("fsck", "--data", home.Root);
        var repaired = await OwnCommandLine.RunAsync("fsck", "--repair", "--data", home.Root);
        var clean = await OwnCommandLine.RunAsync("fsck", "--data", home.Root);

        Assert.Equal((1, 0, 0), (broken.ExitCode, repaired.ExitCode, clean.ExitCode));
        Assert.Contains("1 fault; nothing was changed. ./backlot fsck --repair repairs them.", broken.Stdout, StringComparison.Ordinal);
        Assert.Contains("1 fault repaired.", repaired.Stdout, StringComparison.Ordinal);
    }
}
