using System.Collections.Concurrent;
using System.Threading.Channels;
using Backlot.Rendering.Scenes;

namespace Backlot.Rendering.Signals;

/// <summary>Makes the picture of each shot while <see cref="SceneFinder"/> still looks for the shots after it: a decoder alone does not keep two
/// cores at work.</summary>
/// <param name="path">The film.</param>
/// <param name="facts">What the probe said of it.</param>
/// <param name="folder">Takes the files; it must be there.</param>
internal sealed class ShotThumbnails(FootagePictures pictures, string path, MediaFacts facts, string folder)
{
    /// <summary>Parts of what is left when the last shot is known: nothing else runs beside it then.</summary>
    private const int AtOnce = 2;

    private readonly Channel<(int Shot, ShotFrame Frame)> _frames = Channel.CreateUnbounded<(int, ShotFrame)>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<int, string> _files = [];

    /// <summary>The frame that stands for a shot.</summary>
    public void Add(int shot, ShotFrame frame) => _frames.Writer.TryWrite((shot, frame));

    /// <summary>No more come.</summary>
    public void Complete() => _frames.Writer.TryComplete();

    /// <summary>Makes pictures of what is added until all was.</summary>
    public async Task WriteAsync(CancellationToken ct)
    {
        try
        {
            List<(int, ShotFrame)> waiting = [];
            await foreach (var next in _frames.Reader.ReadAllAsync(ct))
            {
                waiting.Add(next);
                if (waiting.Count < FootagePictures.MostThumbnails)
                    continue;
                await WriteAsync(waiting, ct);
                waiting.Clear();
            }
            if (waiting.Count > 0)
                await Task.WhenAll(waiting.Chunk((waiting.Count + AtOnce - 1) / AtOnce).Select(some => WriteAsync(some, ct)));
        }
        finally
        {
            Complete();
        }
    }

    /// <returns>A JPEG file; null when it could not be made with others.</returns>
    public string? FileOf(int shot) => _files.GetValueOrDefault(shot);

    private async Task WriteAsync(IReadOnlyList<(int Shot, ShotFrame Frame)> some, CancellationToken ct)
    {
        var ours = Directory.CreateDirectory(Path.Combine(folder, $"from {some[0].Shot}")).FullName;
        if (!await pictures.ThumbnailsAsync(path, facts, [.. some.Select(s => s.Frame)], ours, ct))
            return;
        foreach (var (n, (shot, _)) in some.Index())
            _files[shot] = Path.Combine(ours, $"{n + 1}.jpg");
    }
}

/// <summary>A frame of a shot.</summary>
/// <param name="Seconds">When it is shown, on the film's clock.</param>
/// <param name="EndSeconds">When the shot ends; exclusive.</param>
internal readonly record struct ShotFrame(double Seconds, double EndSeconds);
