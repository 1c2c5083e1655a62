using Backlot.Channels.Prompts;

namespace Backlot.Tests.Channels.Prompts;

public sealed class TrackLengthsTests
{
    public static TheoryData<int> Minutes { get; } = [1, 2, 10, .. Enumerable.Range(60, 31)];

    [Theory]
    [MemberData(nameof(Minutes))]
    public void The_film_has_the_target_length_to_the_frame(int minutes)
    {
        for (var seed = 0; seed < 2; seed++)
        {
            foreach (var crossfade in new[] { 0, 0.04, 1, 1.52, 2 })
            {
                var frames = Frames(minutes * 60, crossfade, seed);

                Assert.Equal(minutes * 60 * 25, frames.Sum() - 19 * (int)Math.Round(crossfade * 25));
                Assert.All(frames, length => Assert.True(length >= 25 * (2 * crossfade + 0.5), $"{length} frames"));
            }
        }
    }

    [Fact]
    public void Lengths_vary_by_up_to_15_percent()
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var frames = Frames(3600, crossfade: 2, seed);
            var mean = frames.Average();

            Assert.All(frames, length => Assert.InRange(length, 0.85 * mean - 1, 1.15 * mean + 1));
            Assert.True(frames.Max() - frames.Min() > 0.1 * mean);
        }
    }

    [Fact]
    public void Minutes_are_seconds_by_60()
    {
        Assert.All(BuiltInPromptWriter.Write(Briefs.RoyalCourt).MusicPrompts,
            track => Assert.Equal(track.DurationSeconds / 60, track.DurationMinutes));
    }

    [Theory]
    [InlineData(60, 3, "targetDurationSeconds")]
    [InlineData(60.01, 2, "targetDurationSeconds")]
    [InlineData(double.NaN, 2, "targetDurationSeconds")]
    [InlineData(-60, 2, "targetDurationSeconds")]
    [InlineData(3600, 2.5, "crossfadeSeconds")]
    [InlineData(3600, -1, "crossfadeSeconds")]
    public void A_film_that_cannot_be_cut_is_refused_by_the_fields_name(double target, double crossfade, string field)
    {
        var refused = Assert.Throws<ArgumentException>(() => BuiltInPromptWriter.Write(
            Briefs.RoyalCourt with { TargetDurationSeconds = target, CrossfadeSeconds = crossfade }));

        Assert.Contains(field, refused.Message, StringComparison.Ordinal);
    }

    private static int[] Frames(double target, double crossfade, long seed)
    {
        var album = BuiltInPromptWriter.Write(
            Briefs.RoyalCourt with { TargetDurationSeconds = target, CrossfadeSeconds = crossfade, Seed = seed });
        return [.. album.MusicPrompts.Select(track =>
        {
            var frames = Math.Round(track.DurationSeconds * 25);
            Assert.Equal(frames / 25, track.DurationSeconds);
            return (int)frames;
        })];
    }
}
