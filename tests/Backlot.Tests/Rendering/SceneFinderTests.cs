using Backlot.Rendering;
using Backlot.Rendering.Scenes;
using Backlot.Tests.Support;

namespace Backlot.Tests.Rendering;

public sealed class SceneFinderTests(MediaFolder folder) : IClassFixture<MediaFolder>
{
    private const string Data = RealMedia.Folder;

    /// <summary>A film of five shots, read once for all.</summary>
    private static readonly Lazy<Task<FootageReading>> Megamind = new(() => ReadAsync($"{Data}/Megamind.avi"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hard_cuts_are_found_on_their_very_frame_with_precision_and_recall_of_95_percent()
    {
        var (right, wrong, missed) = (0, 0, 0);
        foreach (var seed in (int[])[1, 2, 3, 5, 8, 13])
        {
            var film = SyntheticFilm.Cuts(seed, parts: 14);
            var path = await folder.MakeAsync($"cuts {seed}.mp4", film.Arguments);
            Count(await ReadAsync(path), film.BoundarySeconds, toleranceSeconds: 0.001, ref right, ref wrong, ref missed);
        }

        Assert.InRange(right / (double)(right + missed), 0.95, 1);
        Assert.InRange(right / (double)(right + wrong), 0.95, 1);
    }

    [Fact]
    public async Task Dissolves_are_found_in_their_middle()
    {
        var (right, wrong, missed) = (0, 0, 0);
        foreach (var (seed, frames) in (List<(int, int)>)[(1, 25), (2, 12), (3, 12), (5, 25)])
        {
            var film = SyntheticFilm.Dissolves(seed, parts: 6, frames);
            var path = await folder.MakeAsync($"dissolves {seed}.mp4", film.Arguments);
            Count(await ReadAsync(path), film.BoundarySeconds, toleranceSeconds: 0.2, ref right, ref wrong, ref missed);
        }

        Assert.InRange(right / (double)(right + missed), 0.85, 1);
        Assert.InRange(right / (double)(right + wrong), 0.85, 1);
    }

    [Fact]
    public async Task Cuts_stay_where_they_are_when_frames_are_dropped_reordered_or_turned()
    {
        var film = SyntheticFilm.Cuts(3, parts: 14);
        var even = await folder.MakeAsync("even.mp4", film.Arguments);
        var dropped = await folder.MakeAsync("dropped.mp4", "-i", even, "-vf", "select='not(between(mod(n,40),30,31))'", "-fps_mode", "passthrough",
            "-bf", "4");
        var turned = await folder.MakeAsync("turned.mp4", "-i", even, "-c", "copy", "-metadata:s:v", "rotate=90");

        var (fromDropped, fromTurned) = (await ReadAsync(dropped), await ReadAsync(turned));

        // A cut whose first frame was dropped is shown by the next one, up to two frames later.
        Assert.All(film.BoundarySeconds, cut => Assert.Contains(Starts(fromDropped), start => start - cut is > -0.001 and < 0.081));
        Assert.Equal(film.BoundarySeconds.Length, Starts(fromDropped).Count);
        Assert.True(fromDropped.IsVariableFrameRate);
        Assert.Equal(film.BoundarySeconds, Starts(fromTurned), (a, b) => Math.Abs(a - b) < 0.001);
    }

    [Fact]
    public async Task A_pace_that_swings_between_1_and_60_frames_a_second_moves_no_cut()
    {
        var path = await folder.MakeAsync("swing.mp4", "-f", "lavfi", "-i", "color=black:s=64x64:r=1:d=5", "-f", "lavfi", "-i", "color=gray:s=64x64:r=60:d=5",
            "-f", "lavfi", "-i", "color=white:s=64x64:r=1:d=5", "-filter_complex",
            "[0:v]settb=1/60[a];[1:v]settb=1/60[b];[2:v]settb=1/60[c];[a][b][c]concat=n=3", "-fps_mode", "passthrough", "-enc_time_base", "1/60");

        var reading = await ReadAsync(path);

        Assert.Equal([5.0, 10.0], Starts(reading), (a, b) => Math.Abs(a - b) < 0.001);
        Assert.All(reading.Shots.Skip(1), shot => Assert.Equal(Transition.Cut, shot.Opens));
    }

    [Fact]
    public async Task Flashes_are_no_cuts()
    {
        var path = await folder.MakeAsync("flashes.mp4", "-ss", "3", "-t", "6", "-i", $"{Data}/vtest.avi", "-f", "lavfi", "-i",
            "color=white:s=320x180:r=25:d=6", "-filter_complex",
            "[0:v]fps=25,scale=320:180[a];[a][1:v]overlay=enable='between(n,40,42)+eq(n,90)+between(n,115,119)':shortest=1");

        Assert.Empty(Starts(await ReadAsync(path)));
    }

    [Theory]
    [InlineData("board.jpg", 0.8)]
    [InlineData("building.jpg", 0.4)]
    [InlineData("starry_night.jpg", 0.6)]
    public async Task Fast_pans_are_no_cuts(string picture, double seconds)
    {
        var path = await folder.MakeAsync($"pan {picture}.mp4", "-loop", "1", "-framerate", "25", "-i", $"{Data}/{picture}", "-vf",
            FormattableString.Invariant($"scale=-2:900,crop=320:180:x='(iw-320)*clip((t-1)/{seconds},0,1)':y=360"), "-t", "3", "-preset", "ultrafast");

        Assert.Empty(Starts(await ReadAsync(path)));
    }

    [Theory]
    [InlineData("testsrc2=s=320x180:r=25:d=4")]
    [InlineData("mandelbrot=s=320x180:r=25,trim=duration=4")]
    [InlineData("life=s=320x180:r=25:ratio=0.3:mold=10,trim=duration=2")]
    [InlineData("nullsrc=s=160x90:r=25:d=3,geq=random(1)*255:128:128")]
    public async Task What_moves_without_a_break_has_no_cuts(string source)
    {
        var path = await folder.MakeAsync($"{source[..8]}.mp4", "-f", "lavfi", "-i", source, "-preset", "ultrafast");

        Assert.Empty(Starts(await ReadAsync(path)));
    }

    [Theory]
    [InlineData("black", 0.5, 3.0)]
    [InlineData("white", 0.8, 3.0)]
    public async Task Fades_are_found_where_the_picture_is_gone(string colour, double seconds, double middle)
    {
        var path = await folder.MakeAsync($"fade {colour}.mp4", "-loop", "1", "-framerate", "25", "-t", "3", "-i", $"{Data}/home.jpg", "-loop", "1",
            "-framerate", "25", "-t", "3", "-i", $"{Data}/fruits.jpg", "-filter_complex", FormattableString.Invariant(
                $"[0:v]scale=320:180,setsar=1,fade=out:st={3 - seconds}:d={seconds}:color={colour}[a];")
            + FormattableString.Invariant($"[1:v]scale=320:180,setsar=1,fade=in:st=0:d={seconds}:color={colour}[b];[a][b]concat=n=2"));

        var shot = Assert.Single((await ReadAsync(path)).Shots.Skip(1));

        Assert.Equal(Transition.Fade, shot.Opens);
        Assert.Equal(middle, shot.StartSeconds, 0.1);
    }

    [Fact]
    public async Task A_street_seen_by_one_camera_has_no_cuts_and_a_film_has_its_own()
    {
        Assert.Empty(Starts(await ReadAsync($"{Data}/vtest.avi")));

        // Those that ffmpeg's scdet finds, too; looked at by eye.
        Assert.Equal([0.083, 4.129, 6.465, 8.383], Starts(await Megamind.Value), (a, b) => Math.Abs(a - b) < 0.002);
    }

    [Fact]
    public async Task Shots_follow_each_other_without_a_gap_and_know_their_length()
    {
        var reading = await Megamind.Value;

        Assert.Equal(270, reading.Frames);
        Assert.Equal((0, Transition.Start, 1), (reading.Shots[0].StartSeconds, reading.Shots[0].Opens, reading.Shots[0].Confidence));
        Assert.All(reading.Shots.Zip(reading.Shots.Skip(1)), pair => Assert.Equal(pair.First.EndSeconds, pair.Second.StartSeconds));
        Assert.Equal(reading.DurationSeconds, reading.Shots[^1].EndSeconds);
        Assert.All(reading.Shots, shot => Assert.InRange(shot.Confidence, 0.5, 1));
        Assert.All(reading.Shots, shot => Assert.InRange(shot.Signals.BestFrameSeconds, shot.StartSeconds, shot.EndSeconds));
    }

    [Fact]
    public async Task A_damaged_film_is_read_as_far_as_it_goes()
    {
        var whole = await folder.MakeAsync("whole.mp4", "-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=8", "-c:v", "libx264", "-g", "25",
            "-movflags", "+faststart");
        var bytes = await File.ReadAllBytesAsync(whole, Ct);
        bytes.AsSpan(bytes.Length / 2, bytes.Length / 20).Fill(0x5a);
        await File.WriteAllBytesAsync(folder.File("damaged.mp4"), bytes, Ct);

        var reading = await ReadAsync(folder.File("damaged.mp4"));

        Assert.True(reading.IsDamaged);
        Assert.InRange(reading.DurationSeconds, 7, 8.1);
        Assert.False((await ReadAsync(whole)).IsDamaged);
    }

    [Fact]
    public async Task Sound_is_measured_in_the_same_pass()
    {
        var path = await folder.MakeAsync("loud.mkv", "-f", "lavfi", "-i", "testsrc2=s=64x64:d=6", "-f", "lavfi", "-i",
            "aevalsrc='if(lt(t,3),0,0.4)*sin(2*PI*300*t)':s=48000:d=6", "-c:v", "libx264", "-c:a", "flac", "-ac", "2");
        var (lufs, peak) = await Ebur128.MeasureAsync(path, Ct);

        var reading = await ReadAsync(path);

        Assert.Equal(lufs, reading.Loudness!.IntegratedLufs, 0.11);
        Assert.Equal(peak, reading.Loudness.TruePeakDbtp, 0.35);
        var seconds = reading.Shots[0].Signals.LoudnessLufs;
        Assert.Equal([true, true, true, false, false, false], seconds.Select(second => second is null));
        var silent = await folder.MakeAsync("silent.mkv", "-i", path, "-an", "-c", "copy");
        Assert.Null((await ReadAsync(silent)).Loudness);
    }

    [Fact]
    public async Task Progress_goes_up_to_one_and_cancelling_ends_the_decoder()
    {
        List<double> told = [];
        var path = await folder.MakeAsync("long film.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x240:d=8", "-preset", "ultrafast");

        var facts = await new MediaProbe(folder.Ffmpeg).ProbeAsync(path, MediaKind.Video, Ct);
        await new SceneFinder(folder.Ffmpeg).FindAsync(path, facts, new Told(told.Add), Ct);
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new SceneFinder(folder.Ffmpeg).FindAsync(path, facts, new Told(_ => cancel.Cancel()), cancel.Token));

        Assert.Equal(told.Order(), told);
        Assert.Equal(1, told[^1]);
        Assert.False(Processes.Mention(path));
    }

    private static async Task<FootageReading> ReadAsync(string path)
    {
        var ffmpeg = new Ffmpeg(new());
        var facts = await new MediaProbe(ffmpeg).ProbeAsync(path, MediaKind.Video, Ct);
        return await new SceneFinder(ffmpeg).FindAsync(path, facts, progress: null, Ct);
    }

    private static List<double> Starts(FootageReading reading) => [.. reading.Shots.Skip(1).Select(shot => shot.StartSeconds)];

    private static void Count(FootageReading reading, double[] truth, double toleranceSeconds, ref int right, ref int wrong, ref int missed)
    {
        var starts = Starts(reading);
        foreach (var boundary in truth)
        {
            var at = starts.FindIndex(start => Math.Abs(start - boundary) <= toleranceSeconds);
            if (at < 0)
            {
                missed++;
                continue;
            }
            right++;
            starts.RemoveAt(at);
        }
        wrong += starts.Count;
    }

    private sealed class Told(Action<double> tell) : IProgress<double>
    {
        public void Report(double value) => tell(value);
    }
}
