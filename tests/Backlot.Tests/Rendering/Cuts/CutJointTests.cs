using Backlot.Rendering.Cuts;

namespace Backlot.Tests.Rendering.Cuts;

/// <summary>At each joint stand the frames that were asked for, and the sound stays with them.</summary>
public sealed class CutJointTests : IDisposable
{
    private readonly NumberedFilms films = new();

    public void Dispose() => films.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task Over_fifty_joints_every_frame_is_the_one_asked_for_and_the_sound_does_not_drift()
    {
        var first = await films.AddAsync("first.mp4", 400, 0);
        // No two of the film's frames have one size: nothing of this can be copied.
        var second = await films.AddOtherAsync("second.mp4", 400, 1000, "25", ",scale=160:90:flags=neighbor");
        var random = new Random(7);
        var parts = Enumerable.Range(0, 51).Select(i =>
        {
            var from = random.Next(0, 380);
            return (Offset: i % 3 == 0 ? 1000 : 0, From: from, To: from + random.Next(3, 20));
        }).ToList();
        var list = NumberedFilms.List([.. parts.Select(p => NumberedFilms.Frames(p.Offset == 0 ? first : second, p.From, p.To))]);

        var (film, result) = await films.RenderAsync(list);

        var expected = parts.SelectMany(p => Enumerable.Range(p.Offset + p.From, p.To - p.From)).ToList();
        Assert.Equal(expected, await films.NumbersAsync(film));
        Assert.Equal(expected.Count / 25.0, result.DurationSeconds, 0.03);
        await ClicksAreInPlaceAsync(film, [.. parts.Select(p => (p.From, p.To))], least: 10);
    }

    [Fact(Timeout = 120_000)]
    public async Task Frames_at_uneven_times_are_shown_when_their_time_comes()
    {
        // Now every frame, now every third one, now with a long stop.
        var source = await films.AddOtherAsync("uneven.mkv", 110, 0, "25", ",select='lt(n,40)+not(mod(n,3))*lt(n,100)+gt(n,140)'",
            "-fps_mode", "vfr", "-c:v", "libx264", "-preset", "veryfast");
        List<int> shown = [.. Enumerable.Range(0, 300).Where(n => n < 40 || (n % 3 == 0 && n < 100) || n > 140).Take(110)];

        var (film, _) = await films.RenderAsync(NumberedFilms.List(
            NumberedFilms.Frames(source, 34, 61), NumberedFilms.Frames(source, 97, 150), NumberedFilms.Frames(source, 42, 45)));

        var expected = Enumerable.Range(34, 27).Concat(Enumerable.Range(97, 53)).Concat(Enumerable.Range(42, 3)).Select(n => shown.Last(number => number <= n));
        Assert.Equal(expected, await films.NumbersAsync(film));
    }

    [Fact(Timeout = 120_000)]
    public async Task Films_of_other_sizes_rates_and_sides_up_become_one_film()
    {
        var fast = await films.AddOtherAsync("fast.mp4", 200, 0, "50", ",scale=256:144:flags=neighbor");
        var slow = await films.AddOtherAsync("slow.mkv", 120, 1000, "30000/1001", "", "-c:v", "mpeg4", "-q:v", "2");
        var turned = await TurnedAsync(2000);

        var (film, _) = await films.RenderAsync(NumberedFilms.List(
            new(fast, 1.0, 2.0), new(slow, 30 * 1001 / 30000.0, 60 * 1001 / 30000.0), NumberedFilms.Frames(turned, 10, 30)));

        var numbers = await films.NumbersAsync(film);
        Assert.Equal(25 + 25 + 20, numbers.Count);
        Assert.Equal(Enumerable.Range(0, 25).Select(n => 50 + 2 * n), numbers[..25]);
        Assert.Equal(1030, numbers[25]);
        Assert.All(numbers[25..50].Index(), shown => Assert.InRange(shown.Item, 1030 + shown.Index * 1.2 - 0.7, 1030 + shown.Index * 1.2 + 0.7));
        Assert.Equal(Enumerable.Range(2010, 20), numbers[50..]);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_film_of_thirty_thousand_over_a_thousand_and_one_frames_keeps_its_sound()
    {
        var source = await films.AddOtherAsync("ntsc.mp4", 400, 0, "30000/1001", "");
        var parts = Enumerable.Range(0, 12).Select(i => (From: 10 + i * 29, To: 10 + i * 29 + 25)).ToList();
        var step = 1001 / 30000.0;

        var (film, result) = await films.RenderAsync(new CutList(NumberedFilms.Width, NumberedFilms.Height, new(30000, 1001),
            [.. parts.Select(p => new CutPart(source, p.From * step, p.To * step))]));

        Assert.Equal(parts.SelectMany(p => Enumerable.Range(p.From, p.To - p.From)), await films.NumbersAsync(film));
        Assert.Equal(300 * step, result.DurationSeconds, 0.03);
        await ClicksAreInPlaceAsync(film, parts, least: 12, step);
    }

    [Fact(Timeout = 120_000)]
    public async Task The_frames_of_a_crossfade_are_mixtures_and_its_sound_stays_as_loud()
    {
        var dark = await PlainAsync("dark.mp4", 40, 500);
        var light = await PlainAsync("light.mp4", 200, 1500);

        var (film, _) = await films.RenderAsync(NumberedFilms.List(
            NumberedFilms.Frames(dark, 10, 60), NumberedFilms.Frames(light, 10, 60) with { CrossfadeSeconds = 0.8 }));

        var frames = (await films.GrayAsync(film)).Chunk(NumberedFilms.Width * NumberedFilms.Height).Select(frame => frame.Average(p => p)).ToList();
        Assert.Equal(80, frames.Count);
        Assert.All(frames[..30], luma => Assert.Equal(frames[0], luma, 2.0));
        Assert.All(frames[30..50].Index(), mixed =>
            Assert.Equal(frames[0] + (frames[^1] - frames[0]) * (mixed.Index + 1) / 21, mixed.Item, 3.0));
        Assert.All(frames[50..], luma => Assert.Equal(frames[^1], luma, 2.0));
        var sound = await films.SoundAsync(film);
        var (alone, going, coming) = (NumberedFilms.Amplitude(sound, 500, 0.5, 1.0), NumberedFilms.Amplitude(sound, 500, 1.55, 1.65),
            NumberedFilms.Amplitude(sound, 1500, 1.55, 1.65));
        // In the middle each has half the power.
        Assert.Equal(Math.Sqrt(0.5), going / alone, 0.06);
        Assert.Equal(Math.Sqrt(0.5), coming / NumberedFilms.Amplitude(sound, 1500, 2.2, 2.7), 0.06);
        Assert.True(NumberedFilms.Amplitude(sound, 1500, 0.5, 1.0) < alone / 100);
    }

    /// <summary>Each click of the parts is heard when its frame is seen, to a fraction of a frame.</summary>
    private async Task ClicksAreInPlaceAsync(string film, IReadOnlyList<(int From, int To)> parts, int least, double step = 0.04)
    {
        var heard = await films.ClicksAsync(film);
        List<double> expected = [];
        var start = 0;
        foreach (var (from, to) in parts)
        {
            // Near a joint the sound fades.
            for (var click = (int)Math.Ceiling(from * step / NumberedFilms.ClickSeconds); click * NumberedFilms.ClickSeconds < to * step - 0.02; click++)
                if (click * NumberedFilms.ClickSeconds is var at && at > from * step + 0.01)
                    expected.Add(start * step + at - from * step);
            start += to - from;
        }
        Assert.True(expected.Count >= least);
        Assert.All(expected, at => Assert.InRange(heard.Min(click => Math.Abs(click - at)), 0, 0.005));
        // At the start, in the middle and at the end alike.
        Assert.Contains(expected, at => at < start * step / 5);
        Assert.Contains(expected, at => at > start * step * 4 / 5);
    }

    /// <summary>A film that lies on its side in the file and says so.</summary>
    private async Task<string> TurnedAsync(int offset)
    {
        await films.AddOtherAsync("lying.mp4", 60, offset, "25", ",transpose=cclock");
        return films.Folder.Sha256(await films.Folder.MakeAsync("turned.mp4", "-i", films.Folder.File("lying.mp4"), "-c", "copy", "-metadata:s:v", "rotate=270"));
    }

    private async Task<string> PlainAsync(string name, int luma, int hertz) => films.Folder.Sha256(await films.Folder.MakeAsync(name,
        "-f", "lavfi", "-i", $"color=black:s=128x72:r=25:d=3,format=yuv420p,geq=lum={luma}:cb=128:cr=128",
        "-f", "lavfi", "-i", $"sine=f={hertz}:d=3", "-c:v", "libx264", "-preset", "veryfast", "-c:a", "aac"));
}
