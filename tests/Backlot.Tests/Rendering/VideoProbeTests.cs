using Backlot.Rendering;
using Backlot.Tests.Support;

namespace Backlot.Tests.Rendering;

public sealed class VideoProbeTests(MediaFolder folder) : IClassFixture<MediaFolder>
{
    private const string Data = RealMedia.Folder;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private MediaProbe Probe => new(folder.Ffmpeg);

    [Theory]
    [InlineData("h264.mp4", "mp4", "video/mp4", "libx264", "aac", true)]
    [InlineData("hevc.mp4", "mp4", "video/mp4", "libx265", "aac", false)]
    [InlineData("quick.mov", "mov", "video/quicktime", "libx264", "pcm_s16le", false)]
    [InlineData("vp8.webm", "webm", "video/webm", "libvpx", "libvorbis", true)]
    [InlineData("vp9.webm", "webm", "video/webm", "libvpx-vp9", "libopus", true)]
    [InlineData("h264.mkv", "matroska", "video/x-matroska", "libx264", "flac", false)]
    [InlineData("part2.avi", "avi", "video/x-msvideo", "mpeg4", "libmp3lame", false)]
    [InlineData("stream.ts", "mpegts", "video/mp2t", "libx264", "ac3", false)]
    [InlineData("program.mpg", "mpeg", "video/mpeg", "mpeg2video", "mp2", false)]
    [InlineData("flash.flv", "flv", "video/x-flv", "flv", "libmp3lame", false)]
    [InlineData("theora.ogv", "ogv", "video/ogg", "libtheora", "libvorbis", false)]
    public async Task Good_videos_of_every_kind_are_let_in(
        string name, string format, string mimeType, string video, string audio, bool inBrowser)
    {
        var path = await folder.MakeAsync(name, "-f", "lavfi", "-i", "testsrc2=s=322x242:d=1:r=25", "-f", "lavfi", "-i", "sine=d=1:r=44100",
            "-c:v", video, "-pix_fmt", "yuv420p", "-c:a", audio, "-ac", "2");

        var facts = await Probe.ProbeAsync(path, null, Ct);

        Assert.Equal((MediaKind.Video, format, mimeType), (facts.Kind, facts.Format, facts.MimeType));
        Assert.Equal((322, 242, 0), (facts.Width, facts.Height, facts.Rotation));
        Assert.Equal((new Rational(25, 1), false), (facts.FrameRate, facts.IsVariableFrameRate));
        Assert.InRange(facts.DurationSeconds!.Value, 0.9, 1.2);
        Assert.True(facts.HasAudio);
        Assert.Equal(inBrowser, facts.DecodesInBrowser);
        Assert.Equal(2, facts.Streams.Count);
    }

    [Theory]
    [InlineData("24000/1001", "mp4")]
    [InlineData("30000/1001", "mp4")]
    [InlineData("24000/1001", "mkv")]
    [InlineData("30000/1001", "mkv")]
    [InlineData("60000/1001", "mkv")]
    [InlineData("60", "webm")]
    [InlineData("25", "ts")]
    [InlineData("10", "avi")]
    [InlineData("15/2", "mkv")]
    public async Task The_frame_rate_is_exact_whatever_the_container_rounds(string rate, string container)
    {
        var path = await folder.MakeAsync($"rate {rate.Replace('/', '-')}.{container}",
            "-f", "lavfi", "-i", $"testsrc2=s=64x64:d=6:r={rate}", "-c:v", container == "webm" ? "libvpx" : container == "avi" ? "mpeg4" : "libx264");

        var facts = await Probe.ProbeAsync(path, MediaKind.Video, Ct);

        Assert.Equal(Rational.Parse(rate), facts.FrameRate);
        Assert.False(facts.IsVariableFrameRate);
    }

    [Fact]
    public async Task Uneven_frames_are_seen_in_a_swing_and_in_dropped_frames()
    {
        var swing = await folder.MakeAsync("swing.mp4", "-f", "lavfi", "-i", "testsrc2=s=64x64:d=8:r=60",
            "-vf", "select='if(lt(t,3)+gt(t,6),not(mod(n,60)),1)'", "-fps_mode", "passthrough", "-enc_time_base", "-1", "-c:v", "libx264");
        var dropped = await folder.MakeAsync("dropped.mkv", "-f", "lavfi", "-i", "testsrc2=s=64x64:d=4:r=25",
            "-vf", "select='not(between(n,30,32))'", "-fps_mode", "passthrough", "-c:v", "libx264", "-bf", "3");

        Assert.True((await Probe.ProbeAsync(swing, MediaKind.Video, Ct)).IsVariableFrameRate);
        Assert.True((await Probe.ProbeAsync(dropped, MediaKind.Video, Ct)).IsVariableFrameRate);
    }

    [Theory]
    // ffmpeg 5.1 writes the tag's angle the other way round (looked at in what it then shows).
    [InlineData("90", 270, 48, 64)]
    [InlineData("180", 180, 64, 48)]
    [InlineData("270", 90, 48, 64)]
    public async Task The_size_is_that_of_the_upright_picture(string tag, int rotation, int width, int height)
    {
        var flat = await folder.MakeAsync($"flat {tag}.mp4", "-f", "lavfi", "-i", "testsrc2=s=64x48:d=1", "-c:v", "libx264");
        var turned = await folder.MakeAsync($"turned {tag}.mp4", "-i", flat, "-c", "copy", "-metadata:s:v", $"rotate={tag}");

        var facts = await Probe.ProbeAsync(turned, MediaKind.Video, Ct);

        Assert.Equal((rotation, width, height), (facts.Rotation, facts.Width, facts.Height));
    }

    [Theory]
    [InlineData("16/15", 720, 576, 768, 576)]
    [InlineData("8/9", 720, 480, 720, 540)]
    [InlineData("4/3", 1440, 1080, 1920, 1080)]
    public async Task Pixels_that_are_not_square_are_made_so(string aspect, int storedWidth, int storedHeight, int width, int height)
    {
        var path = await folder.MakeAsync($"sar {aspect.Replace('/', '-')}.mp4",
            "-f", "lavfi", "-i", $"color=gray:s={storedWidth}x{storedHeight}:d=0.2,setsar={aspect}", "-c:v", "libx264");

        var facts = await Probe.ProbeAsync(path, MediaKind.Video, Ct);

        Assert.Equal(aspect, facts.SampleAspect.ToString());
        Assert.Equal((width, height), (facts.Width, facts.Height));
    }

    [Fact]
    public async Task Pixels_that_are_not_square_are_turned_with_the_picture()
    {
        var flat = await folder.MakeAsync("wide.mp4", "-f", "lavfi", "-i", "color=gray:s=96x64:d=0.2,setsar=4/3", "-c:v", "libx264");
        var turned = await folder.MakeAsync("high.mp4", "-i", flat, "-c", "copy", "-metadata:s:v", "rotate=90");

        var facts = await Probe.ProbeAsync(turned, MediaKind.Video, Ct);

        Assert.Equal((64, 128), (facts.Width, facts.Height));
    }

    [Fact]
    public async Task High_dynamic_range_is_told_by_its_transfer()
    {
        var path = await folder.MakeAsync("hdr.mp4", "-f", "lavfi", "-i", "testsrc2=s=64x64:d=0.4", "-pix_fmt", "yuv420p10le", "-c:v", "libx265",
            "-x265-params", "log-level=error", "-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc");

        var facts = await Probe.ProbeAsync(path, MediaKind.Video, Ct);

        Assert.Equal(("bt2020", "smpte2084", "bt2020nc"), (facts.Colour?.Primaries, facts.Colour?.Transfer, facts.Colour?.Space));
        Assert.True(facts.Colour!.IsHdr);
        Assert.Equal("yuv420p10le", facts.PixelFormat);
        Assert.False(facts.DecodesInBrowser);
    }

    [Fact]
    public async Task A_film_of_odd_size_without_sound_or_of_one_frame_is_let_in()
    {
        var dot = await folder.MakeAsync("dot.mkv", "-f", "lavfi", "-i", "color=red:s=16x16:d=0.2,scale=1:1,setsar=1", "-c:v", "ffv1");
        var odd = await folder.MakeAsync("odd.mkv", "-f", "lavfi", "-i", "color=red:s=16x16:d=0.2,scale=3:5,setsar=1", "-c:v", "ffv1");
        var single = await folder.MakeAsync("single.mp4", "-f", "lavfi", "-i", "testsrc2=s=64x64", "-frames:v", "1", "-c:v", "libx264");

        var facts = await Probe.ProbeAsync(odd, null, Ct);

        Assert.Equal((2, 2), await SizeAsync(dot));
        Assert.Equal((4, 6), (facts.Width, facts.Height));
        Assert.False(facts.HasAudio);
        Assert.InRange((await Probe.ProbeAsync(single, null, Ct)).DurationSeconds!.Value, 0.03, 0.05);
    }

    [Fact]
    public async Task Animated_gifs_fragments_and_alpha_are_videos()
    {
        var gif = await folder.MakeAsync("moving.gif", "-f", "lavfi", "-i", "testsrc2=s=64x48:d=2:r=10");
        var fragments = await folder.MakeAsync("fragments.mp4", "-f", "lavfi", "-i", "testsrc2=s=64x48:d=3", "-c:v", "libx264", "-g", "25",
            "-movflags", "+frag_keyframe+empty_moov");
        var alpha = await folder.MakeAsync("alpha.webm", "-f", "lavfi", "-i", "testsrc2=s=64x48:d=1", "-pix_fmt", "yuva420p", "-c:v", "libvpx-vp9");
        var live = await folder.MakeAsync("live.mkv", "-f", "lavfi", "-i", "testsrc2=s=64x48:d=3", "-c:v", "libx264", "-live", "1");

        Assert.Equal(2, (await Probe.ProbeAsync(gif, null, Ct)).DurationSeconds!.Value, 0.11);
        Assert.Equal(3, (await Probe.ProbeAsync(fragments, null, Ct)).DurationSeconds!.Value, 0.05);
        Assert.Equal((64, 48), await SizeAsync(alpha));
        Assert.Equal(3, (await Probe.ProbeAsync(live, null, Ct)).DurationSeconds!.Value, 0.05);
    }

    [Fact]
    public async Task A_film_container_with_sound_alone_is_sound()
    {
        var path = await folder.MakeAsync("sound.mp4", "-f", "lavfi", "-i", "sine=d=3", "-c:a", "aac");

        var facts = await Probe.ProbeAsync(path, null, Ct);

        Assert.Equal((MediaKind.Audio, "m4a"), (facts.Kind, facts.Format));
        var refused = await Assert.ThrowsAsync<MediaRefused>(() => Probe.ProbeAsync(path, MediaKind.Video, Ct));
        Assert.Equal("holds no moving picture", refused.Reason);
    }

    [Fact]
    public async Task The_loudness_of_sound_agrees_with_an_independent_meter_and_silence_has_none()
    {
        var path = await folder.MakeAsync("speech.wav", "-f", "lavfi", "-i", "aevalsrc='if(lt(mod(t,8),4),0.05,0.4)*sin(2*PI*300*t)':s=44100:d=24",
            "-ac", "2");
        var silence = await folder.MakeAsync("silence.wav", "-f", "lavfi", "-i", "anullsrc=d=3", "-t", "3");
        var (lufs, peak) = await Ebur128.MeasureAsync(path, Ct);

        var own = (await Probe.ProbeAsync(path, null, Ct)).Loudness!;

        Assert.Equal(lufs, own.IntegratedLufs, 0.11);
        Assert.Equal(peak, own.TruePeakDbtp, 0.35);
        Assert.Equal(18.1, own.RangeLu, 0.5);
        Assert.Null((await Probe.ProbeAsync(silence, null, Ct)).Loudness);
    }

    [Fact]
    public async Task A_long_film_is_known_from_its_ends()
    {
        var path = await folder.MakeAsync("long.mp4", "-f", "lavfi", "-i", "color=s=64x64:d=300:r=10", "-f", "lavfi", "-i", "anullsrc=r=48000:cl=mono", "-t", "300",
            "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac");

        var facts = await Probe.ProbeAsync(path, MediaKind.Video, Ct);

        Assert.Equal(300, facts.DurationSeconds!.Value, 0.05);
        // What lies between its ends is not read, and is no pause.
        Assert.False(facts.IsVariableFrameRate);
        Assert.Equal(new Rational(10, 1), facts.FrameRate);
    }

    [Theory]
    [InlineData("vtest.avi", 768, 576, 79.5, "10")]
    [InlineData("Megamind.avi", 720, 528, 11.26, "24000/1001")]
    [InlineData("tree.avi", 320, 240, 29.6, null)]
    public async Task Real_footage_is_let_in(string name, int width, int height, double seconds, string? evenRate)
    {
        var facts = await Probe.ProbeAsync(Path.Combine(Data, name), null, Ct);

        Assert.Equal((MediaKind.Video, width, height), (facts.Kind, facts.Width, facts.Height));
        Assert.Equal(seconds, facts.DurationSeconds!.Value, 0.2);
        Assert.Equal(evenRate is null, facts.IsVariableFrameRate);
        if (evenRate is not null)
            Assert.Equal(Rational.Parse(evenRate), facts.FrameRate);
    }

    private async Task<(int?, int?)> SizeAsync(string path) =>
        await Probe.ProbeAsync(path, null, Ct) is var facts ? (facts.Width, facts.Height) : default;
}
