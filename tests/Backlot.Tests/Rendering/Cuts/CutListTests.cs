using Backlot.Rendering.Cuts;

namespace Backlot.Tests.Rendering.Cuts;

public sealed class CutListTests
{
    private const string Sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private static CutList Good => new(1920, 1080, new(25, 1), [new(Sha256, 0, 2), new(Sha256, 5, 8) { CrossfadeSeconds = 1 }]);

    public static TheoryData<string, Func<CutList, CutList>> Bad => new()
    {
        { "aspect", list => list with { Width = 1919 } },
        { "aspect", list => list with { Height = 8 } },
        { "frameRate", list => list with { FrameRate = new(121, 1) } },
        { "frameRate", list => list with { FrameRate = new(1, 0) } },
        { "parts", list => list with { Parts = [] } },
        { "parts", list => list with { Parts = [.. Enumerable.Repeat(list.Parts[0], 201)] } },
        { "parts", list => list with { Parts = [.. Enumerable.Repeat(new CutPart(Sha256, 0, 3600), 3)] } },
        { "parts/0/in", list => With(list, 0, part => part with { InSeconds = -0.1 }) },
        { "parts/0/in", list => With(list, 0, part => part with { InSeconds = double.NaN }) },
        { "parts/1/in", list => With(list, 1, part => part with { OutSeconds = double.PositiveInfinity }) },
        { "parts/1/out", list => With(list, 1, part => part with { OutSeconds = 5 }) },
        { "parts/1/out", list => With(list, 1, part => part with { OutSeconds = 4 }) },
        { "parts/1/out", list => With(list, 1, part => part with { OutSeconds = 6 }) },
        { "parts/0/out", list => With(list, 0, part => part with { OutSeconds = 1 }) },
        { "parts/0/crossfadeSeconds", list => With(list, 0, part => part with { CrossfadeSeconds = 0.5 }) },
        { "parts/1/crossfadeSeconds", list => With(With(list, 0, part => part with { OutSeconds = 9 }), 1, part => part with { CrossfadeSeconds = 5.1 }) },
        { "music/fadeOutSeconds", list => list with { Music = new(Sha256, -15) { FadeOutSeconds = 10 } } },
    };

    [Fact]
    public void A_list_within_the_limits_has_no_fault()
    {
        Assert.Empty(Good.Faults());
        Assert.Equal(4, Good.DurationSeconds);
        Good.Validate();
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Each_fault_is_told_once_with_its_place(string place, Func<CutList, CutList> change)
    {
        var fault = Assert.Single(change(Good).Faults());

        Assert.Equal(place, fault.Place);
        Assert.Throws<ArgumentException>(change(Good).Validate);
    }

    [Theory]
    [InlineData(25, 1)]
    [InlineData(30000, 1001)]
    [InlineData(24000, 1001)]
    public void A_frame_begins_on_the_same_sample_however_the_film_is_cut_before_it(long num, long den)
    {
        var list = Good with { FrameRate = new(num, den) };

        Assert.All(Enumerable.Range(0, 1000), frame => Assert.Equal(frame * 44_100 * den / (double)num, list.SampleOf(frame), 1.0));
    }

    private static CutList With(CutList list, int index, Func<CutPart, CutPart> change) =>
        list with { Parts = [.. list.Parts.Select((part, i) => i == index ? change(part) : part)] };
}
