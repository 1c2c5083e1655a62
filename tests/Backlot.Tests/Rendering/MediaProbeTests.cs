using Backlot.Platform.Processes;
using Backlot.Rendering;

namespace Backlot.Tests.Rendering;

public sealed class MediaProbeTests(MediaFolder folder) : IClassFixture<MediaFolder>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private MediaProbe Probe => new(folder.Ffmpeg);

    [Theory]
    [InlineData("ok.ogg", "ogg", "audio/ogg", "libvorbis")]
    [InlineData("opus.ogg", "ogg", "audio/ogg", "libopus")]
    [InlineData("ok.mp3", "mp3", "audio/mpeg", "libmp3lame")]
    [InlineData("ok.flac", "flac", "audio/flac", "flac")]
    [InlineData("ok.wav", "wav", "audio/wav", "pcm_s16le")]
    [InlineData("deep.wav", "wav", "audio/wav", "pcm_s24le")]
    [InlineData("ok.m4a", "m4a", "audio/mp4", "aac")]
    [InlineData("lossless.m4a", "m4a", "audio/mp4", "alac")]
    public async Task Good_tracks_of_every_kind_are_let_in(string name, string format, string mimeType, string encoder)
    {
        var path = await folder.MakeAsync(name, "-f", "lavfi", "-i", "sine=d=2.5:r=48000", "-c:a", encoder, "-ac", "2");

        var facts = await Probe.ProbeAsync(path, MediaKind.Audio, Ct);

        Assert.Equal((format, mimeType), (facts.Format, facts.MimeType));
        Assert.Equal((48000, 2), (facts.SampleRate, facts.Channels));
        Assert.InRange(facts.DurationSeconds!.Value, 2.45, 2.6);
    }

    /// <summary>For those no program is started.</summary>
    [Theory]
    [InlineData("plain.wav", "pcm_s16le")]
    [InlineData("floats.wav", "pcm_f32le")]
    public async Task Plain_waves_are_described_as_ffprobe_does(string name, string codec)
    {
        var path = await folder.MakeAsync(name, "-f", "lavfi", "-i", "sine=d=1.5:r=44100", "-c:a", codec, "-ac", "2");

        var facts = await Probe.ProbeAsync(path, MediaKind.Audio, Ct);

        Assert.Equal((MediaKind.Audio, "wav", "audio/wav", new FileInfo(path).Length), (facts.Kind, facts.Format, facts.MimeType, facts.SizeBytes));
        Assert.Equal((true, 44100, 2, 1.5), (facts.HasAudio, facts.SampleRate, facts.Channels, facts.DurationSeconds));
        Assert.Equal([new MediaStream("audio", codec, null)], facts.Streams);
    }

    [Theory]
    [InlineData("ok.png", "png", "image/png", "png")]
    [InlineData("ok.jpg", "jpeg", "image/jpeg", "mjpeg")]
    [InlineData("ok.webp", "webp", "image/webp", "libwebp")]
    [InlineData("lossless.webp", "webp", "image/webp", "libwebp")]
    [InlineData("alpha.webp", "webp", "image/webp", "libwebp")]
    public async Task Good_images_of_every_kind_are_let_in(string name, string format, string mimeType, string encoder)
    {
        string[] how = name switch
        {
            "lossless.webp" => ["-lossless", "1"],
            "alpha.webp" => ["-vf", "format=yuva420p,geq=lum=128:cb=128:cr=128:a=X"],
            _ => [],
        };
        var path = await folder.MakeAsync(
            name, ["-f", "lavfi", "-i", "testsrc2=s=322x202", "-frames:v", "1", .. how, "-c:v", encoder]);

        var facts = await Probe.ProbeAsync(path, MediaKind.Image, Ct);

        Assert.Equal((format, mimeType), (facts.Format, facts.MimeType));
        Assert.Equal((322, 202), (facts.Width, facts.Height));
    }

    [Fact]
    public async Task A_track_with_a_cover_picture_is_let_in()
    {
        var cover = await folder.ColourAsync("cover.jpg", "red");
        var path = await folder.MakeAsync("cover.mp3", "-f", "lavfi", "-i", "sine=d=2", "-i", cover,
            "-map", "0", "-map", "1", "-c:v", "copy", "-disposition:v", "attached_pic");

        Assert.InRange((await Probe.ProbeAsync(path, MediaKind.Audio, Ct)).DurationSeconds!.Value, 1.9, 2.1);
    }

    [Theory]
    [InlineData("words.mp3", "These are words, not music.", "is not audio: it looks like text")]
    [InlineData("empty.mp3", "", "is empty")]
    [InlineData("list.mp3", "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\ncanary.ogg\n", "it looks like text")]
    [InlineData("concat.m4a", "ffconcat version 1.0\nfile canary.ogg\n", "is not audio: it looks like text")]
    [InlineData("dash.ogg", "<MPD xmlns='urn:mpeg:dash:schema:mpd:2011'></MPD>", "it looks like text")]
    [InlineData("sdp.wav", "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n", "it looks like text")]
    [InlineData("script.flac", "#!/bin/sh\necho hello\n", "is not audio: it looks like text")]
    [InlineData("id3.mp3", "ID3 and then nothing that decodes", "cannot be decoded")]
    [InlineData("oggs.ogg", "OggS and then nothing that decodes", "cannot be decoded")]
    public async Task What_only_pretends_to_be_a_track_is_refused(string name, string content, string reason)
    {
        await File.WriteAllTextAsync(folder.File(name), content, Ct);

        var refused = await Assert.ThrowsAsync<MediaRefused>(
            () => Probe.ProbeAsync(folder.File(name), MediaKind.Audio, Ct));

        Assert.Contains(reason, refused.About(name));
    }

    [Fact]
    public async Task A_playlist_behind_an_audio_header_opens_nothing()
    {
        // An ID3 tag brings the file past the sniffing; what follows it must still not choose another demuxer.
        byte[] tag = [(byte)'I', (byte)'D', (byte)'3', 3, 0, 0, 0, 0, 0, 0];
        await folder.TrackAsync("canary.ogg", 1, 440);
        await File.WriteAllBytesAsync(folder.File("masked.mp3"),
            [.. tag, .. "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\ncanary.ogg\n#EXT-X-ENDLIST\n"u8], Ct);

        await Assert.ThrowsAsync<MediaRefused>(() => Probe.ProbeAsync(folder.File("masked.mp3"), MediaKind.Audio, Ct));
    }

    [Fact]
    public async Task A_picture_of_30000_pixels_a_side_is_refused_by_its_size()
    {
        await File.WriteAllBytesAsync(folder.File("flood.png"), PngHeader(30_000, 30_000), Ct);

        var refused = await Assert.ThrowsAsync<MediaRefused>(
            () => Probe.ProbeAsync(folder.File("flood.png"), MediaKind.Image, Ct));

        Assert.Equal("flood.png is 30000 x 30000 pixels; the limit is 64 megapixels.", refused.About("flood.png"));
    }

    [Fact]
    public async Task An_empty_or_broken_picture_is_refused()
    {
        await File.WriteAllBytesAsync(folder.File("empty.png"), [], Ct);
        await File.WriteAllBytesAsync(folder.File("broken.png"), PngHeader(300, 200), Ct);
        await File.WriteAllBytesAsync(folder.File("zero.png"), PngHeader(0, 200), Ct);
        await File.WriteAllTextAsync(folder.File("page.png"), "<html>no picture</html>", Ct);

        Assert.Equal("is empty", await ReasonAsync("empty.png"));
        Assert.Equal("cannot be decoded", await ReasonAsync("broken.png"));
        Assert.Equal("declares no width or height", await ReasonAsync("zero.png"));
        Assert.StartsWith("is not an image: it looks like text", await ReasonAsync("page.png"));
    }

    [Fact]
    public async Task A_video_is_refused_as_a_track()
    {
        await folder.MakeAsync("silent.mp4", "-f", "lavfi", "-i", "testsrc2=d=1:s=64x64");

        var refused = await Assert.ThrowsAsync<MediaRefused>(
            () => Probe.ProbeAsync(folder.File("silent.mp4"), MediaKind.Audio, Ct));

        Assert.Equal("holds something else than the sound or picture of a track or an image", refused.Reason);
    }

    [Fact]
    public async Task A_fifo_is_refused_and_not_waited_for()
    {
        await ChildProcess.RunAsync(new("mkfifo", folder.File("pipe.mp3")), Ct);

        var refused = await Assert.ThrowsAsync<MediaRefused>(
            () => Probe.ProbeAsync(folder.File("pipe.mp3"), MediaKind.Audio, Ct));

        Assert.Equal("is not a regular file", refused.Reason);
    }

    [Fact]
    public async Task A_name_that_looks_like_an_option_or_a_pattern_is_only_a_name()
    {
        var good = await folder.TrackAsync("good.ogg", 1, 440);
        foreach (var name in (string[])["-i", "%03d.ogg", "a'b;$(x).ogg", "http:x"])
        {
            File.Copy(good, folder.File(name));
            Assert.Equal("ogg", (await Probe.ProbeAsync(folder.File(name), MediaKind.Audio, Ct)).Format);
        }
    }

    private async Task<string> ReasonAsync(string name) =>
        (await Assert.ThrowsAsync<MediaRefused>(() => Probe.ProbeAsync(folder.File(name), MediaKind.Image, Ct))).Reason;

    private static byte[] PngHeader(int width, int height) =>
    [
        0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R',
        (byte)(width >> 24), (byte)(width >> 16), (byte)(width >> 8), (byte)width,
        (byte)(height >> 24), (byte)(height >> 16), (byte)(height >> 8), (byte)height, 8, 2, 0, 0, 0,
    ];
}
