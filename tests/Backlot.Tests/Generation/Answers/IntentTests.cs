using Backlot.Generation.Answers;

namespace Backlot.Tests.Generation.Answers;

public sealed class IntentTests
{
    private static readonly Guid Subject = Guid.CreateVersion7();
    private static readonly ModelChoice Model = new("model-1", new(1, 1, 0));

    [Fact]
    public void The_same_question_is_the_same_whoever_orders_it_and_whatever_it_costs() => Assert.Equal(
        Asked().KeyFor(Model), Asked().KeyFor(Model with { Price = new(9, 9, 9) }));

    [Fact]
    public void Another_subject_provider_model_or_content_is_another_question()
    {
        string[] keys =
        [
            Asked().KeyFor(Model), Asked().KeyFor(Model with { Model = "model-2" }), (Asked() with { Provider = "gemini" }).KeyFor(Model),
            (Asked() with { Content = "another" }).KeyFor(Model), (Asked() with { SubjectId = Guid.CreateVersion7() }).KeyFor(Model),
            (Asked() with { What = "transcript" }).KeyFor(Model),
        ];

        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.All(keys, key => Assert.InRange(key.Length, 1, 200 - 37));        // with room for the id it is put aside by
    }

    private static Intent Asked() => new(Guid.CreateVersion7(), Subject, "description", "openai", "pictures", "What is there?");
}
