using Backlot.Rendering;

namespace Backlot.Channels.Albums;

/// <summary>What an album is to be made from. Fields left out get the defaults named here.</summary>
/// <param name="TargetDurationMinutes">60..90. With tracks of your own the film is as long as they are.</param>
/// <param name="Niche">What it is about; default: the channel's niche.</param>
/// <param name="MoodKeywords">Up to 10 words such as "calm"; default: none.</param>
/// <param name="Title">At most 100 characters; default: made from niche and mood.</param>
/// <param name="Seed">0..2^53−1; the same brief with another seed gives another album. Default: 1.</param>
/// <param name="MusicProvider">Who makes the tracks; default: dummy.</param>
/// <param name="ImageProvider">Who makes the images; default: dummy.</param>
/// <param name="TracksFolder">A folder on the server's machine with exactly 20 tracks of your own (OGG, MP3, FLAC, WAV,
/// M4A), taken in the order of their names; then nothing is generated for them.</param>
/// <param name="ImagesFolder">As for tracks, with 20 pictures (JPEG, PNG, WebP).</param>
/// <param name="Fit">How pictures of another shape fill the frame; default: crop.</param>
/// <param name="MusicPrompts">Your own 20 prompts; default: written from niche and mood.</param>
/// <param name="VisualPrompts">Your own 20 prompts; default: written from niche and mood.</param>
/// <param name="OutputDirectory">Where the finished album is put, absolute, on the server's machine; default: a folder
/// below the data folder.</param>
public sealed record NewVideoJob(
    int TargetDurationMinutes,
    string? Niche = null,
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
    string? OutputDirectory = null);

/// <summary>What takes the place of a finished track or image. With nothing given, another one is made by the same
/// prompt and a new seed.</summary>
/// <param name="File">Your own file, absolute, on the server's machine; then nothing else may be given but the title.</param>
/// <param name="Prompt">At most 2,000 characters; default: the one before.</param>
/// <param name="Seed">0..2^53−1; default: the next one, or the same if the prompt is new.</param>
/// <param name="Provider">Default: the one before, or dummy after a file of your own.</param>
/// <param name="Title">A track's chapter title; default: the one before.</param>
public sealed record PartReplacement(string? File = null, string? Prompt = null, long? Seed = null, string? Provider = null, string? Title = null);
