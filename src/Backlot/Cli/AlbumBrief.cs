using Backlot.Channels.Albums;
using Backlot.Rendering;

namespace Backlot.Cli;

/// <summary>The file given to <c>make album</c>: the request of the API, and the channel's name.</summary>
internal sealed record AlbumBrief(
    string Channel,
    string Niche,
    int TargetDurationMinutes,
    IReadOnlyList<string>? MoodKeywords = null,
    string? Title = null,
    long? Seed = null,
    string? MusicProvider = null,
    string? ImageProvider = null,
    string? TracksFolder = null,
    string? ImagesFolder = null,
    Fit? Fit = null,
    IReadOnlyList<string>? MusicPrompts = null,
    IReadOnlyList<string>? VisualPrompts = null,
    string? OutputDirectory = null)
{
    public const string Example = "examples/royal-court.json";

    /// <param name="base">Relative folders in the brief are meant from its own folder.</param>
    public NewVideoJob ToRequest(string? tracks, string? images, string? output, string @base) => new(
        TargetDurationMinutes, Niche, MoodKeywords, Title, Seed, MusicProvider, ImageProvider,
        Absolute(tracks) ?? Absolute(TracksFolder, @base), Absolute(images) ?? Absolute(ImagesFolder, @base), Fit, MusicPrompts, VisualPrompts,
        Absolute(output) ?? Absolute(OutputDirectory, @base));

    private static string? Absolute(string? path, string? @base = null) =>
        path is null ? null : Path.GetFullPath(path, @base ?? Environment.CurrentDirectory);
}
