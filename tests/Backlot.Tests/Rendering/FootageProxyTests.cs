using Backlot.Rendering;
using Backlot.Rendering.Signals;

namespace Backlot.Tests.Rendering;

public sealed class FootageProxyTests(MediaFolder folder) : IClassFixture<MediaFolder>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("large.mp4", "1920x1080", "libx264", false, 1280, 720)]
    [InlineData("high.mp4", "1080x1920", "libx264", false, 720, 1280)]
    [InlineData("old.avi", "640x360", "mpeg4", false, 640, 360)]
    [InlineData("wrapped.mkv", "640x360", "libx264", true, 640, 360)]
    public async Task A_proxy_plays_in_every_browser_and_starts_before_it_is_loaded(
        string name, string size, string encoder, bool isCopied, int width, int height)
    {
        var path = await folder.MakeAsync(name, "-f", "lavfi", "-i", $"testsrc2=s={size}:d=1", "-f", "lavfi", "-i", "sine=d=1:r=44100",
            "-c:v", encoder, "-pix_fmt", "yuv420p", "-preset", "ultrafast", "-c:a", "libmp3lame");
        var proxy = folder.File($"proxy of {name}.mp4");
        List<double> told = [];

        var copied = await new FootageProxy(folder.Ffmpeg).MakeAsync(path, await FactsAsync(path), proxy, new Told(told.Add), Ct);

        var facts = await FactsAsync(proxy);
        Assert.Equal(isCopied, copied);
        Assert.Equal((width, height, true), (facts.Width, facts.Height, facts.DecodesInBrowser));
        Assert.Equal(["h264", "aac"], facts.Streams.Select(stream => stream.Codec));
        Assert.Equal(1, facts.DurationSeconds!.Value, 0.1);
        var bytes = await File.ReadAllBytesAsync(proxy, Ct);
        Assert.True(bytes.AsSpan().IndexOf("moov"u8) < bytes.AsSpan().IndexOf("mdat"u8));
        Assert.InRange(told[^1], 0.9, 1);
    }

    [Fact]
    public async Task A_proxy_of_uneven_frames_keeps_their_times()
    {
        var path = await folder.MakeAsync("uneven.mkv", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=25:d=4", "-vf", "select='not(between(n,30,60))'",
            "-fps_mode", "passthrough", "-c:v", "mpeg4");
        var proxy = folder.File("uneven.mp4");

        await new FootageProxy(folder.Ffmpeg).MakeAsync(path, await FactsAsync(path), proxy, progress: null, Ct);

        var facts = await FactsAsync(proxy);
        Assert.True(facts.IsVariableFrameRate);
        Assert.Equal(4, facts.DurationSeconds!.Value, 0.1);
    }

    [Fact]
    public async Task A_proxy_that_is_cancelled_leaves_nothing()
    {
        var path = await folder.MakeAsync("endless.mkv", "-f", "lavfi", "-i", "testsrc2=s=640x360:d=20", "-c:v", "mpeg4");
        using var cancel = new CancellationTokenSource();
        var facts = await FactsAsync(path);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new FootageProxy(folder.Ffmpeg).MakeAsync(path, facts, folder.File("cancelled.mp4"), new Told(_ => cancel.Cancel()), cancel.Token));

        Assert.Empty(Directory.GetFiles(folder.Root, "cancelled*"));
        Assert.False(Processes.Mention(path));
    }

    private Task<MediaFacts> FactsAsync(string path) => new MediaProbe(folder.Ffmpeg).ProbeAsync(path, MediaKind.Video, Ct);

    private sealed class Told(Action<double> tell) : IProgress<double>
    {
        public void Report(double value) => tell(value);
    }
}
