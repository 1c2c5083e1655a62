using Backlot.Generation;
using Backlot.Generation.Caches;
using Backlot.Generation.Caches.Prompts;

namespace Backlot.Tests.Generation.Caches.Prompts;

public sealed class CacheKeysTests
{
    private static readonly Guid User = Guid.CreateVersion7();
    private static readonly CacheQuestion Asked = new(GenerationKind.Video, "A lighthouse at dusk", """{"width":1280,"seconds":5}""", "runway gen4");

    [Theory]
    [InlineData("a  lighthouse\nat dusk.")]
    [InlineData("A LIGHTHOUSE AT DUSK")]
    [InlineData(" Ａ lighthouse at dusk ")]
    public void Spaces_capitals_widths_and_a_full_stop_make_no_other_prompt(string prompt) =>
        Assert.Equal(CacheKeys.Of(User, Asked), CacheKeys.Of(User, Asked with { Prompt = prompt }));

    [Theory]
    [InlineData("""{ "seconds": 5.0, "width": 1280 }""")]
    [InlineData("""{"seconds":5,"width":1280,"style":null}""")]
    public void Parameters_are_compared_by_what_they_say(string parameters) =>
        Assert.Equal(CacheKeys.Of(User, Asked), CacheKeys.Of(User, Asked with { Parameters = parameters }));

    [Fact]
    public void Everything_else_makes_another_question()
    {
        var one = CacheKeys.Of(User, Asked);
        CacheQuestion[] others =
        [
            Asked with { Prompt = "A lighthouse at dawn" }, Asked with { Parameters = """{"width":1280,"seconds":6}""" },
            Asked with { Model = "runway gen4_turbo" }, Asked with { Kind = GenerationKind.Image }, Asked with { Parameters = """{"width":[1280],"seconds":5}""" },
        ];

        Assert.All(others, other => Assert.NotEqual(one.Exact, CacheKeys.Of(User, other).Exact));
        Assert.All(others.Skip(1), other => Assert.NotEqual(one.Parameters, CacheKeys.Of(User, other).Parameters));
        Assert.NotEqual(one.Exact, CacheKeys.Of(Guid.CreateVersion7(), Asked).Exact);
    }

    [Fact]
    public void Parts_of_a_key_do_not_run_into_each_other() => Assert.NotEqual(PromptText.Key("ab", "c"), PromptText.Key("a", "bc"));
}
