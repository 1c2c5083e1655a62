using Backlot.Rendering;
using Backlot.Tests.Support;

namespace Backlot.Tests.Rendering;

public sealed class HostileMediaTests(MediaFolder folder) : IClassFixture<MediaFolder>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private MediaProbe Probe => new(folder.Ffmpeg);

    [Fact]
    public async Task Every_hostile_file_is_refused_with_its_reason_and_the_next_good_one_is_let_in()
    {
        var root = Directory.CreateDirectory(folder.File("hostile")).FullName;
        var files = await HostileFiles.MakeAsync(root, Ct);
        var before = Directory.GetFileSystemEntries(root).Order().ToList();

        var wrong = new List<string>();
        foreach (var file in files)
        {
            try
            {
                var facts = await Probe.ProbeAsync(file.Path, null, Ct);
                wrong.Add($"{file.Name} was let in as {facts}");
            }
            catch (MediaRefused refused) when (refused.Reason.Contains(file.Reason) && !refused.Reason.Contains(HostileFiles.Canary))
            {
                // As it should be.
            }
            catch (MediaRefused refused)
            {
                wrong.Add($"{file.Name} was refused otherwise: {refused.Reason}");
            }
        }

        Assert.Empty(wrong);
        Assert.False(Processes.Mention(root));
        Assert.Equal(before, Directory.GetFileSystemEntries(root).Order());
        var good = await folder.MakeAsync("good.mp4", "-f", "lavfi", "-i", "testsrc2=s=64x64:d=1");
        Assert.Equal(MediaKind.Video, (await Probe.ProbeAsync(good, null, Ct)).Kind);
    }

    [Fact]
    public async Task A_size_that_a_header_lies_about_is_measured()
    {
        var huge = await Probe.ProbeAsync(await HostileFiles.LiarAsync(folder.Root, Ct), MediaKind.Video, Ct);

        Assert.Equal((160, 120), (huge.Width, huge.Height));
    }

    [Fact]
    public async Task A_cancelled_probe_leaves_no_program()
    {
        var path = await folder.MakeAsync("cancelled.mp4", "-f", "lavfi", "-i", "testsrc2=s=64x64:d=1");
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Probe.ProbeAsync(path, null, cancelled.Token));

        Assert.False(Processes.Mention(path));
    }
}
