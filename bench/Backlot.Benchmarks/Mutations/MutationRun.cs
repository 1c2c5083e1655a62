using Backlot.Platform;
using Backlot.Rendering;
using Backlot.Rendering.Scenes;

namespace Backlot.Benchmarks.Mutations;

/// <summary>Whatever a spoilt file is, it is refused with a reason or read: no other failure, no hang, nothing left behind.</summary>
/// <param name="seeds">How many kinds of good files.</param>
/// <param name="perSeed">How many spoilt ones of each.</param>
/// <param name="first">The number of the first; the same numbers make the same files.</param>
internal sealed class MutationRun(int seeds, int perSeed, int first, Action<string> say)
{
    private readonly Ffmpeg _ffmpeg = new(new());
    private int _refused, _read, _damaged;

    /// <exception cref="StartFailed">One was neither; it says which, so that it can be made again.</exception>
    public async Task<IReadOnlyList<Metric>> RunAsync(CancellationToken ct)
    {
        using var folder = new TempFolder();
        foreach (var path in await MutationSeeds.MakeAsync(folder, seeds, ct))
        {
            say($"Spoiling {Path.GetFileName(path)} ...");
            var good = await File.ReadAllBytesAsync(path, ct);
            var files = Directory.GetFileSystemEntries(folder.Root).Length;
            for (var number = first; number < first + perSeed; number++)
            {
                var spoilt = folder.Below("spoilt" + Path.GetExtension(path));
                await File.WriteAllBytesAsync(spoilt, Mutation.Of(good, number), ct);
                await TryAsync(spoilt, $"{Path.GetFileName(path)} spoilt by number {number}", ct);
                File.Delete(spoilt);
                if (Directory.GetFileSystemEntries(folder.Root).Length != files)
                    throw new StartFailed($"{Path.GetFileName(path)} spoilt by number {number} left a file behind.");
            }
        }
        return
        [
            new("files refused with a reason", _refused, "files"), new("files read", _read, "files"), new("files read with a note that they are damaged", _damaged, "files"),
            new("files that did anything else", 0, "files", new(0)),
        ];
    }

    private async Task TryAsync(string path, string name, CancellationToken ct)
    {
        try
        {
            var facts = await new MediaProbe(_ffmpeg).ProbeAsync(path, null, ct);
            var isDamaged = facts.Kind == MediaKind.Video && (await new SceneFinder(_ffmpeg).FindAsync(path, facts, progress: null, ct)).IsDamaged;
            (_read, _damaged) = (_read + (isDamaged ? 0 : 1), _damaged + (isDamaged ? 1 : 0));
        }
        catch (MediaRefused)
        {
            _refused++;
        }
        catch (Exception other) when (other is not OperationCanceledException)
        {
            throw new StartFailed($"{name} was neither refused nor read: {other}");
        }
    }
}
