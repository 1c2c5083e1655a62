using Backlot.Rendering.Cuts;

namespace Backlot.Tests.Rendering.Cuts;

/// <summary>Title cards are parts like any other, and what stands beside them stays a copy.</summary>
public sealed class CutCardTests : IDisposable
{
    private const int Pixels = NumberedFilms.Width * NumberedFilms.Height;
    private readonly NumberedFilms films = new();

    public void Dispose() => films.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task A_card_comes_up_stands_and_goes_and_the_film_beside_it_is_copied()
    {
        var source = await films.AddAsync("source.mp4", 50, 0, "-c:v", "libx264", "-preset", "veryfast", "-g", "25", "-bf", "2");
        var list = NumberedFilms.List(Card("It's 100%: a \"title\", \\n [no] filter; word's end"), NumberedFilms.Frames(source, 0, 50), Card("The end"));

        var (film, result) = await films.RenderAsync(list);
        var frames = (await films.GrayAsync(film)).Chunk(Pixels).ToList();

        Assert.Equal(150, frames.Count);
        Assert.Equal((150, 0), (result.FramesCopied, result.FramesEncoded));
        Assert.InRange(frames[0].Max(), 0, 60);
        Assert.InRange(frames[25].Max(), 90, 255);
        Assert.InRange(frames[49].Max(), 0, 60);
        Assert.InRange(frames[125].Max(), 90, 255);
        Assert.Equal(Enumerable.Range(0, 50), (await films.NumbersAsync(film)).Skip(50).Take(50));
        // It has no sound of its own.
        Assert.InRange((await films.SoundAsync(film)).Take(44_100).Max(Math.Abs), 0, 0.001f);
    }

    [Fact(Timeout = 120_000)]
    public async Task Long_words_are_broken_into_lines_within_the_picture()
    {
        var words = string.Join(' ', Enumerable.Repeat("Leuchtturmwärter", 8));
        var (film, _) = await films.RenderAsync(NumberedFilms.List(Card(words[..TitleCard.MostTitle], "Ein Film über das Meer")));
        var middle = (await films.GrayAsync(film)).Chunk(Pixels).ElementAt(25);

        Assert.True(Enumerable.Range(0, NumberedFilms.Height).Count(y => Row(middle, y).Max() > 60) > 20, "There are several lines.");
        Assert.All(Enumerable.Range(0, NumberedFilms.Height), y => Assert.InRange(Math.Max(Row(middle, y)[0], Row(middle, y)[^1]), 0, 45));
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData("A title", 0.5)]
    [InlineData("A title", 21)]
    public void A_card_without_words_or_for_too_long_is_no_part(string title, double seconds) =>
        Assert.Equal("parts/0/card", Assert.Single(NumberedFilms.List(new TitleCard(title, null, seconds).ToPart(0)).Faults()).Place);

    private static CutPart Card(string title, string? subtitle = null) => new TitleCard(title, subtitle, 2).ToPart(crossfadeSeconds: 0);

    private static byte[] Row(byte[] frame, int y) => frame[(y * NumberedFilms.Width)..((y + 1) * NumberedFilms.Width)];
}
