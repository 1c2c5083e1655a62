using Backlot.Platform.Processes;
using Backlot.Rendering;

namespace Backlot.Tests.Rendering;

public sealed class FfmpegTests(MediaFolder folder) : IClassFixture<MediaFolder>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_input_carries_its_own_guards_before_its_name()
    {
        var arguments = new FfmpegArguments(
            [new(MediaFormat.Png, "/in/-i.png"), new(MediaFormat.Mp3, null)], "/out/it's.mp4")
        {
            OutputOptions = [new("map", "0:v:0"), new("c:v", "libx264")], Muxer = "mp4",
        };

        Assert.Equal(
            "ffmpeg -nostdin -hide_banner -v error -nostats -progress pipe:1 -filter_threads 1 -filter_complex_threads 1 "
            + "-protocol_whitelist file -format_whitelist png_pipe -codec_whitelist png -max_pixels 64000000 "
            + "-threads 1 -f png_pipe -i file:/in/-i.png "
            + "-protocol_whitelist pipe -format_whitelist mp3 -codec_whitelist mp3float,mjpeg,png "
            + "-max_pixels 64000000 -threads 1 -f mp3 -i pipe:0 "
            + "-map 0:v:0 -c:v libx264 -sn -dn -threads 1 -f mp4 -y 'file:/out/it'\\''s.mp4'",
            arguments.ToString());
    }

    [Fact]
    public async Task Progress_is_told_in_seconds_of_output()
    {
        var track = await folder.TrackAsync("long.wav", 60, 200);
        List<double> told = [];

        await folder.Ffmpeg.RunAsync(Copy(track, "long.flac", "flac"), told.Add, null, Ct);

        Assert.Equal(told.Order(), told);
        Assert.Equal(60, told[^1], 0.2);
    }

    [Fact]
    public async Task A_failure_holds_what_ffmpeg_said()
    {
        await File.WriteAllTextAsync(folder.File("bad.wav"), "RIFFxxxxWAVE and no more", Ct);

        var failed = await Assert.ThrowsAsync<FfmpegFailed>(
            () => folder.Ffmpeg.RunAsync(Copy(folder.File("bad.wav"), "bad.flac", "flac"), null, null, Ct));

        Assert.NotEqual(0, failed.ExitCode);
        Assert.NotEmpty(failed.Lines);
    }

    [Fact]
    public async Task What_ffmpeg_said_of_places_on_the_server_is_for_the_log_and_not_for_clients()
    {
        var missing = folder.File("not there.wav");

        var failed = await Assert.ThrowsAsync<FfmpegFailed>(() => folder.Ffmpeg.RunAsync(Copy(missing, "none.flac", "flac"), null, null, Ct));

        Assert.Contains("(file): No such file or directory", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(folder.Root, failed.Message, StringComparison.Ordinal);
        Assert.Contains(missing, failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_whose_output_does_not_advance_is_killed()
    {
        await ChildProcess.RunAsync(new("mkfifo", folder.File("never.wav")), Ct);
        var impatient = new Ffmpeg(new(StallSeconds: 0.3));

        var stalled = await Assert.ThrowsAsync<FfmpegStalled>(
            () => impatient.RunAsync(Copy(folder.File("never.wav"), "never.flac", "flac"), null, null, Ct));

        Assert.Equal("ffmpeg was ended: its output had not advanced for 0.3 s.", stalled.Message);
        Assert.False(Processes.Mention(folder.File("never.wav")));
    }

    [Fact]
    public async Task A_feeder_may_take_longer_than_the_program_may_stall()
    {
        var impatient = new Ffmpeg(new(StallSeconds: 2.5));

        await impatient.RunAsync(FromSamples("slow.flac"), null, async (target, ct) =>
        {
            await target.WriteAsync(new byte[1 << 16], ct);
            await Task.Delay(3000, ct);
            await target.WriteAsync(new byte[1 << 16], ct);
        }, Ct);

        Assert.True(new FileInfo(folder.File("slow.flac")).Length > 0);
    }

    [Fact]
    public async Task Cancelling_ends_the_program()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var endless = FromSamples("endless.flac");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => folder.Ffmpeg.RunAsync(
            endless, seconds => cancel.Cancel(),
            async (target, ct) =>
            {
                while (true)
                    await target.WriteAsync(new byte[1 << 16], ct);
            },
            cancel.Token));

        Assert.False(Processes.Mention(folder.File("endless.flac")));
    }

    [Fact]
    public async Task A_feeder_that_fails_ends_the_program_and_comes_out()
    {
        var run = FromSamples("unfed.flac");

        await Assert.ThrowsAsync<FormatException>(
            () => folder.Ffmpeg.RunAsync(run, null, (_, _) => throw new FormatException(), Ct));

        Assert.False(Processes.Mention(folder.File("unfed.flac")));
    }

    private FfmpegArguments Copy(string input, string output, string muxer) =>
        new([new(MediaFormat.Wav, input)], folder.File(output))
        {
            OutputOptions = [new("map", "0:a:0")], Muxer = muxer,
        };

    private FfmpegArguments FromSamples(string output) =>
        new([new(MediaFormat.Samples, null) { Options = [new("ar", 44100), new("ac", 2)] }], folder.File(output))
        {
            OutputOptions = [new("map", "0:a:0")], Muxer = "flac",
        };
}

internal static class Processes
{
    /// <summary>Whether a living process has the text in its arguments.</summary>
    public static bool Mention(string text) => Directory.EnumerateDirectories("/proc").Any(process =>
    {
        try
        {
            return File.ReadAllText($"{process}/cmdline").Contains(text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });
}
