using Backlot.Library.Footage;
using Backlot.Library.Scores;
using Backlot.Rendering.Signals;

namespace Backlot.Tests.Library.Scores;

/// <summary>What a score says can be checked, and what is measured moves it the way the words say.</summary>
public sealed class ScoreTests
{
    private static readonly ClipSignals Calm = MadeFootage.Calm;

    private static readonly ClipSignals Wild = Calm with
    {
        Contrast = 0.5, Saturation = 0.7, MotionMean = 0.5, MotionPeak = 1, MotionOnsetSeconds = 0.1,
        Curve = [.. Enumerable.Range(0, 20).Select(n => new SignalMoment(n / 4.0, n % 2 * 0.4 + 0.3, 0.5, 0.7, 0, n % 3 * 0.4 + 0.1))],
        LoudnessLufs = [-35, -12, -10, -10, -10],
    };

    [Fact]
    public void A_wild_beginning_hooks_and_a_calm_one_does_not()
    {
        var (calm, wild) = (HookStrength.Of(Shot(Calm)), HookStrength.Of(Shot(Wild, cuts: 2)));

        Assert.InRange(calm.Value, 0, 0.2);
        Assert.InRange(wild.Value, 0.85, 1);
        Assert.Contains(calm.Evidence, e => e.Words == "Hardly anything moves in the first 3 s.");
        Assert.Equal("For it: Contrast is 0.30 (0.5 is strong). Against it: Sound rises by 0 LU in the first 3 s.", calm.Because);
    }

    [Theory]
    [InlineData("motionOnsetSeconds")]
    [InlineData("motionPeakOfOpening")]
    [InlineData("contrast")]
    [InlineData("brightnessChange")]
    [InlineData("loudnessRiseLu")]
    [InlineData("cutsWithin3Seconds")]
    public void Each_thing_that_hooks_counts_by_itself(string name)
    {
        var moved = Calm with { MotionOnsetSeconds = 3, Curve = [.. Calm.Curve.Select(m => m with { Motion = 0.06, Contrast = 0.1 })], LoudnessLufs = [-20, -20, -20] };
        var more = name switch
        {
            "motionOnsetSeconds" => Shot(moved with { MotionOnsetSeconds = 0 }),
            "motionPeakOfOpening" => Shot(moved with { Curve = [.. moved.Curve.Select(m => m with { Motion = 0.6 })] }),
            "contrast" => Shot(moved with { Curve = [.. moved.Curve.Select(m => m with { Contrast = 0.5 })] }),
            "brightnessChange" => Shot(moved with { Curve = [moved.Curve[0] with { Brightness = 0.1 }, .. moved.Curve.Skip(1)] }),
            "loudnessRiseLu" => Shot(moved with { LoudnessLufs = [null, -20, -20] }),
            _ => Shot(moved, cuts: 2),
        };

        var (before, after) = (HookStrength.Of(Shot(moved)), HookStrength.Of(more));

        Assert.Equal(1, after.Evidence.Single(e => e.Name == name).Share, 0.05);
        Assert.Equal(after.Evidence.Single(e => e.Name == name).Weight, after.Value - before.Value, 0.03);
    }

    [Fact]
    public void What_comes_after_three_seconds_hooks_nobody()
    {
        var late = Calm with { Curve = [.. Calm.Curve.Select(m => m.AtSeconds < 3 ? m : m with { Motion = 1, Brightness = 1 })], LoudnessLufs = [-24, -24, -24, -5, -5] };

        Assert.Equal(HookStrength.Of(Shot(Calm)).Value, HookStrength.Of(Shot(late)).Value);
    }

    [Fact]
    public void A_film_without_sound_is_judged_by_its_pictures_alone()
    {
        var silent = HookStrength.Of(Shot(Wild with { LoudnessLufs = [null, null, null] }, cuts: 2));

        Assert.DoesNotContain(silent.Evidence, e => e.Name == "loudnessRiseLu");
        Assert.InRange(silent.Value, 0.85, 1);
    }

    [Fact]
    public void Every_score_is_the_mean_of_its_evidence_by_weight_all_the_way_down()
    {
        foreach (var shot in (ShotInFilm[])[Shot(Calm), Shot(Wild, cuts: 1), Shot(Wild with { LoudnessLufs = [null], Warmth = -0.3 })])
            foreach (var score in (Score[])[HookStrength.Of(shot), PsychologyScore.Of(shot), SceneScore.Of(shot), NoveltyScore.Of([0.1, 0.2, 0.6])])
            {
                Assert.Equal(Mean(score.Evidence), score.Value, 1e-4);
                Assert.InRange(score.Value, 0, 1);
                Assert.NotEmpty(score.Because);
                foreach (var part in score.Evidence.Where(e => e.From is not null && e.Name != "meanDistanceOfNearest"))
                    Assert.Equal(Mean(part.From!), part.Share, 1e-4);
                Assert.All(score.Evidence.Concat(score.Evidence.SelectMany(e => e.From ?? [])), e => Assert.Matches(@"^[A-Z0-9].*\.$", e.Words));
            }
    }

    [Fact]
    public void Darkness_and_unrest_are_tense_and_warm_colours_are_told_from_cold_ones()
    {
        var dark = Wild with { Brightness = 0.1 };

        Assert.True(Part(dark, "tension").Share > Part(Wild, "tension").Share);
        Assert.True(Part(Wild, "arousal").Share > Part(Calm, "arousal").Share + 0.4);
        Assert.Contains("warm", Part(Calm with { Warmth = 0.3 }, "warmth").Words, StringComparison.Ordinal);
        Assert.Contains("cold", Part(Calm with { Warmth = -0.3 }, "warmth").Words, StringComparison.Ordinal);
        Assert.True(PsychologyScore.Of(Shot(Calm, seconds: 1)).Value > PsychologyScore.Of(Shot(Calm, seconds: 20)).Value);
    }

    [Theory]
    [InlineData(0.9, 0.9, 0.6, -8, "excited")]
    [InlineData(0.9, 0.5, 0, -45, "calm")]
    [InlineData(0.1, 0.8, 0.6, -8, "tense")]
    [InlineData(0.1, 0.05, 0, -45, "subdued")]
    public void A_mood_is_a_quarter_of_the_circumplex(double brightness, double saturation, double motion, double lufs, string mood) => Assert.Equal(mood,
        EmotionData.Of(Shot(Calm with { Brightness = brightness, Saturation = saturation, MotionMean = motion, LoudnessLufs = [lufs] })).Mood);

    [Fact]
    public void A_scene_that_is_dark_flat_or_too_short_is_of_less_use()
    {
        var good = SceneScore.Of(Shot(Calm)).Value;

        Assert.Equal(1, good);
        Assert.True(SceneScore.Of(Shot(Calm with { Brightness = 0.02 })).Value < good);
        Assert.True(SceneScore.Of(Shot(Calm with { Contrast = 0.01 })).Value < good);
        Assert.True(SceneScore.Of(Shot(Calm, seconds: 0.6)).Value < good);
        Assert.True(SceneScore.Of(Shot(Calm, seconds: 60)).Value < good);
        Assert.True(SceneScore.Of(Shot(Calm) with { Confidence = 0.4 }).Value < good);
    }

    [Fact]
    public void A_near_duplicate_is_no_news_and_what_nothing_is_like_is()
    {
        Assert.InRange(NoveltyScore.Of([0.001, 0.002, 0.002]).Value, 0, 0.02);
        Assert.InRange(NoveltyScore.Of([0.8, 0.9, 0.9, 1, 1.1]).Value, 0.95, 1);
        Assert.Equal(1, NoveltyScore.Of([]).Value);
    }

    private static ShotInFilm Shot(ClipSignals signals, int cuts = 0, double seconds = 5) => new(signals, 0, seconds, cuts, 1);

    private static Evidence Part(ClipSignals signals, string name) => PsychologyScore.Of(Shot(signals)).Evidence.Single(e => e.Name == name);

    private static double Mean(IReadOnlyList<Evidence> evidence) => evidence.Sum(e => e.Weight * e.Share) / evidence.Sum(e => e.Weight);
}
