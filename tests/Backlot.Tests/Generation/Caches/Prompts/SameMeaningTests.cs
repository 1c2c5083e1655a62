using Backlot.Generation.Caches.Prompts;
using Backlot.Generation.Caches.Reports;

namespace Backlot.Tests.Generation.Caches.Prompts;

/// <summary>The pairs were written for these tests, and after the lexicon: what of them is a hit is read off a table by nobody.</summary>
public sealed class SameMeaningTests
{
    [Theory]
    [InlineData("A lone lighthouse on a cliff at dusk", "At sunset, a solitary lighthouse on a cliff.")]
    [InlineData("A dog runs along the beach", "A hound running along the seashore")]
    [InlineData("a cat chases a dog in the park", "In the park, a cat chases a dog")]
    [InlineData("a cat chases a dog", "A dog is chased by a cat")]
    [InlineData("Close-up of an old man smiling", "An elderly man smiles, closeup")]
    [InlineData("two children playing in the rain", "2 kids play in the rain")]
    [InlineData("A video of a huge robot walking through the city", "an enormous robot walks through the city")]
    [InlineData("red car and blue house", "blue house, red car")]
    [InlineData("Aerial view of a forest in the morning", "a woodland from above in the morning")]
    [InlineData("a street without people", "a street with no people")]
    [InlineData("A woman's hand holding a candle", "A lady's hand, holding a candle")]
    [InlineData("a colourful market at night", "at night: a colorful bazaar")]
    [InlineData("In the park a cat chases a dog, a bell rings", "a cat is chasing a dog in the park, a bell rings")]
    public void What_says_the_same_in_other_words_is_the_same(string one, string other)
    {
        Assert.True(Same(one, other), $"{Shown(one)} / {Shown(other)}");
        Assert.True(Same(other, one));
        Assert.True(Likeness(one, other) > 0.95, $"{Likeness(one, other)}");
    }

    [Theory]
    [InlineData("A red car on a bridge at night", "A blue car on a bridge at night")]
    [InlineData("two cats on a sofa", "three cats on a sofa")]
    [InlineData("two cats and three dogs", "three cats and two dogs")]
    [InlineData("a cat on a sofa", "cats on a sofa")]
    [InlineData("a street with people", "a street without people")]
    [InlineData("a man smiling", "a man not smiling")]
    [InlineData("Mara walks through the door", "Lara walks through the door")]
    [InlineData("the camera pans from left to right", "the camera pans from right to left")]
    [InlineData("a train passing from left to right", "a train passing from right to left")]
    [InlineData("timelapse from day to night", "timelapse from night to day")]
    [InlineData("a cat chases a dog", "a dog chases a cat")]
    [InlineData("a man on a horse", "a horse on a man")]
    [InlineData("a red car and a blue house", "a blue car and a red house")]
    [InlineData("a box under the table", "a box on the table")]
    [InlineData("a ball in a box", "a ball on a box")]
    [InlineData("a man walks toward the house", "a man walks away from the house")]
    [InlineData("a lighthouse at dawn", "a lighthouse at dusk")]
    [InlineData("a boat on a lake", "a ship on a lake")]
    [InlineData("a woman in a red dress, no hat", "a woman in a red dress, hat")]
    [InlineData("a cat or a dog", "a cat and a dog")]
    [InlineData("a bird above a bridge", "a bridge above a bird")]
    [InlineData("a street in 1920", "a street in 1930")]
    [InlineData("a small dog and a cat", "a dog and a small cat")]
    [InlineData("a man gives a woman a dog", "a man gives a dog a woman")]
    [InlineData("her dog waits", "his dog waits")]
    [InlineData("a lighthouse on a cliff in a storm, waves crash against rocks, a keeper climbs the stairs with a lantern, gulls circle above, cinematic",
        "a lighthouse on a cliff in a storm, waves crash against rocks, a sailor climbs the stairs with a lantern, gulls circle above, cinematic")]
    [InlineData("", "")]
    [InlineData("the", "a")]
    public void What_says_something_else_is_not_however_near_it_is(string one, string other)
    {
        Assert.False(Same(one, other), $"{Shown(one)} / {Shown(other)}");
        Assert.False(Same(other, one));
    }

    [Theory]
    [InlineData("A red car on a bridge at night", "A blue car on a bridge at night")]
    [InlineData("a street with people", "a street without people")]
    [InlineData("two cats on a sofa", "three cats on a sofa")]
    public void In_a_short_prompt_one_changed_word_moves_the_vector_below_the_threshold(string one, string other) =>
        Assert.True(Likeness(one, other) < 0.95, $"{Likeness(one, other)}");

    [Fact]
    public void In_a_long_prompt_it_does_not_and_that_is_why_words_are_read()
    {
        const string Long = "an old keeper in a yellow coat climbs the spiral stairs of a lighthouse with a lantern while waves crash against black rocks, "
            + "gulls circle above, fog rolls in from the sea, a bell rings, wet stone, warm light, cinematic, wide shot, at dusk";
        var changed = Long.Replace("yellow", "green", StringComparison.Ordinal);

        Assert.True(Likeness(Long, changed) > 0.95, $"{Likeness(Long, changed)}");
        Assert.False(Same(Long, changed));
    }

    [Theory]
    [InlineData("ein roter Leuchtturm")]
    [InlineData("灯塔 在 海边")]
    [InlineData("🌊 🏠")]
    public void What_the_lexicon_does_not_know_stands_for_itself(string prompt)
    {
        Assert.True(Same(prompt, prompt.ToUpperInvariant()));
        Assert.False(Same(prompt, prompt + " x"));
        Assert.Equal(1, Likeness(prompt, prompt), 5);
    }

    [Fact]
    public void Vectors_have_the_length_1_and_are_the_same_everywhere()
    {
        var vector = WordEmbedding.Of(PromptReading.Of("a small boat without a sail"));

        Assert.Equal(1536, vector.Length);
        Assert.Equal(1, vector.Sum(x => (double)x * x), 5);
        Assert.Equal([127, 143, 149, 424, 474], vector.Index().Where(x => x.Item != 0).Take(5).Select(x => x.Index));
    }

    private static bool Same(string one, string other) => SameMeaning.Of(PromptReading.Of(one), PromptReading.Of(other));

    private static double Likeness(string one, string other) =>
        Neighbourhood.Cosine(WordEmbedding.Of(PromptReading.Of(one)), WordEmbedding.Of(PromptReading.Of(other)));

    private static string Shown(string prompt) => string.Join(' ', PromptReading.Of(prompt).Terms);
}
