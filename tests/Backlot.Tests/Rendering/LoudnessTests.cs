using System.Runtime.InteropServices;
using Backlot.Rendering;
using Backlot.Rendering.Sound;

namespace Backlot.Tests.Rendering;

public sealed class LoudnessTests(MediaFolder folder) : IClassFixture<MediaFolder>
{
    private const double Ceiling = -2;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Sounds => new()
    {
        { "tone", "sine=f=997:d=4" },
        { "bass", "aevalsrc='0.7*sin(2*PI*45*t)|0.7*sin(2*PI*45*t+1)':s=44100:d=4" },
        { "noise", "anoisesrc=d=4:a=0.5:seed=3" },
        { "loud", "aevalsrc='clip(3*sin(2*PI*110*t)*sin(2*PI*3*t),-0.99,0.99)':s=44100:d=4" },
        { "drums", "aevalsrc='0.95*random(0)*exp(-18*mod(t,0.5))':s=44100:d=4" },
        { "between the samples", "aevalsrc='0.9*min(1,t)*sin(2*PI*11025*t+PI/4)':s=44100:d=4" },
        { "quiet start", "aevalsrc='if(lt(t,2),0.001,0.4)*sin(2*PI*300*t)':s=44100:d=4" },
    };

    [Theory]
    [MemberData(nameof(Sounds))]
    public async Task The_meter_agrees_with_an_independent_one(string name, string source)
    {
        var path = await folder.MakeAsync($"{name}.wav", "-f", "lavfi", "-i", source, "-ac", "2", "-ar", "44100");
        var (lufs, peak) = await Ebur128.MeasureAsync(path, Ct);

        var own = await new Levelling(folder.Ffmpeg).MeasureAsync(
            path, MediaFormat.Wav, gainDb: 0, ceilingDb: double.PositiveInfinity, Ct);

        Assert.Equal(lufs, own.Lufs!.Value, 0.11);
        Assert.Equal(peak, own.PeakDbtp, 0.35);
    }

    [Theory]
    [MemberData(nameof(Sounds))]
    public async Task A_levelled_track_is_at_the_target_and_under_the_ceiling(string name, string source)
    {
        var path = await folder.MakeAsync(
            $"{name} source.wav", "-f", "lavfi", "-i", source, "-ac", "2", "-ar", "44100");
        var level = await new Levelling(folder.Ffmpeg).FindAsync(path, MediaFormat.Wav, Ceiling, Ct);

        var (lufs, peak) = await Ebur128.MeasureAsync(await LevelledAsync(path, name, level.GainDb), Ct);

        // Sparse drums can't be as loud as music without their peaks being crushed; the limiter stops before that.
        if (name != "drums")
            Assert.InRange(lufs, -14.6, -13.4);
        Assert.InRange(peak, -30, Ceiling + 0.2);
    }

    [Fact]
    public async Task Near_silence_is_not_blown_up()
    {
        var hiss = await folder.MakeAsync(
            "hiss.wav", "-f", "lavfi", "-i", "anoisesrc=d=3:a=0.001", "-c:a", "pcm_s24le");
        var nothing = await folder.MakeAsync("nothing.wav", "-f", "lavfi", "-i", "anullsrc=d=3", "-t", "3");
        var blip = await folder.MakeAsync("blip.wav", "-f", "lavfi", "-i", "sine=d=0.2");
        var levelling = new Levelling(folder.Ffmpeg);

        Assert.Equal(20, (await levelling.FindAsync(hiss, MediaFormat.Wav, Ceiling, Ct)).GainDb);
        Assert.Equal(0, (await levelling.FindAsync(nothing, MediaFormat.Wav, Ceiling, Ct)).GainDb);
        Assert.Equal(0, (await levelling.FindAsync(blip, MediaFormat.Wav, Ceiling, Ct)).GainDb);
    }

    [Fact]
    public async Task A_crossfade_of_two_pieces_keeps_their_loudness()
    {
        var first = await folder.MakeAsync("left.wav", "-f", "lavfi", "-i", "anoisesrc=d=4:a=0.2:seed=1", "-ac", "2");
        var second = await folder.MakeAsync("right.wav", "-f", "lavfi", "-i", "anoisesrc=d=4:a=0.2:seed=2", "-ac", "2");
        const int Rate = Pcm.Rate;
        var samples = await JoinAsync([Track(first, 0, 4 * Rate), Track(second, 2 * Rate, 6 * Rate)], fadeOut: 0);

        Assert.Equal(6 * Rate * 2, samples.Length);
        var alone = Power(samples.AsSpan(Rate * 2, Rate / 2));
        for (var at = 2 * Rate; at < 4 * Rate; at += Rate / 2)
            Assert.Equal(alone, Power(samples.AsSpan(at * 2, Rate)), 0.4);
    }

    [Fact]
    public async Task A_short_track_ends_in_silence_and_a_long_one_in_a_fade()
    {
        var tone = await folder.MakeAsync("one second.wav", "-f", "lavfi", "-i", "sine=d=1", "-ac", "2");

        var shorter = await JoinAsync([Track(tone, 0, 2 * Pcm.Rate)], fadeOut: 0);
        var longer = await JoinAsync([Track(tone, 0, Pcm.Rate / 2)], fadeOut: Pcm.Rate / 4);

        Assert.Equal((4 * Pcm.Rate, Pcm.Rate), (shorter.Length, longer.Length));
        Assert.All(shorter[(3 * Pcm.Rate)..], sample => Assert.Equal(0, sample));
        Assert.Equal(0, longer[0], 1e-3);
        Assert.Equal(0, longer[^1], 1e-3);
    }

    private async Task<string> LevelledAsync(string path, string name, double gainDb)
    {
        var length = new FileInfo(path).Length / 4;
        var samples = await JoinAsync([Track(path, 0, length, gainDb)], fadeOut: 0);
        var raw = folder.File($"{name}.f32");
        await File.WriteAllBytesAsync(raw, MemoryMarshal.AsBytes<float>(samples).ToArray(), Ct);
        return await folder.MakeAsync(
            $"{name} levelled.wav", "-f", "f32le", "-ar", "44100", "-ac", "2", "-i", raw, "-c:a", "pcm_f32le");
    }

    private async Task<float[]> JoinAsync(IReadOnlyList<JoinedTrack> tracks, int fadeOut)
    {
        using var target = new MemoryStream();
        await new SoundJoin(folder.Ffmpeg, tracks, Ceiling).WriteAsync(fadeOut, target, _ => { }, Ct);
        return MemoryMarshal.Cast<byte, float>(target.ToArray()).ToArray();
    }

    private static JoinedTrack Track(string path, long start, long end, double gainDb = 0) =>
        new(path, MediaFormat.Wav, start, end, () => Task.FromResult(gainDb));

    private static double Power(ReadOnlySpan<float> samples)
    {
        var sum = 0.0;
        foreach (var sample in samples)
            sum += (double)sample * sample;
        return 10 * Math.Log10(sum / samples.Length);
    }
}
