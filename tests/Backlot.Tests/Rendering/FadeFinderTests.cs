using Backlot.Rendering.Scenes;

namespace Backlot.Tests.Rendering;

public sealed class FadeFinderTests
{
    /// <summary>What is not settled is kept in memory, frames and pictures for sprite sheets.</summary>
    [Fact]
    public void A_film_that_stays_black_after_a_fade_is_waited_for_no_longer_than_some_seconds()
    {
        var finder = new FadeFinder();
        var told = new List<Boundary>();
        for (var n = 0; n < 25; n++)
            Add(n / 25.0, contrast: 60);
        for (var n = 0; n < 12; n++)
            Add(1 + n / 25.0, contrast: 60 - 5 * n);
        var longest = 0.0;
        for (var n = 0; n < 6000; n++)
        {
            Add(1.5 + n / 25.0, contrast: 0);
            longest = Math.Max(longest, 1.5 + n / 25.0 - finder.SettledSeconds);
        }
        for (var n = 0; n < 50; n++)
            Add(241.5 + n / 25.0, contrast: Math.Min(60, 3 * n));

        var fade = Assert.Single(told);
        Assert.Equal(Transition.Fade, fade.Kind);
        Assert.InRange(fade.Seconds, 1.4, 12);
        Assert.InRange(longest, 0, 12);

        void Add(double seconds, int contrast)
        {
            var pixels = new byte[SmallFrame.Bytes];
            for (var i = 0; i < pixels.Length; i++)
                pixels[i] = (byte)(128 + (i % 2 == 0 ? contrast : -contrast));
            if (finder.Add(new(seconds, pixels)) is { } boundary)
                told.Add(boundary);
        }
    }
}
