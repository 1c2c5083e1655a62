using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;
using Backlot.Rendering;

namespace Backlot.Channels.Albums;

/// <summary>What an album is to be made from. Fields left out get the defaults named here.</summary>
/// <param name="TargetDurationMinutes">With tracks of your own the film is as long as they are.</param>
/// <param name="Niche">What it is about; default: the channel's niche.</param>
/// <param name="MoodKeywords">Words such as "calm"; default: none.</param>
/// <param name="Title">Default: made from niche and mood.</param>
/// <param name="Seed">The same brief with another seed gives another album; default: 1.</param>
/// <param name="MusicProvider">Who makes the tracks, and nobody else; default: as <c>musicProviders</c> says.</param>
/// <param name="ImageProvider">Who makes the images, and nobody else; default: as <c>imageProviders</c> says.</param>
/// <param name="TracksFolder">A folder on the server's machine with exactly 20 tracks of your own (OGG, MP3, FLAC, WAV,
/// M4A), taken in the order of their names; then nothing is generated for them.</param>
/// <param name="ImagesFolder">As for tracks, with 20 pictures (JPEG, PNG, WebP).</param>
/// <param name="Fit">How pictures of another shape fill the frame; default: crop.</param>
/// <param name="MusicPrompts">Your own 20 prompts; default: written from niche and mood.</param>
/// <param name="VisualPrompts">Your own 20 prompts; default: written from niche and mood.</param>
/// <param name="OutputDirectory">Where the finished album is put, absolute, on the server's machine; default: a folder
/// below the data folder.</param>
/// <param name="MusicProviders">Who makes the tracks, each asked when the one before cannot; the built-in one, dummy, only where it is
/// named. Default: as the channel has it.</param>
/// <param name="ImageProviders">As for tracks; default: as the channel has it.</param>
/// <param name="PromptWriters">Who writes the prompts you do not give: openai, gemini or built-in; default: as the channel has it.</param>
public sealed record NewVideoJob(
    [AlbumMinutes] int TargetDurationMinutes,
    [Text(200)] string? Niche = null,
    [Items(0, 10), Text(50)] IReadOnlyList<string>? MoodKeywords = null,
    [Text(VideoJob.LongestTitle)] string? Title = null,
    [Between(0, NewVideoJob.LargestSeed)] long? Seed = null,
    [Text(NewChannel.LongestProvider)] string? MusicProvider = null,
    [Text(NewChannel.LongestProvider)] string? ImageProvider = null,
    [Text(NewVideoJob.LongestPath)] string? TracksFolder = null,
    [Text(NewVideoJob.LongestPath)] string? ImagesFolder = null,
    Fit? Fit = null,
    [Items(VideoJob.PartCount, VideoJob.PartCount), Text(2000)] IReadOnlyList<string>? MusicPrompts = null,
    [Items(VideoJob.PartCount, VideoJob.PartCount), Text(2000)] IReadOnlyList<string>? VisualPrompts = null,
    [Text(NewVideoJob.LongestPath)] string? OutputDirectory = null,
    [Items(1, NewChannel.MostProviders), Text(NewChannel.LongestProvider)] IReadOnlyList<string>? MusicProviders = null,
    [Items(1, NewChannel.MostProviders), Text(NewChannel.LongestProvider)] IReadOnlyList<string>? ImageProviders = null,
    [Items(1, NewChannel.MostProviders), Text(NewChannel.LongestProvider)] IReadOnlyList<string>? PromptWriters = null) : IRequestBody<NewVideoJob>
{
    /// <summary>What every JSON reader keeps exactly.</summary>
    internal const long LargestSeed = (1L << 53) - 1;

    /// <summary>What Linux takes.</summary>
    internal const int LongestPath = 4096;

    public static NewVideoJob Example => new(60, "medieval royal court", ["calm", "regal"], "An evening at court", 7);
}

/// <summary>What takes the place of a finished track or image. With nothing given, another one is made by the same
/// prompt and a new seed.</summary>
/// <param name="File">Your own file, absolute, on the server's machine; then nothing else may be given but the title.</param>
/// <param name="Prompt">Default: the one before.</param>
/// <param name="Seed">Default: the next one, or the same if the prompt is new.</param>
/// <param name="Provider">Who makes it, and nobody else. Default: those before, or dummy after a file of your own.</param>
/// <param name="Title">A track's chapter title; default: the one before.</param>
public sealed record PartReplacement(
    [Text(NewVideoJob.LongestPath)] string? File = null,
    [Text(2000)] string? Prompt = null,
    [Between(0, NewVideoJob.LargestSeed)] long? Seed = null,
    [Text(NewChannel.LongestProvider)] string? Provider = null,
    [Text(VideoJob.LongestTitle)] string? Title = null) : IRequestBody<PartReplacement>
{
    public static PartReplacement Example => new(Prompt: "slow lute and viol, candle-lit hall, calm", Seed: 8);
}
