using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Reading;

namespace Backlot.Tests.Generation.Dummy.Images.Reading;

public sealed class PromptReaderTests
{
    [Fact]
    public void A_typical_prompt_is_understood()
    {
        var brief =
            Read(
            "A candle-lit medieval castle on a hill at dusk, amber and indigo palette, mist over a lake, full moon, birds");

        Assert.Equal(Hour.Dusk, brief.Hour);
        Assert.Equal(Places.Hills | Places.Lake, brief.Places);
        Assert.Equal(Subjects.Castle | Subjects.Birds, brief.Subjects);
        Assert.Equal(Air.Mist, brief.Air);
        Assert.Equal(Lamps.Moon | Lamps.Candles, brief.Lamps);
        Assert.Equal([72f, 275f], brief.Colours.Select(colour => colour.Hue));
    }

    [Theory]
    [InlineData("forest, no birds, no people")]
    [InlineData("forest without birds")]
    public void What_is_denied_is_not_drawn(string prompt) => Assert.False(Read(prompt).Shows(Subjects.Birds));

    [Theory]
    [InlineData("MOUNTAINS")]
    [InlineData("two tall peaks.")]
    [InlineData("the alps")]
    public void Case_plural_and_synonyms_do_not_matter(string prompt) =>
        Assert.True(Read(prompt).Shows(Places.Mountains));

    [Fact]
    public void The_golden_hour_is_an_hour_and_not_a_colour()
    {
        var brief = Read("meadow at golden hour");

        Assert.Equal(Hour.GoldenHour, brief.Hour);
        Assert.Empty(brief.Colours);
    }

    [Fact]
    public void An_empty_prompt_still_has_a_place() => Assert.NotEqual(Places.None, Read("").Places);

    private static SceneBrief Read(string prompt) => PromptReader.Read(prompt, new Dice(1));
}
