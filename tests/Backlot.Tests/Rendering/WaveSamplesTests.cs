using System.Runtime.InteropServices;
using Backlot.Rendering.Cuts;
using Backlot.Rendering.Sound;

namespace Backlot.Tests.Rendering;

/// <summary>What is read without ffmpeg is what ffmpeg would have decoded.</summary>
public sealed class WaveSamplesTests(MediaFolder folder) : IClassFixture<MediaFolder>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Integers_are_read_as_ffmpeg_decodes_them()
    {
        // With a title: a chunk that stands before the samples.
        var path = await folder.MakeAsync("integers.wav", "-f", "lavfi", "-i", "anoisesrc=d=1.234:a=0.9:seed=3:r=44100",
            "-ac", "2", "-metadata", "title=Noise");

        await IsReadAsDecodedAsync(path);
    }

    [Fact(Timeout = 60_000)]
    public async Task Floats_are_read_as_ffmpeg_decodes_them()
    {
        var random = new Random(3);
        var noise = Enumerable.Range(0, 100_000).Select(_ => 3 * random.NextSingle() - 1.5f).ToArray();
        var path = folder.File("floats.wav");
        await using (var file = new WaveFile(path, noise.Length / Pcm.Channels))
            await file.AddAsync(noise, Ct);

        await IsReadAsDecodedAsync(path);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("-ar", "48000", "-ac", "2")]
    [InlineData("-ar", "44100", "-ac", "1")]
    [InlineData("-ar", "44100", "-ac", "2", "-c:a", "pcm_s24le")]
    [InlineData("-ar", "44100", "-ac", "2", "-c:a", "pcm_u8")]
    public async Task Any_other_form_is_left_to_ffmpeg(params string[] how)
    {
        var path = await folder.MakeAsync("other.wav", ["-f", "lavfi", "-i", "sine=d=0.5", .. how]);

        Assert.Null(WaveSamples.TryOpen(path));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_file_that_is_not_as_long_as_it_says_is_left_to_ffmpeg()
    {
        var path = await folder.MakeAsync("whole.wav", "-f", "lavfi", "-i", "sine=d=0.5:r=44100", "-ac", "2");
        var bytes = await File.ReadAllBytesAsync(path, Ct);

        foreach (var length in (int[])[bytes.Length - 2, 44, 36, 20, 12, 3, 0])
        {
            await File.WriteAllBytesAsync(folder.File("cut.wav"), bytes[..length], Ct);
            Assert.Null(WaveSamples.TryOpen(folder.File("cut.wav")));
        }
    }

    private async Task IsReadAsDecodedAsync(string path)
    {
        var raw = await folder.MakeAsync(Path.GetFileName(path) + ".f32", "-i", path, "-f", "f32le");
        using var wave = WaveSamples.TryOpen(path);
        Assert.NotNull(wave);

        var (read, block) = (new List<float>(), new float[1000]);
        int count;
        do
        {
            count = await wave.ReadSamplesAsync(block, Ct);
            read.AddRange(block.AsSpan(0, count));
        }
        while (count == block.Length);

        var decoded = MemoryMarshal.Cast<byte, float>(await File.ReadAllBytesAsync(raw, Ct)).ToArray();
        Assert.True(decoded.Length >= 100_000 && decoded.Any(sample => sample is > 0.5f or < -0.5f));
        Assert.Equal(decoded, read);
    }
}
