using System.Text;
using Backlot.Platform.Processes;
using Backlot.Rendering;
using Backlot.Rendering.Signals;

namespace Backlot.Tests.Rendering;

public sealed class WithoutLocationTests(MediaFolder folder) : IClassFixture<MediaFolder>
{
    private const string Place = "+48.8583+002.2945/", Owner = "canary-owner";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("where.mp4", "libx264", "aac")]
    [InlineData("where.mov", "libx264", "aac")]
    [InlineData("where.mkv", "libx264", "flac")]
    [InlineData("where.webm", "libvpx", "libvorbis")]
    [InlineData("where.avi", "mpeg4", "libmp3lame")]
    [InlineData("where.ogv", "libtheora", "libvorbis")]
    [InlineData("where.ts", "libx264", "aac")]
    public async Task A_video_forgets_where_it_was_taken_and_loses_nothing_else(string name, string video, string audio)
    {
        var path = await folder.MakeAsync(name, "-f", "lavfi", "-i", "testsrc2=s=64x48:d=1", "-f", "lavfi", "-i", "sine=d=1", "-c:v", video,
            "-pix_fmt", "yuv420p", "-c:a", audio, "-metadata", $"location={Place}", "-metadata", $"comment={Owner} {Place}", "-metadata:s:v", $"title={Owner}",
            "-metadata:s:v", "rotate=0", "-movflags", "use_metadata_tags");

        await AssertForgottenAsync(path, MediaKind.Video, mustHold: name != "where.ts");
    }

    [Fact]
    public async Task A_file_of_a_camera_that_has_sound_of_another_format_is_served_all_the_same()
    {
        var path = await folder.MakeAsync("camera.mp4", "-f", "lavfi", "-i", "testsrc2=s=64x48:d=1", "-f", "lavfi", "-i", "sine=d=1", "-c:v", "libx264",
            "-pix_fmt", "yuv420p", "-c:a", "pcm_s16be", "-metadata", $"comment={Owner} {Place}", "-movflags", "use_metadata_tags", "-f", "mov", "-brand", "XAVC");

        await AssertForgottenAsync(path, MediaKind.Video, mustHold: true);
    }

    [Fact]
    public async Task What_a_drone_writes_beside_the_picture_is_left_behind()
    {
        await File.WriteAllTextAsync(folder.File("words.bin"), $"{Owner} {Place}", Ct);
        var path = await folder.MakeAsync("drone.ts", "-f", "lavfi", "-i", "testsrc2=s=64x48:d=1", "-f", "data", "-i", folder.File("words.bin"),
            "-map", "0:v", "-map", "1:d", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:d", "copy");

        await AssertForgottenAsync(path, MediaKind.Video, mustHold: true);
    }

    [Theory]
    [InlineData("song.mp3", "libmp3lame")]
    [InlineData("song.flac", "flac")]
    [InlineData("song.m4a", "aac")]
    [InlineData("song.ogg", "libvorbis")]
    [InlineData("song.wav", "pcm_s16le")]
    public async Task A_track_forgets_where_it_was_taken(string name, string encoder)
    {
        var path = await folder.MakeAsync(name, "-f", "lavfi", "-i", "sine=d=1", "-c:a", encoder, "-metadata", $"comment={Owner} {Place}");

        await AssertForgottenAsync(path, MediaKind.Audio, mustHold: true);
    }

    [Fact]
    public async Task A_turned_video_stays_turned()
    {
        var flat = await folder.MakeAsync("flat.mp4", "-f", "lavfi", "-i", "testsrc2=s=64x48:d=0.4");
        var path = await folder.MakeAsync("turned.mp4", "-i", flat, "-c", "copy", "-metadata:s:v", "rotate=90");
        var facts = await FactsAsync(path, MediaKind.Video);

        await new WithoutLocation(folder.Ffmpeg).MakeAsync(path, facts, folder.File("turned plain.mp4"), Ct);

        Assert.Equal(facts.Rotation, (await FactsAsync(folder.File("turned plain.mp4"), MediaKind.Video)).Rotation);
        Assert.NotEqual(0, facts.Rotation);
    }

    [Theory]
    [InlineData("photo.jpg", 6)]
    [InlineData("photo.jpg", 1)]
    [InlineData("photo.png", 6)]
    [InlineData("photo.webp", 6)]
    [InlineData("photo.webp", 1)]
    public async Task A_picture_forgets_where_it_was_taken_but_not_which_side_is_up(string name, int side)
    {
        var plain = await folder.MakeAsync($"bare {name}", "-f", "lavfi", "-i", "testsrc2=s=64x48", "-frames:v", "1");
        var path = folder.File($"{side} {name}");
        await File.WriteAllBytesAsync(path, ExifPicture.With(await File.ReadAllBytesAsync(plain, Ct), side, $"{Owner} {Place}"), Ct);
        var (shown, before) = (await FactsAsync(path, MediaKind.Image), await PixelsAsync(path));
        var output = folder.File($"{side} plain {name}");

        await new WithoutLocation(folder.Ffmpeg).MakeAsync(path, shown, output, Ct);

        Assert.Contains(Owner, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path, Ct)));
        await AssertSaysNothingAsync(output);
        Assert.Equal(before, await PixelsAsync(output));
        Assert.Equal(side >= 5 ? (48, 64) : (64, 48), (shown.Width, shown.Height));
        Assert.Equal(side == 1 ? null : side, ExifPicture.SideOf(await File.ReadAllBytesAsync(output, Ct)));
        Assert.Equal(MediaKind.Image, (await FactsAsync(output, MediaKind.Image)).Kind);
    }

    [Fact]
    public async Task What_is_hung_on_behind_a_picture_is_left_behind()
    {
        var plain = await folder.MakeAsync("one.jpg", "-f", "lavfi", "-i", "testsrc2=s=64x48", "-frames:v", "1");
        var bytes = await File.ReadAllBytesAsync(plain, Ct);
        await File.WriteAllBytesAsync(folder.File("two.jpg"), [.. bytes, .. ExifPicture.With(bytes, 1, Owner)], Ct);

        await new WithoutLocation(folder.Ffmpeg).MakeAsync(
            folder.File("two.jpg"), await FactsAsync(folder.File("two.jpg"), MediaKind.Image), folder.File("one again.jpg"), Ct);

        await AssertSaysNothingAsync(folder.File("one again.jpg"));
        Assert.Equal(await PixelsAsync(plain), await PixelsAsync(folder.File("one again.jpg")));
    }

    [Fact]
    public async Task A_GIF_forgets_what_was_written_into_it_and_is_shown_as_before()
    {
        var bare = await File.ReadAllBytesAsync(await folder.MakeAsync("bare.gif", "-f", "lavfi", "-i", "testsrc2=s=64x48:d=0.4:r=10", "-loop", "3"), Ct);
        var table = (bare[10] & 0x80) == 0 ? 0 : 3 << ((bare[10] & 7) + 1);
        byte[] words = [.. Encoding.ASCII.GetBytes($"{Owner} {Place}")], trailer = [1, .. Enumerable.Range(0, 256).Select(n => (byte)(255 - n)), 0];
        byte[] comment = [0x21, 0xfe, (byte)words.Length, .. words, 0];
        byte[] xmp = [0x21, 0xff, 11, .. "XMP DataXMP"u8, .. "<x:xmpmeta>"u8, .. words, .. "</x:xmpmeta>"u8, .. trailer];
        var path = folder.File("said.gif");
        await File.WriteAllBytesAsync(path, [.. bare[..(13 + table)], .. comment, .. xmp, .. bare[(13 + table)..], .. words], Ct);
        var output = folder.File("plain said.gif");

        await new WithoutLocation(folder.Ffmpeg).MakeAsync(path, await FactsAsync(path, MediaKind.Video), output, Ct);

        await AssertSaysNothingAsync(output);
        Assert.Equal(bare, await File.ReadAllBytesAsync(output, Ct));
    }

    [Fact]
    public async Task A_GIF_that_lacks_only_its_end_is_given_one()
    {
        var bare = await File.ReadAllBytesAsync(await folder.MakeAsync("ended.gif", "-f", "lavfi", "-i", "testsrc2=s=32x32:d=0.2:r=10"), Ct);
        await File.WriteAllBytesAsync(folder.File("endless.gif"), bare[..^1], Ct);

        await new WithoutLocation(folder.Ffmpeg).MakeAsync(folder.File("endless.gif"), new(MediaKind.Video, "image/gif", "gif", 0), folder.File("given.gif"), Ct);

        Assert.Equal(bare, await File.ReadAllBytesAsync(folder.File("given.gif"), Ct));
    }

    [Fact]
    public async Task A_GIF_cut_short_within_a_block_is_refused()
    {
        var bare = await File.ReadAllBytesAsync(await folder.MakeAsync("whole.gif", "-f", "lavfi", "-i", "testsrc2=s=32x32:d=0.2:r=10"), Ct);
        var (facts, output) = (new MediaFacts(MediaKind.Video, "image/gif", "gif", 0), folder.File("cut plain.gif"));
        for (var length = 0; length < bare.Length; length += 41)
        {
            await File.WriteAllBytesAsync(folder.File("cut.gif"), bare[..length], Ct);

            await Assert.ThrowsAsync<MediaRefused>(() => new WithoutLocation(folder.Ffmpeg).MakeAsync(folder.File("cut.gif"), facts, output, Ct));

            Assert.False(File.Exists(output));
        }
    }

    [Theory]
    [InlineData("photo.jpg")]
    [InlineData("photo.png")]
    [InlineData("photo.webp")]
    public async Task A_picture_cut_short_anywhere_is_refused_or_harmless(string name)
    {
        var plain = await folder.MakeAsync($"whole {name}", "-f", "lavfi", "-i", "testsrc2=s=32x32", "-frames:v", "1");
        var bytes = ExifPicture.With(await File.ReadAllBytesAsync(plain, Ct), 6, Owner);
        var facts = new MediaFacts(MediaKind.Image, "image/x", "x", 0);
        for (var length = 16; length < bytes.Length; length += 37)
        {
            await File.WriteAllBytesAsync(folder.File($"cut {name}"), bytes[..length], Ct);
            var output = folder.File($"cut plain {name}");
            try
            {
                await new WithoutLocation(folder.Ffmpeg).MakeAsync(folder.File($"cut {name}"), facts, output, Ct);
                await AssertSaysNothingAsync(output);
                File.Delete(output);
            }
            catch (MediaRefused)
            {
                Assert.False(File.Exists(output));
            }
        }
    }

    private async Task AssertForgottenAsync(string path, MediaKind kind, bool mustHold)
    {
        var output = folder.File($"plain {Path.GetFileName(path)}");
        if (mustHold)
            Assert.Contains(Owner, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path, Ct)));

        await new WithoutLocation(folder.Ffmpeg).MakeAsync(path, await FactsAsync(path, kind), output, Ct);

        await AssertSaysNothingAsync(output);
        var (before, after) = await StreamsAsync(path, output);
        Assert.Equal(before, after);
    }

    private static async Task AssertSaysNothingAsync(string path)
    {
        var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path, Ct));
        Assert.DoesNotContain(Owner, text);
        Assert.DoesNotContain("48.8583", text);
    }

    /// <summary>A checksum of each stream's decoded pictures and sound, of both files.</summary>
    private async Task<(string Before, string After)> StreamsAsync(string path, string output)
    {
        var (before, after) = (folder.File("before.txt"), folder.File("after.txt"));
        string[] hash = ["-f", "streamhash", "-hash", "md5"];
        var result = await ChildProcess.RunAsync(new("ffmpeg",
        [
            "-v", "error", "-y", "-i", path, "-i", output,
            "-map", "0:V?", "-map", "0:a?", .. hash, before, "-map", "1:V?", "-map", "1:a?", .. hash, after,
        ]), Ct);
        Assert.True(result.ExitCode == 0, result.StderrTail);
        var said = await File.ReadAllTextAsync(before, Ct);
        Assert.Contains("MD5=", said, StringComparison.Ordinal);
        return (said, await File.ReadAllTextAsync(after, Ct));
    }

    private async Task<byte[]> PixelsAsync(string path) => await File.ReadAllBytesAsync(
        await folder.MakeAsync("pixels.raw", "-i", path, "-frames:v", "1", "-pix_fmt", "rgb24", "-f", "rawvideo"), Ct);

    private Task<MediaFacts> FactsAsync(string path, MediaKind kind) => new MediaProbe(folder.Ffmpeg).ProbeAsync(path, kind, Ct);
}
