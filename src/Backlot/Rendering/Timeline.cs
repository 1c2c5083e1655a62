using System.Text.Json.Serialization;
using Backlot.Platform.Http.Limits;

namespace Backlot.Rendering;

/// <summary>A film of stills and sound: what to show and play, in whole frames. Pictures cut, sound
/// crossfades.</summary>
/// <param name="Width">Pixels; even, 16 to 3840.</param>
/// <param name="Height">Pixels; even, 16 to 2160.</param>
/// <param name="Parts">At least one, in order.</param>
public sealed record Timeline(
    [Between(16, 3840)] int Width, [Between(16, 2160)] int Height, [Items(1, 1000)] IReadOnlyList<TimelinePart> Parts)
{
    /// <summary>Frames per second, 1 to 60. Default 25.</summary>
    [Between(1, 60)]
    public int FrameRate { get; init; } = 25;

    /// <summary>How long two parts sound together; a whole number of frames, 0 to 10 s. Default 1.</summary>
    [Between(0, 10)]
    public double CrossfadeSeconds { get; init; } = 1.0;

    /// <summary>Tags of the file, such as <c>title</c>, <c>artist</c>, <c>comment</c>.</summary>
    [Items(0, 20), Text(500)]
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    [JsonIgnore]
    public int CrossfadeFrames => (int)Math.Round(CrossfadeSeconds * FrameRate);

    [JsonIgnore]
    public int TotalFrames => StartFrame(Parts.Count - 1) + Parts[^1].Frames;

    [JsonIgnore]
    public double DurationSeconds => TotalFrames / (double)FrameRate;

    /// <summary>One per part: from its first frame to the next part's first frame.</summary>
    [JsonIgnore]
    public IReadOnlyList<Chapter> Chapters =>
        [.. Parts.Select((part, i) => new Chapter(part.Title, StartFrame(i), StartFrame(i) + ShownFrames(i)))];

    /// <summary>The frame on which the part's picture appears and its sound begins to fade in.</summary>
    public int StartFrame(int index) => Parts.Take(index).Sum(part => part.Frames - CrossfadeFrames);

    /// <summary>How long the part's picture stands: until the next one appears.</summary>
    public int ShownFrames(int index) => Parts[index].Frames - (index == Parts.Count - 1 ? 0 : CrossfadeFrames);

    /// <summary>Where a frame begins in the sound; exact to one sample for any frame rate.</summary>
    internal long SampleOf(int frame) => (long)frame * Sound.Pcm.Rate / FrameRate;

    /// <exception cref="ArgumentException">Names the first rule the timeline breaks.</exception>
    public void Validate()
    {
        Require(Width is >= 16 and <= 3840 && Height is >= 16 and <= 2160 && Width % 2 == 0 && Height % 2 == 0,
            $"The film is {Width} x {Height}; both must be even, from 16 x 16 to 3840 x 2160.");
        Require(FrameRate is >= 1 and <= 60, $"The frame rate is {FrameRate}; it must be 1 to 60.");
        Require(CrossfadeSeconds is >= 0 and <= 10 && Math.Abs(CrossfadeSeconds * FrameRate - CrossfadeFrames) < 1e-6,
            $"The crossfade is {CrossfadeSeconds} s; it must be 0 to 10 s and a whole number of frames.");
        Require(Parts.Count is >= 1 and <= 1000, $"The film has {Parts.Count} parts; it must have 1 to 1000.");
        for (var i = 0; i < Parts.Count; i++)
        {
            Require(Parts[i].Frames > Math.Max(1, 2 * CrossfadeFrames),
                $"Part {i + 1} has {Parts[i].Frames} frames; it must be longer than its two crossfades together, "
                + $"{2 * CrossfadeFrames} frames, and than one frame.");
            Require(IsSha256(Parts[i].ImageSha256) && IsSha256(Parts[i].AudioSha256),
                $"Part {i + 1} must name its image and its audio by SHA-256 (64 lower-case hexadecimal digits).");
        }
    }

    private static bool IsSha256(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    private static void Require(bool condition, string message)
    {
        if (!condition)
            throw new ArgumentException(message);
    }
}

/// <summary>One picture with one track.</summary>
/// <param name="Frames">Its own length, with the overlaps at both its ends.</param>
public sealed record TimelinePart(
    [Text(200)] string Title,
    [Matches(TimelinePart.Sha256, 64, TimelinePart.Sha256Wanted, Example = TimelinePart.SomeSha256)] string ImageSha256,
    [Matches(TimelinePart.Sha256, 64, TimelinePart.Sha256Wanted, Example = TimelinePart.SomeSha256)] string AudioSha256,
    [Between(2, 1_000_000)] int Frames)
{
    private const string Sha256 = "^[0-9a-f]{64}$", Sha256Wanted = "a SHA-256 as 64 lower-case hexadecimal digits",
        SomeSha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    public Fit Fit { get; init; } = Fit.Crop;
}

/// <summary>How a picture of another shape fills the frame.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Fit>))]
public enum Fit
{
    /// <summary>Fill the frame; what is over on two sides is cut off.</summary>
    [JsonStringEnumMemberName("crop")]
    Crop,

    /// <summary>Show all of it, with black bars.</summary>
    [JsonStringEnumMemberName("letterbox")]
    Letterbox,
}

/// <param name="StartFrame">Inclusive.</param>
/// <param name="EndFrame">Exclusive.</param>
public sealed record Chapter(string Title, int StartFrame, int EndFrame);
