using Backlot.Studio;
using Backlot.Studio.Characters;

namespace Backlot.Tests.Studio.Characters;

public sealed class CastTests
{
    [Theory]
    [InlineData("Mara climbs", "Mara", 0)]
    [InlineData("The lantern of mara goes out", "Mara", 15)]
    [InlineData("Marathon runners", "Mara", null)]
    [InlineData("A tamara tree, then Mara", "Mara", 20)]
    [InlineData("Mara's coat", "Mara", 0)]
    [InlineData("Old Ben and the sea", "Ben Harrow", 4)]
    [InlineData("ben harrow at sea", "Ben Harrow", 0)]
    [InlineData("A rose in a glass", "Rose Miller", null)]
    [InlineData("The Captain waits", "Captain Ahab", null)]
    [InlineData("Nobody", "", null)]
    public void Somebody_appears_where_their_name_stands_as_a_word(string prompt, string name, int? expected) =>
        Assert.Equal(expected, Cast.FirstMention(prompt, name)?.Start);

    [Fact]
    public void The_cast_is_told_in_the_order_of_its_appearance()
    {
        var (mara, ben, cleo) = (Named("Mara"), Named("Ben"), Named("Cleo"));

        Assert.Equal([ben, mara], Cast.Of("Ben looks for Mara", [mara, ben, cleo]));
    }

    [Fact]
    public void Likeness_is_the_mean_of_all_pairs()
    {
        float[] east = [1, 0], north = [0, 1], west = [-1, 0];

        Assert.Null(Likeness.Among([east]));
        Assert.Equal(1, Likeness.Among([east, east, east])!.Value, 1e-9);
        Assert.Equal(1 / 3.0, Likeness.Among([east, east, north])!.Value, 1e-9);
        Assert.Equal(0, Likeness.Among([east, west])!.Value, 1e-9);
        Assert.Equal([(float)Math.Sqrt(0.5), (float)Math.Sqrt(0.5)], Likeness.Middle([east, north])!);
        Assert.Null(Likeness.Middle([east, west]));
        Assert.Null(Likeness.Middle([]));
    }

    private static Character Named(string name) => new() { ProjectId = Guid.Empty, UserId = Guid.Empty, Name = name, AppearanceDescriptor = new() };
}
