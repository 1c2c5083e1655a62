using Backlot.Rendering;
using Backlot.Rendering.Sound;

namespace Backlot.Tests.Rendering;

public sealed class SoundLengthTests(MediaFolder folder) : IClassFixture<MediaFolder>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_longer_piece_fades_out_and_ends_to_the_sample()
    {
        var samples = await FitAsync(await ToneAsync("long.wav", 9), 6);

        Assert.Equal(6 * Pcm.Rate, samples.Length);
        Assert.Equal(0.4, Peak(samples, 0, 4.4), 0.02);             // a quarter of it fades
        Assert.InRange(Peak(samples, 5.3, 5.6), 0.15, 0.35);
        Assert.InRange(Peak(samples, 5.98, 6), 0, 0.02);
    }

    [Fact]
    public async Task A_shorter_piece_begins_again_out_of_its_own_end_without_a_hole()
    {
        var samples = await FitAsync(await ToneAsync("short.wav", 10), 18);

        Assert.Equal(18 * Pcm.Rate, samples.Length);
        // 2.5 s of each end sound with the next beginning; nowhere is it silent before the last fade.
        for (var at = 0.0; at < 13.5; at += 0.25)
            Assert.InRange(Peak(samples, at, at + 0.25), 0.25, 0.65);
        Assert.InRange(Peak(samples, 17.98, 18), 0, 0.02);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(6.03)]
    public async Task What_has_the_length_stays_as_it_is(double seconds)
    {
        var path = await ToneAsync($"right {seconds}.wav", seconds);

        Assert.False(await new SoundLength(folder.Ffmpeg).FitAsync(path, 6, folder.File($"out {seconds}.flac"), Ct));
        Assert.False(File.Exists(folder.File($"out {seconds}.flac")));
    }

    [Fact]
    public async Task What_is_less_than_half_as_long_is_refused()
    {
        var path = await ToneAsync("stub.wav", 2.9);

        var refused = await Assert.ThrowsAsync<MediaRefused>(() => new SoundLength(folder.Ffmpeg).FitAsync(path, 6, folder.File("stub.flac"), Ct));

        Assert.Equal("The file lasts 2.9 s, less than half of the 6.0 s that were ordered.", refused.Message);
        Assert.False(File.Exists(folder.File("stub.flac")));
    }

    [Fact]
    public async Task What_is_no_sound_is_refused()
    {
        await File.WriteAllTextAsync(folder.File("page.mp3"), "<html>Busy</html>", Ct);

        await Assert.ThrowsAsync<MediaRefused>(() => new SoundLength(folder.Ffmpeg).FitAsync(folder.File("page.mp3"), 6, folder.File("page.flac"), Ct));
    }

    private Task<string> ToneAsync(string name, double seconds) =>
        folder.MakeAsync(name, "-f", "lavfi", "-i", FormattableString.Invariant($"aevalsrc='0.4*sin(2*PI*440*t)|0.4*sin(2*PI*440*t)':s=44100:d={seconds}"));

    /// <returns>The left channel.</returns>
    private async Task<float[]> FitAsync(string path, double seconds)
    {
        var fitted = path + ".flac";
        Assert.True(await new SoundLength(folder.Ffmpeg).FitAsync(path, seconds, fitted, Ct));
        await using var sound = Pcm.Decode(folder.Ffmpeg, fitted, MediaFormat.Flac);
        var samples = new float[30 * Pcm.Rate * Pcm.Channels];
        var count = await sound.ReadSamplesAsync(samples, Ct);
        return [.. Enumerable.Range(0, count / Pcm.Channels).Select(i => samples[Pcm.Channels * i])];
    }

    private static double Peak(float[] samples, double from, double to) =>
        samples.Skip((int)(from * Pcm.Rate)).Take((int)((to - from) * Pcm.Rate)).Max(Math.Abs);
}
