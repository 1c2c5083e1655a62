using Backlot.Studio;
using Backlot.Studio.Projects;
using Backlot.Studio.Prompts;
using Backlot.Studio.Shipped;

namespace Backlot.Tests.Studio.Prompts;

public sealed class BuiltInSceneWriterTests
{
    private static readonly NamedBrain Noir = BrainOf("rain-noir");

    private static readonly string[] Prompts =
    [
        "A lighthouse in a storm, seen from the sea", "Mara climbs the stairs with a lantern.", "Ben asks: \"Is anybody there?\"", "Close-up of a rusty key on a wet table",
        "Dawn over the desert", "A crowd in a market at noon, drone shot", "Mara and Ben argue in the kitchen!", "x", "The old man's hands, shaking …", "A child runs\nthrough tall grass",
    ];

    private static readonly Character[] Two =
    [
        CharacterOf("Mara", new("in her sixties", "a woman", Clothing: "a yellow oilskin coat.", DistinctiveFeatures: "short white hair"), "low and hoarse"),
        CharacterOf("Ben", new(Age: "about nine")),
    ];

    public static TheoryData<string> BrainKeys => [.. ShippedGoods.Brains.Select(b => b.Key)];

    [Theory]
    [MemberData(nameof(BrainKeys))]
    public void The_words_of_the_user_are_all_there_in_their_order_whatever_is_added(string key)
    {
        for (var number = 1; number <= Prompts.Length; number++)
        {
            var scene = SceneOf(Prompts[number - 1], number, Prompts.Length, BrainOf(key));

            var written = BuiltInSceneWriter.Write(scene);

            Assert.Equal(scene.Prompt, string.Concat(written.Parts.Where(p => p.By == PromptAuthor.User).Select(p => p.Text)));
            Assert.Contains(written.Parts, p => p.By == PromptAuthor.Brain);
            Assert.True(written.Text.Length <= BuiltInSceneWriter.MostCharacters, written.Text);
            Assert.DoesNotContain("..", written.Text.Replace("…", "", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.DoesNotContain("  ", written.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(" .", written.Text.Replace(" …", "", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.Equal(written.Text, BuiltInSceneWriter.Write(scene).Text);
        }
    }

    [Fact]
    public void Whatever_the_user_speaks_of_nobody_else_does()
    {
        var silent = BuiltInSceneWriter.Write(SceneOf("A man waits at a corner", 1, 9, Noir)).Text;
        var framed = BuiltInSceneWriter.Write(SceneOf("Close-up of a man waiting at a corner", 1, 9, Noir)).Text;
        var moved = BuiltInSceneWriter.Write(SceneOf("The camera circles a man waiting at a corner", 1, 9, Noir)).Text;
        var lit = BuiltInSceneWriter.Write(SceneOf("A man waits at a corner, lit by neon", 1, 9, Noir)).Text;
        var angled = BuiltInSceneWriter.Write(SceneOf("A man waits at a corner, seen from above", 1, 9, Noir)).Text;

        Assert.StartsWith("Wide shot with the figure small at the edge of a pool of light. A man", silent, StringComparison.Ordinal);
        Assert.Contains("creeps in", silent, StringComparison.Ordinal);
        Assert.Contains("Lit by a single hard source", silent, StringComparison.Ordinal);
        Assert.Contains("Camera slightly below eye level", silent, StringComparison.Ordinal);
        Assert.StartsWith("Close-up", framed, StringComparison.Ordinal);
        Assert.DoesNotContain("creeps in", moved, StringComparison.Ordinal);
        Assert.DoesNotContain("Lit by a single", lit, StringComparison.Ordinal);
        Assert.DoesNotContain("eye level", angled, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_is_put_into_a_scene_without_people_and_no_day_into_a_night()
    {
        var empty = BuiltInSceneWriter.Write(SceneOf("A lighthouse in the fog", 3, 9, Noir)).Text;
        var night = BuiltInSceneWriter.Write(SceneOf("A street at night", 2, 9, BrainOf("dread-in-daylight")));

        Assert.DoesNotContain("profile close-up", empty, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("daylight", night.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("night", night.NegativePrompt!, StringComparison.Ordinal);
        Assert.Contains("gore", night.NegativePrompt!, StringComparison.Ordinal);
    }

    [Fact]
    public void The_scene_goes_before_the_film_and_the_film_before_the_brain()
    {
        var settings = new ProjectSettings(CustomBrainParams: new(Mood: 0.9, CameraAngle: 0.9));
        var scene = SceneOf("A man waits", 1, 9, Noir) with { Parameters = new(Mood: -0.9), Settings = settings };

        var parts = BuiltInSceneWriter.Write(scene).Parts;

        Assert.Contains(parts, p => p is { By: PromptAuthor.Parameters, Source: "mood" } && p.Text.Contains("Grief", StringComparison.Ordinal));
        Assert.Contains(parts, p => p is { By: PromptAuthor.Project, Source: "cameraAngle" } && p.Text.Contains("overhead", StringComparison.Ordinal));
        Assert.DoesNotContain(parts, p => p.Text.Contains("joyful", StringComparison.Ordinal));
    }

    [Fact]
    public void Everybody_who_appears_is_described_once_and_speaks_only_where_somebody_does()
    {
        var both = BuiltInSceneWriter.Write(SceneOf("Mara looks for Ben; Mara calls: \"Come in!\"", 2, 3, brain: null)).Text;
        var silent = BuiltInSceneWriter.Write(SceneOf("Mara looks out", 2, 3, brain: null)).Text;
        var nobody = BuiltInSceneWriter.Write(SceneOf("Marathon runners", 2, 3, brain: null)).Text;

        Assert.Contains("Mara (in her sixties, a woman, short white hair, wearing a yellow oilskin coat) looks for Ben (about nine); Mara calls", both, StringComparison.Ordinal);
        Assert.Contains("Mara's voice: low and hoarse.", both, StringComparison.Ordinal);
        Assert.DoesNotContain("voice", silent, StringComparison.Ordinal);
        Assert.Equal("Marathon runners", nobody);
    }

    [Theory]
    [InlineData("A ship in a storm at dusk", "The captain at the wheel", "As in the scene before, it is still dusk and the storm goes on")]
    [InlineData("A ship in a storm at dusk", "The captain in his cabin", "outside the storm goes on")]
    [InlineData("A ship in a storm at dusk", "The next morning the sea is calm", null)]
    [InlineData("A ship in a storm at dusk", "Sunset, and fog", null)]
    [InlineData("A ship", "The captain at the wheel", null)]
    public void Time_and_weather_go_on_until_somebody_says_otherwise(string before, string prompt, string? expected)
    {
        var written = BuiltInSceneWriter.Write(SceneOf(prompt, 2, 3, brain: null) with { Earlier = [before] });

        if (expected is null)
            Assert.DoesNotContain(written.Parts, p => p.By == PromptAuthor.Neighbour);
        else
            Assert.Contains(written.Parts, p => p is { By: PromptAuthor.Neighbour, Source: "scene 1" } && p.Text.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_scene_says_goes_on_past_scenes_that_say_nothing_up_to_a_leap_in_time()
    {
        string[] film = ["A ship in a storm at dusk", "The captain in his cabin", "Waves", "Years later, a ship in the fog", "The wreck"];
        var (third, last) = (Told(3), Told(5));

        Assert.Contains(third.Parts, p => p is { By: PromptAuthor.Neighbour, Source: "scene 1" } && p.Text.Contains("As before, it is still dusk and the storm goes on", StringComparison.Ordinal));
        Assert.Contains(last.Parts, p => p is { By: PromptAuthor.Neighbour, Source: "scene 4" } && p.Text.Contains("As in the scene before, the fog goes on", StringComparison.Ordinal));

        Enhancement Told(int number) => BuiltInSceneWriter.Write(SceneOf(film[number - 1], number, 5, brain: null) with { Earlier = film[..(number - 1)] });
    }

    [Fact]
    public void A_night_that_goes_on_is_not_lit_by_day()
    {
        var written = BuiltInSceneWriter.Write(SceneOf("Waves", 2, 9, BrainOf("dread-in-daylight")) with { Earlier = ["A lighthouse at night"] });

        Assert.DoesNotContain("daylight", written.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("night", written.NegativePrompt!, StringComparison.Ordinal);
    }

    [Fact]
    public void Scenes_next_to_one_another_are_framed_differently()
    {
        var openings = Enumerable.Range(1, 12).Select(n => BuiltInSceneWriter.Write(SceneOf("A man waits", n, 12, Noir)).Parts[0].Text).ToList();

        Assert.All(openings.Zip(openings.Skip(1)), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    public void Long_words_leave_room_for_nothing_else_and_are_not_cut()
    {
        var prompt = string.Join(' ', Enumerable.Repeat("A man waits.", 200));

        Assert.Equal(prompt, BuiltInSceneWriter.Write(SceneOf(prompt, 1, 1, Noir)).Text);
    }

    private static SceneToEnhance SceneOf(string prompt, int number, int count, NamedBrain? brain) =>
        new(prompt, new(), null, number, count, [], null, Two, brain, new());

    private static NamedBrain BrainOf(string key) => ShippedGoods.Brains.Where(b => b.Key == key).Select(b => new NamedBrain(b.Name, b.Parameters)).Single();

    private static Character CharacterOf(string name, Appearance looks, string? voice = null) =>
        new() { ProjectId = Guid.Empty, UserId = Guid.Empty, Name = name, AppearanceDescriptor = looks, VoiceDescription = voice };
}
