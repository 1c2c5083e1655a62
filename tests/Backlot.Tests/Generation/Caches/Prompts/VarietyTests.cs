using Backlot.Generation.Caches.Prompts;

namespace Backlot.Tests.Generation.Caches.Prompts;

public sealed class VarietyTests
{
    [Theory]
    [InlineData("20 different images of a castle")]
    [InlineData("Twenty variations of this shot")]
    [InlineData("another version of the harbour scene")]
    [InlineData("Give me a few options for the opening")]
    [InlineData("Surprise me with a forest")]
    [InlineData("a castle, try again")]
    [InlineData("the same street, but make it different")]
    [InlineData("an alternate take of the chase")]
    [InlineData("three takes of a man walking")]
    public void Who_asks_for_something_new_gets_it(string prompt) => Assert.True(Variety.IsAskedFor(prompt));

    [Theory]
    [InlineData("a castle on a hill")]
    [InlineData("two people from different worlds meet")]
    [InlineData("a random street in Lisbon")]
    [InlineData("she takes a new road")]
    [InlineData("another day at the harbour")]
    [InlineData("three boats")]
    public void Other_prompts_may_be_answered_by_a_cache(string prompt) => Assert.False(Variety.IsAskedFor(prompt));
}
