using Backlot.Generation.Caches.Prompts;

namespace Backlot.Tests.Generation.Caches.Prompts;

public sealed class LexiconTests
{
    [Theory]
    [InlineData("running", "run", true, false)]
    [InlineData("ran", "run", true, false)]
    [InlineData("carries", "carry", true, false)]
    [InlineData("homes", "house", false, true)]
    [InlineData("boxes", "box", false, true)]
    [InlineData("glass", "glass", false, false)]
    [InlineData("bus", "bus", false, false)]
    [InlineData("ladies", "women", false, false)]
    [InlineData("xylophone", "xylophone", false, false)]
    public void Forms_are_brought_to_the_word_that_stands_for_them(string form, string word, bool isVerb, bool isPlural) =>
        Assert.Equal(new(word, isVerb, isPlural), Lexicon.English.Know(form));

    [Fact]
    public void The_longest_phrase_is_taken()
    {
        var (length, becomes) = Lexicon.English.PhraseAt(["in", "front", "of", "it"], 0);

        Assert.Equal(3, length);
        Assert.Equal(["before"], becomes);
        Assert.Equal(0, Lexicon.English.PhraseAt(["lighthouse"], 0).Length);
    }
}
