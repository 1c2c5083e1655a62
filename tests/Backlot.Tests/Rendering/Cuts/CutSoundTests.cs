using Backlot.Rendering.Cuts;

namespace Backlot.Tests.Rendering.Cuts;

/// <summary>What is heard in a cut: the parts' own sound, music under it, silence where there is none.</summary>
public sealed class CutSoundTests : IDisposable
{
    private const int Own = 500, Music = 1000;

    private readonly NumberedFilms films = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => films.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task Music_lies_under_the_parts_at_its_gain_and_fades_out_with_the_film()
    {
        var (film, result) = await films.RenderAsync(NumberedFilms.List(NumberedFilms.Frames(await ToneAsync("tone.mp4", 8), 0, 200)) with
        {
            Music = new CutMusic(await TrackAsync(3), GainDb: -12) { FadeOutSeconds = 2 },
        });

        var sound = await films.SoundAsync(film);
        Assert.Equal(8 * 44_100, sound.Length, 2048.0);
        var own = NumberedFilms.Amplitude(sound, Own, 1, 5);
        // Two tones of one level are not quite as loud to the ear: within a decibel.
        Assert.Equal(-12, Decibels(NumberedFilms.Amplitude(sound, Music, 1, 2) / own), 1.0);
        // The track of three seconds has begun again by then.
        Assert.Equal(-12, Decibels(NumberedFilms.Amplitude(sound, Music, 4, 5) / own), 1.0);
        Assert.Equal(-18, Decibels(NumberedFilms.Amplitude(sound, Music, 6.98, 7.02) / own), 1.5);
        Assert.InRange(Decibels(NumberedFilms.Amplitude(sound, Music, 7.9, 7.98) / own), -60, -35);
        Assert.InRange(result.LoudnessLufs ?? 0, -14.6, -13.4);
        Assert.InRange(result.PeakDbtp, -20, -1);
    }

    [Fact(Timeout = 120_000)]
    public async Task Music_steps_back_while_the_parts_are_heard_and_comes_again_where_they_are_silent()
    {
        var tone = await ToneAsync("tone.mp4", 4);
        var silent = await films.AddAsync("silent.mp4", 100, 0, "-an", "-c:v", "libx264", "-preset", "veryfast");

        var (film, _) = await films.RenderAsync(NumberedFilms.List(NumberedFilms.Frames(tone, 0, 75), NumberedFilms.Frames(silent, 0, 100)) with
        {
            Music = new CutMusic(await TrackAsync(12), GainDb: -10) { DuckDb = 12 },
        });

        var sound = await films.SoundAsync(film);
        var (under, alone) = (NumberedFilms.Amplitude(sound, Music, 1, 2.9), NumberedFilms.Amplitude(sound, Music, 6, 6.9));
        Assert.Equal(12, Decibels(alone / under), 1.0);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_voice_is_heard_from_its_moment_on_and_the_parts_step_back_for_it()
    {
        var tone = await ToneAsync("tone.mp4", 8);

        var (film, _) = await films.RenderAsync(NumberedFilms.List(NumberedFilms.Frames(tone, 0, 200)) with
        {
            Voices = [new(await TrackAsync(3), AtSeconds: 2, GainDb: 0, DuckDb: 9)],
        });

        var sound = await films.SoundAsync(film);
        Assert.InRange(Decibels(NumberedFilms.Amplitude(sound, Music, 0.5, 1.9) / NumberedFilms.Amplitude(sound, Music, 2.1, 4.9)), -200, -40);
        Assert.InRange(Decibels(NumberedFilms.Amplitude(sound, Music, 5.1, 7) / NumberedFilms.Amplitude(sound, Music, 2.1, 4.9)), -200, -40);
        Assert.Equal(-9, Decibels(NumberedFilms.Amplitude(sound, Own, 2.5, 4.5) / NumberedFilms.Amplitude(sound, Own, 0.5, 1.7)), 0.5);
        Assert.Equal(0, Decibels(NumberedFilms.Amplitude(sound, Own, 7, 7.9) / NumberedFilms.Amplitude(sound, Own, 0.5, 1.7)), 0.5);
    }

    [Fact]
    public void A_voice_must_begin_within_the_film() => Assert.Equal("voices/0/atSeconds", Assert.Single((NumberedFilms.List(NumberedFilms.Frames("a", 0, 25)) with
    {
        Voices = [new("b", AtSeconds: 1, GainDb: 0, DuckDb: 0)],
    }).Faults()).Place);

    [Fact(Timeout = 120_000)]
    public async Task A_part_without_sound_and_a_muted_one_are_silent_for_exactly_their_time()
    {
        var tone = await ToneAsync("tone.mp4", 4);
        var silent = await films.AddAsync("silent.mp4", 100, 0, "-an", "-c:v", "libx264", "-preset", "veryfast");

        var (film, result) = await films.RenderAsync(NumberedFilms.List(
            NumberedFilms.Frames(tone, 0, 25), NumberedFilms.Frames(silent, 0, 30),
            NumberedFilms.Frames(tone, 25, 50), NumberedFilms.Frames(tone, 50, 60) with { IsMuted = true }));

        var sound = await films.SoundAsync(film);
        Assert.Equal(90 / 25.0, result.DurationSeconds, 0.03);
        Assert.InRange(Loudest(sound, 1.01, 2.19), 0, 0.001f);
        Assert.InRange(Loudest(sound, 3.21, 3.59), 0, 0.001f);
        // The tone goes on to within the five milliseconds of its edge.
        Assert.InRange(Loudest(sound, 0.985, 0.995), 0.05f, 1);
        Assert.InRange(Loudest(sound, 2.205, 2.215), 0.05f, 1);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_film_without_any_sound_is_silent_and_whole()
    {
        var silent = await films.AddAsync("silent.mp4", 60, 0, "-an", "-c:v", "libx264", "-preset", "veryfast");

        var (film, result) = await films.RenderAsync(NumberedFilms.List(NumberedFilms.Frames(silent, 0, 50)));

        Assert.Null(result.LoudnessLufs);
        Assert.Equal(0, (await films.SoundAsync(film)).Max(Math.Abs));
    }

    [Fact(Timeout = 120_000)]
    public async Task Cancelling_leaves_no_process_and_no_file()
    {
        var tone = await ToneAsync("tone.mp4", 8);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var cold = new CutRenderer(films.Folder.Ffmpeg, new(films.Folder.File("cold-cache"), TimeProvider.System));
        var list = new CutList(1280, 720, new(25, 1), [.. Enumerable.Range(0, 20).Select(i => NumberedFilms.Frames(tone, i, 150 + i))]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cold.RenderAsync(
            list, films.Folder.PathOf, films.Folder.File("cancelled.mp4"), new Once(cancel.Cancel), cancel.Token));

        Assert.False(Processes.Mention(films.Folder.File("cold-cache")));
        Assert.False(Processes.Mention(films.Folder.Root));
        Assert.Empty(Directory.EnumerateFiles(films.Folder.Root, "cancelled*"));
        Assert.Empty(Directory.EnumerateFiles(films.Folder.File("cold-cache"), "*.part*"));
    }

    private async Task<string> ToneAsync(string name, int seconds) => films.Folder.Sha256(await films.Folder.MakeAsync(name,
        "-f", "lavfi", "-i", $"testsrc2=s=128x72:r=25:d={seconds}", "-f", "lavfi", "-i", $"sine=f={Own}:d={seconds}",
        "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-c:a", "aac"));

    private async Task<string> TrackAsync(int seconds) => films.Folder.Sha256(await films.Folder.MakeAsync($"track{seconds}.flac",
        "-f", "lavfi", "-i", $"sine=f={Music}:d={seconds},volume=-8dB", "-ac", "2"));

    private static float Loudest(float[] sound, double from, double to) => sound[(int)(from * 44_100)..(int)(to * 44_100)].Max(Math.Abs);

    private static double Decibels(double factor) => 20 * Math.Log10(factor);

    /// <summary>Acts on the first word of an encoder at work.</summary>
    private sealed class Once(Action act) : IProgress<Backlot.Rendering.RenderProgress>
    {
        private int told;

        public void Report(Backlot.Rendering.RenderProgress value)
        {
            if (value.Fraction > 0 && Interlocked.Exchange(ref told, 1) == 0)
                act();
        }
    }
}
