using System.Runtime.CompilerServices;

namespace Backlot.Rendering.Cuts;

/// <summary>Puts encoded and copied stretches one after the other, and sees to it that every frame of the film is there once.</summary>
internal sealed class CutJoin(Ffmpeg ffmpeg, CutList film, PicturePlan plan)
{
    /// <param name="encoded">One file per stretch; null where it is copied.</param>
    /// <param name="path">An MP4 of the pictures alone.</param>
    /// <exception cref="FilmRefused">A stretch doesn't hold what it should.</exception>
    public async Task WriteAsync(IReadOnlyList<CachedFile?> encoded, string path, CancellationToken ct)
    {
        var seen = new bool[plan.TotalFrames];
        await using var file = new PictureFile(path, film);
        for (var i = 0; i < plan.Stretches.Count; i++)
        {
            var stretch = plan.Stretches[i];
            await foreach (var (frame, picture) in stretch is Stretch.Copied copied ? CopiedAsync(copied, ct) : EncodedAsync(stretch, encoded[i], ct))
            {
                if (frame < stretch.Start || frame >= stretch.Start + stretch.Frames || seen[frame])
                    throw new FilmRefused($"has a frame out of place in part {PartOf(stretch)}");
                if (!plan.Parameters.TryAdd(picture.ParameterSets))
                    throw new FilmRefused($"has parameters that clash in part {PartOf(stretch)}");
                seen[frame] = true;
                await file.AddAsync(frame, picture, ct);
            }
            if (Array.IndexOf(seen, false, stretch.Start, stretch.Frames) is >= 0 and var missing)
                throw new FilmRefused($"lacks frame {missing - stretch.Start + 1} of {stretch.Frames} in a stretch of part {PartOf(stretch)}");
        }
        await file.FinishAsync(plan.Parameters, ct);
    }

    private async IAsyncEnumerable<(int Frame, CodedPicture Picture)> EncodedAsync(
        Stretch stretch, CachedFile? file, [EnumeratorCancellation] CancellationToken ct)
    {
        if (file is null)
            yield break;
        await foreach (var picture in PacketReader.ReadAsync(file.Path, ct))
            yield return (stretch.Start + (int)Math.Round(picture.Seconds * film.FrameRate.Value), picture);
    }

    private async IAsyncEnumerable<(int Frame, CodedPicture Picture)> CopiedAsync(
        Stretch.Copied stretch, [EnumeratorCancellation] CancellationToken ct)
    {
        var (part, run) = (stretch.Part, stretch.Run);
        var taken = 0;
        await foreach (var picture in PacketReader.ReadAsync(ffmpeg, part, ct))
        {
            var frame = (int)Math.Round((picture.Seconds - part.FirstSeconds) * film.FrameRate.Value);
            if (taken == 0 && !(picture.IsKey && frame == run.From))
                continue;
            yield return (part.Start + frame, picture);
            if (++taken == stretch.Frames)
                yield break;
        }
    }

    private static int PartOf(Stretch stretch) => 1 + stretch switch
    {
        Stretch.Encoded encoded => encoded.Part.Index,
        Stretch.Copied copied => copied.Part.Index,
        Stretch.Mixed mixed => mixed.After.Index,
        _ => 0,
    };
}
