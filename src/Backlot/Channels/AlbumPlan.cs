using System.Text.Json.Serialization;
using Backlot.Channels.Prompts;
using Backlot.Rendering;

namespace Backlot.Channels;

/// <summary>Where the parts of an album come from, and how they are put together. Immutable: a change is a new plan.</summary>
/// <param name="Tracks">20, by order index.</param>
/// <param name="Images">20, by order index.</param>
public sealed record AlbumPlan(IReadOnlyList<PartSource> Tracks, IReadOnlyList<PartSource> Images)
{
    public const int Width = 1920, Height = 1080, FrameRate = 25;
    public const double CrossfadeSeconds = 1;

    /// <summary>How pictures of another shape fill the frame.</summary>
    public Fit Fit { get; init; } = Fit.Crop;

    /// <summary>Null: the built-in writer has written the prompts, or the owner gave them all.</summary>
    public PromptWriting? Writing { get; init; }

    public AlbumPlan WithTrack(int orderIndex, PartSource source) => this with { Tracks = Replaced(Tracks, orderIndex, source) };

    public AlbumPlan WithImage(int orderIndex, PartSource source) => this with { Images = Replaced(Images, orderIndex, source) };

    private static List<PartSource> Replaced(IReadOnlyList<PartSource> list, int orderIndex, PartSource source) =>
        [.. list.Select((old, i) => i == orderIndex - 1 ? source : old)];
}

/// <summary>Where one track or image comes from.</summary>
/// <param name="Provider">Who is asked first, as <c>gemini</c> or <c>gemini/gemini-3-pro-image</c>, or <see cref="Import"/>.</param>
/// <param name="File">The user's own file; null unless imported.</param>
public sealed record PartSource(string Provider, string? File = null)
{
    /// <summary>Who is asked when the one before cannot, in this order.</summary>
    public IReadOnlyList<string> Fallbacks { get; init; } = [];

    /// <summary>All that are asked, in order.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Providers => [Provider, .. Fallbacks];

    public static PartSource Of(IReadOnlyList<string> providers) => new(providers[0]) { Fallbacks = [.. providers.Skip(1)] };

    /// <summary>The user's own files.</summary>
    public const string Import = "import";
}
