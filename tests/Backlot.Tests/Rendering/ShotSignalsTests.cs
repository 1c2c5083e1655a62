using Backlot.Rendering;
using Backlot.Rendering.Scenes;
using Backlot.Rendering.Signals;

namespace Backlot.Tests.Rendering;

public sealed class ShotSignalsTests(MediaFolder folder) : IClassFixture<MediaFolder>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Colours_are_measured_as_they_are_seen()
    {
        var (black, white, red, orange, blue) = (await OfAsync("color=black"), await OfAsync("color=white"), await OfAsync("color=red"),
            await OfAsync("color=0xff8000"), await OfAsync("color=blue"));

        Assert.Equal(0, black.Brightness, 0.01);
        Assert.Equal(1, white.Brightness, 0.01);
        Assert.Equal(0, white.Saturation, 0.02);
        Assert.InRange(red.Saturation, 0.9, 1);
        Assert.InRange(orange.Warmth, 0.9, 1);
        Assert.InRange(blue.Warmth, -1, -0.8);
        Assert.Equal(1, red.ColourHistogram.Sum(), 0.001);
        Assert.Equal((0, 0, 0), (white.MotionMean, white.MotionPeak, white.MotionOnsetSeconds));
        Assert.Equal(0, white.Contrast, 0.01);
    }

    [Fact]
    public async Task Half_black_and_half_white_is_full_contrast_and_is_seen_where_it_is()
    {
        var halves = await OfAsync("color=black,drawbox=x=0:y=0:w=iw/2:h=ih:c=white:t=fill");

        Assert.Equal(1, halves.Contrast, 0.02);
        Assert.All(Enumerable.Range(0, 64), field => Assert.Equal(field % 8 < 4 ? 1 : 0, halves.Layout[field], 0.05f));
    }

    [Fact]
    public async Task Motion_is_told_with_the_time_it_begins_and_the_place_it_is_at()
    {
        var still = "smptebars=s=160x90:r=25:d=4[bg];testsrc2=s=40x45:r=25:d=4[m];";
        var moving = await OfAsync($"{still}[bg][m]overlay=x='if(lt(t,2),0,mod(t*400,40))':y=0:enable='gte(t,2)'");

        Assert.InRange(moving.MotionOnsetSeconds, 1.7, 2.3);
        Assert.InRange(moving.MotionPeak, moving.MotionMean * 1.5, 100);
        Assert.True(moving.MotionLayout[0] > 10 * moving.MotionLayout[47]);
        Assert.Equal(4 * 4, moving.Curve.Count, 1.0);
    }

    [Fact]
    public async Task A_cut_is_not_motion()
    {
        var path = await folder.MakeAsync("two.mp4", "-f", "lavfi", "-i", "color=black:s=64x64:d=1", "-f", "lavfi", "-i", "color=white:s=64x64:d=1",
            "-filter_complex", "[0:v][1:v]concat=n=2");

        var shots = (await ReadAsync(path)).Shots;

        Assert.Equal(2, shots.Count);
        Assert.All(shots, shot => Assert.Equal(0, shot.Signals.MotionPeak, 0.01));
    }

    [Fact]
    public async Task A_turned_film_is_measured_upright()
    {
        var flat = await folder.MakeAsync("flat.mp4", "-f", "lavfi", "-i", "color=black:s=160x90:d=1,drawbox=x=0:y=0:w=iw/2:h=ih:c=white:t=fill");
        // Shown turned counter-clockwise (see VideoProbeTests): what was left is below.
        var turned = await folder.MakeAsync("turned.mp4", "-i", flat, "-c", "copy", "-metadata:s:v", "rotate=90");

        var layout = (await ReadAsync(turned)).Shots[0].Signals.Layout;

        Assert.InRange(layout[0], 0, 0.05f);
        Assert.InRange(layout[63], 0.95f, 1);
    }

    [Fact]
    public void A_curve_never_has_more_than_2400_moments()
    {
        var curve = new SignalCurve();

        for (var i = 0; i < 100_000; i++)
            curve.Add(new(i, i < 50_000 ? 0 : 1, 0, 0, 0, 0, null), countsMotion: true);

        var moments = curve.Moments();
        Assert.InRange(moments.Count, 1200, 2400);
        Assert.Equal(0.5, moments.Average(moment => moment.Brightness), 0.02);
        Assert.Equal(moments.Select(moment => moment.AtSeconds).Order(), moments.Select(moment => moment.AtSeconds));
    }

    private async Task<ShotSignals> OfAsync(string source)
    {
        var name = $"{source.GetHashCode(StringComparison.Ordinal):x}.mp4";
        var whole = source.Contains(';') ? source : source.Replace("color=", "color=s=160x90:r=25:d=1:c=");
        var path = await folder.MakeAsync(name, "-f", "lavfi", "-i", whole, "-pix_fmt", "yuv444p", "-c:v", "libx264", "-qp", "4");
        return Assert.Single((await ReadAsync(path)).Shots).Signals;
    }

    private async Task<FootageReading> ReadAsync(string path)
    {
        var facts = await new MediaProbe(folder.Ffmpeg).ProbeAsync(path, MediaKind.Video, Ct);
        return await new SceneFinder(folder.Ffmpeg).FindAsync(path, facts, progress: null, Ct);
    }
}
