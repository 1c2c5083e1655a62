using System.Text.Json;
using Backlot.Rendering;

namespace Backlot.Tests.Rendering;

public sealed class TimelineTests
{
    private static readonly string Sha = new('a', 64);

    private static Timeline Three => new(1920, 1080, [Part("One", 100), Part("Two", 75), Part("Three", 200)]);

    [Fact]
    public void Parts_overlap_by_the_crossfade()
    {
        Assert.Equal([0, 75, 125], Enumerable.Range(0, 3).Select(Three.StartFrame));
        Assert.Equal(325, Three.TotalFrames);
        Assert.Equal(13, Three.DurationSeconds);
        Assert.Equal([new("One", 0, 75), new("Two", 75, 125), new("Three", 125, 325)], Three.Chapters);
    }

    [Fact]
    public void It_survives_a_round_trip_through_json()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        var before = Three with { Tags = new Dictionary<string, string> { ["title"] = "T" } };

        var text = JsonSerializer.Serialize(before, options);
        var after = JsonSerializer.Deserialize<Timeline>(text, options)!;

        Assert.Equal(text, JsonSerializer.Serialize(after, options));
        Assert.Contains("\"crossfadeSeconds\":1,", text);
        Assert.Contains("\"fit\":\"crop\"", text);
        Assert.DoesNotContain("totalFrames", text);
    }

    [Theory]
    [InlineData(1921, 1080, 25, 1.0, 100, "1921 x 1080")]
    [InlineData(1920, 1080, 0, 1.0, 100, "frame rate is 0")]
    [InlineData(1920, 1080, 25, 0.99, 100, "0.99 s")]
    [InlineData(1920, 1080, 25, 1.0, 50, "Part 1 has 50 frames; it must be longer")]
    public void What_can_not_be_rendered_is_named(
        int width, int height, int rate, double crossfade, int frames, string reason)
    {
        var timeline = new Timeline(width, height, [Part("One", frames)])
        {
            FrameRate = rate,
            CrossfadeSeconds = crossfade,
        };

        Assert.Contains(reason, Assert.Throws<ArgumentException>(timeline.Validate).Message);
    }

    [Fact]
    public void A_part_must_name_its_files()
    {
        var timeline = new Timeline(1920, 1080, [new("One", "../etc/passwd", Sha, 100)]);

        Assert.Contains("SHA-256", Assert.Throws<ArgumentException>(timeline.Validate).Message);
    }

    private static TimelinePart Part(string title, int frames) => new(title, Sha, Sha, frames);
}
