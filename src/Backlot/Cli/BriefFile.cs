using System.Text.Json;
using System.Text.Json.Serialization;
using Backlot.Platform;

namespace Backlot.Cli;

/// <summary>Reads a file that says what is to be made; whatever it does not know is refused.</summary>
internal static class BriefFile
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <param name="path">The file.</param>
    /// <param name="example">One that shows how to write it.</param>
    /// <param name="ct">Stops.</param>
    /// <exception cref="StartFailed">The file is not there, is no JSON, or has an unknown, missing or wrong field.</exception>
    public static async Task<T> ReadAsync<T>(string path, string example, CancellationToken ct)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(await File.ReadAllTextAsync(path, ct), Strict) ?? throw new StartFailed($"{path} holds no brief: see {example}.");
        }
        catch (JsonException wrong)
        {
            throw new StartFailed($"{path}: {JsonFault.Of(wrong).Message} See {example}.", wrong);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartFailed($"The brief {path} cannot be read: {e.Message}", e);
        }
    }
}
