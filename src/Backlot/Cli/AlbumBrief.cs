using System.Text.Json;
using System.Text.Json.Serialization;
using Backlot.Channels.Albums;
using Backlot.Platform;
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
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <exception cref="StartFailed">The file is not there, is no JSON, or has an unknown, missing or wrong field.</exception>
    public static async Task<AlbumBrief> ReadAsync(string path, CancellationToken ct)
    {
        try
        {
            return JsonSerializer.Deserialize<AlbumBrief>(await File.ReadAllTextAsync(path, ct), Strict)
                ?? throw new StartFailed($"{path} holds no brief: see examples/royal-court.json.");
        }
        catch (JsonException wrong)
        {
            throw new StartFailed($"{path}: {JsonFault.Of(wrong).Message} See examples/royal-court.json.", wrong);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartFailed($"The brief {path} cannot be read: {e.Message}", e);
        }
    }

    /// <param name="base">Relative folders in the brief are meant from its own folder.</param>
    public NewVideoJob ToRequest(string? tracks, string? images, string? output, string @base) => new(
        TargetDurationMinutes, Niche, MoodKeywords, Title, Seed, MusicProvider, ImageProvider,
        Absolute(tracks) ?? Absolute(TracksFolder, @base), Absolute(images) ?? Absolute(ImagesFolder, @base), Fit, MusicPrompts, VisualPrompts,
        Absolute(output) ?? Absolute(OutputDirectory, @base));

    private static string? Absolute(string? path, string? @base = null) =>
        path is null ? null : Path.GetFullPath(path, @base ?? Environment.CurrentDirectory);
}
