using Backlot.Platform;
using Backlot.Rendering;

namespace Backlot.Channels.Albums;

/// <summary>The user's own tracks or images in a folder, looked at before any work begins.</summary>
internal sealed class OwnFiles(MediaProbe probe)
{
    private const int ParallelProbes = 2;

    private static readonly Dictionary<MediaKind, string[]> Endings = new()
    {
        [MediaKind.Audio] = [".ogg", ".oga", ".mp3", ".flac", ".wav", ".m4a"],
        [MediaKind.Image] = [".jpg", ".jpeg", ".png", ".webp"],
    };

    /// <summary>The 20 files of a folder in the order of their names, with what they are.</summary>
    /// <param name="field">The request's field, for the error.</param>
    /// <param name="folder">Absolute; folders in it are not looked into.</param>
    /// <exception cref="Refusal">422: it names the folder or the file at fault.</exception>
    public async Task<IReadOnlyList<OwnFile>> InFolderAsync(string field, string folder, MediaKind kind, CancellationToken ct)
    {
        var word = kind == MediaKind.Audio ? "tracks" : "images";
        if (!Path.IsPathFullyQualified(folder))
            throw Invalid(field, $"{folder} must be an absolute path.");
        if (!Directory.Exists(folder))
            throw Invalid(field, $"the folder {folder} does not exist, or Backlot may not read it.");
        var files = FilesOf(folder, kind, field);
        if (files.Count != VideoJob.PartCount)
            throw Invalid(field, $"{folder} holds {files.Count} {word} ({string.Join(", ", Endings[kind])}); an album takes exactly {VideoJob.PartCount}.");
        var found = new OwnFile[files.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, files.Count),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelProbes, CancellationToken = ct },
            async (i, token) => found[i] = await LookAtAsync(field, files[i], kind, token));
        return found;
    }

    /// <exception cref="Refusal">422: says what is wrong with the file.</exception>
    public async Task<OwnFile> LookAtAsync(string field, string file, MediaKind kind, CancellationToken ct)
    {
        if (!Path.IsPathFullyQualified(file))
            throw Invalid(field, $"{file} must be an absolute path.");
        if (!File.Exists(file))
            throw Invalid(field, $"the file {file} does not exist, or Backlot may not read it.");
        try
        {
            var facts = await probe.ProbeAsync(file, kind, ct);
            var shortest = 2 * AlbumPlan.CrossfadeSeconds + 1.0 / AlbumPlan.FrameRate;
            if (facts.DurationSeconds is { } seconds && seconds <= shortest)
                throw Invalid(field, $"{file} lasts {seconds:0.0} s; a track must be longer than {shortest:0.0} s.");
            return new(file, facts);
        }
        catch (MediaRefused refused)
        {
            throw Invalid(field, refused.About(file));
        }
        catch (UnauthorizedAccessException)
        {
            throw Invalid(field, $"Backlot may not read {file}.");
        }
    }

    private static List<string> FilesOf(string folder, MediaKind kind, string field)
    {
        try
        {
            return [.. Directory.GetFiles(folder)
                .Where(file => !Path.GetFileName(file).StartsWith('.') && Endings[kind].Contains(Path.GetExtension(file).ToLowerInvariant()))
                .OrderBy(Path.GetFileName, NaturalOrder.Instance)];
        }
        catch (UnauthorizedAccessException)
        {
            throw Invalid(field, $"Backlot may not read the folder {folder}.");
        }
    }

    private static Refusal Invalid(string field, string message) => Refusal.Invalid(new FieldError("/" + field, $"{field}: {message}"));
}

/// <param name="Path">Absolute.</param>
internal sealed record OwnFile(string Path, MediaFacts Facts);
