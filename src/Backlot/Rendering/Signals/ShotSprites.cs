using System.Threading.Channels;
using Backlot.Rendering.Scenes;

namespace Backlot.Rendering.Signals;

/// <summary>Makes a sprite sheet of each shot while <see cref="SceneFinder"/> finds the shots: what is decoded for the one serves the
/// other.</summary>
/// <param name="facts">Of the film.</param>
/// <param name="folder">Takes the files; it must be there.</param>
internal sealed class ShotSprites(Ffmpeg ffmpeg, MediaFacts facts, string folder)
{
    private readonly Channel<byte[]> _sheets = Channel.CreateUnbounded<byte[]>(new() { SingleReader = true });
    private readonly List<int> _shots = [];
    private bool _isFailed;

    public SpriteSheet Shape { get; } = SpriteSheet.Of(facts, 0);

    /// <summary>The sheet of a shot, in the order of shots; null when it has none.</summary>
    public void Add(int shot, byte[]? sheet)
    {
        if (sheet is null)
            return;
        if (_sheets.Writer.TryWrite(sheet))
            _shots.Add(shot);
    }

    /// <summary>No more come.</summary>
    public void Complete() => _sheets.Writer.TryComplete();

    /// <summary>Writes what is added until all was. When it can't, no shot has a sheet.</summary>
    public async Task WriteAsync(CancellationToken ct)
    {
        try
        {
            if (await _sheets.Reader.WaitToReadAsync(ct))
                await ffmpeg.RunAsync(Arguments(), onSeconds: null, feed: FeedAsync, ct);
        }
        catch (FfmpegFailed error) when (error is not FfmpegStalled)
        {
            // Each is made by itself then, which tells why if that fails, too.
            _isFailed = true;
        }
        finally
        {
            // When it ends in the middle of a long film, the rest need not be kept for it.
            Complete();
        }
    }

    /// <returns>A JPEG file; null when the shot was too short for a picture, or none could be written.</returns>
    public string? FileOf(int shot) => !_isFailed && _shots.IndexOf(shot) is >= 0 and var n ? Path.Combine(folder, $"{n + 1}.jpg") : null;

    private async Task FeedAsync(Stream frames, CancellationToken ct)
    {
        await foreach (var sheet in _sheets.Reader.ReadAllAsync(ct))
            await frames.WriteAsync(sheet, ct);
    }

    private FfmpegArguments Arguments()
    {
        var input = new FfmpegInput(MediaFormat.Frames, Path: null)
        {
            Options = [new("video_size", $"{Shape.Width}x{Shape.Height}"), new("pixel_format", "yuvj420p"), new("framerate", 1)],
        };
        return new([input], Path.Combine(folder.Replace("%", "%%", StringComparison.Ordinal), "%d.jpg"))
        {
            OutputOptions =
            [
                new("map", "0:V:0"), new("fps_mode", "passthrough"),
                new("vf", $"{FootageFilter.OrdinaryOfRaw(facts)}scale=out_range=pc,format=yuvj420p"), .. FootageFilter.Jpeg,
            ],
            Muxer = "image2",
        };
    }
}
