using System.Text;
using Backlot.Jobs;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Rendering;

namespace Backlot.Channels.Export;

/// <summary>The folder a channel owner takes away: film, thumbnail and texts. Each file is whole or not there.</summary>
internal sealed class ExportFolder(BlobStore blobs, Stills stills)
{
    public const string Video = "video.mp4", Thumbnail = "thumbnail.jpg", Description = "description.txt", Metadata = "metadata.json", Licences = "licences.txt";

    public static readonly IReadOnlyList<string> Files = [Video, Thumbnail, Description, Metadata, Licences];

    /// <exception cref="IOException">The disk is full or the folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public async Task WriteAsync(BacklotDb db, VideoJob album, RenderTask render, JobRun run, CancellationToken ct)
    {
        var contents = await AlbumContents.ReadAsync(db, album, render, ct);
        Directory.CreateDirectory(album.OutputDirectory);
        await PutAsync(album, Thumbnail, (temp, token) => stills.ThumbnailAsync(blobs.PathOf(contents.Pairs[0].Picture.Sha256 ?? ""), temp, token), ct);
        await PutTextAsync(album, Description, AlbumTexts.Description(contents), ct);
        await PutTextAsync(album, Metadata, AlbumTexts.Metadata(contents), ct);
        await PutTextAsync(album, Licences, AlbumTexts.Licences(contents), ct);
        run.Report(0.2, "copying the film");
        await PutAsync(album, Video, (temp, token) => CopyAsync(blobs.PathOf(contents.Film.Sha256 ?? ""), temp, token), ct);
    }

    private static Task PutTextAsync(VideoJob album, string name, string text, CancellationToken ct) =>
        PutAsync(album, name, (temp, token) => File.WriteAllTextAsync(temp, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), token), ct);

    private static async Task PutAsync(VideoJob album, string name, Func<string, CancellationToken, Task> write, CancellationToken ct)
    {
        var temp = Path.Combine(album.OutputDirectory, $".{name}.part");
        try
        {
            File.Delete(temp);
            await write(temp, ct);
            WholeFile.Commit(temp, Path.Combine(album.OutputDirectory, name));
            DirectorySync.Flush(album.OutputDirectory);
        }
        finally
        {
            File.Delete(temp);
        }
    }

    /// <summary>A copy, not a link: what its owner does with it must not reach into the blob store.</summary>
    private static async Task CopyAsync(string from, string to, CancellationToken ct)
    {
        await using var source = new FileStream(from, FileMode.Open, FileAccess.Read);
        await using var target = new FileStream(to, FileMode.CreateNew, FileAccess.Write);
        await source.CopyToAsync(target, 1 << 20, ct);
    }
}
