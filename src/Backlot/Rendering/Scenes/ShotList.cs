using Backlot.Rendering.Signals;
using Backlot.Rendering.Sound;

namespace Backlot.Rendering.Scenes;

/// <summary>Puts frames into the shots that boundaries make of a film; both come in order of time, frames ahead of boundaries.</summary>
/// <param name="sprites">Gets a sheet of each shot when it has ended.</param>
/// <param name="thumbnails">Gets the frame that stands for it.</param>
internal sealed class ShotList(ProgrammeMeter sound, bool hasSound, ShotSprites? sprites, ShotThumbnails? thumbnails)
{
    /// <summary>How long the half of a fade or a dissolve may last that belongs to the shot it leads to.</summary>
    private const double SoftSeconds = 0.5;

    private readonly Queue<FrameSignals> waiting = new();
    private readonly Queue<Tile> tiles = new();
    private TileGatherer? sheet = sprites is null ? null : new(sprites.Shape, 0);
    private readonly List<(double Start, double Confidence, Transition Opens, ShotGatherer Signals)> shots = [(0, 1, Transition.Start, new())];

    public void Add(FrameSignals frame) => waiting.Enqueue(frame);

    public void Add(Tile tile) => tiles.Enqueue(tile);

    /// <summary>No boundary will come before this time: its frames are gathered and forgotten.</summary>
    public void Settle(double seconds)
    {
        while (waiting.TryPeek(out var frame) && frame.Seconds < seconds)
            shots[^1].Signals.Add(waiting.Dequeue());
        while (tiles.TryPeek(out var tile) && tile.Seconds < seconds)
            sheet?.Add(tiles.Dequeue());
    }

    public void Cut(Boundary boundary)
    {
        Settle(boundary.Seconds);
        Ended(boundary.Seconds);
        sheet = sprites is null ? null : new(sprites.Shape, boundary.Seconds);
        shots.Add((boundary.Seconds, boundary.Confidence, boundary.Kind, new(boundary.Kind == Transition.Cut ? double.NegativeInfinity : boundary.Seconds + SoftSeconds)));
    }

    /// <param name="endSeconds">Of the film.</param>
    public IReadOnlyList<Shot> End(double endSeconds)
    {
        Settle(double.PositiveInfinity);
        Ended(endSeconds);
        List<Shot> list = [];
        for (var i = 0; i < shots.Count; i++)
        {
            var (start, confidence, opens, signals) = shots[i];
            var end = i + 1 < shots.Count ? shots[i + 1].Start : endSeconds;
            list.Add(new(start, end, confidence, opens) { Signals = signals.End(start, Loudness(start, end)) });
        }
        return list;
    }

    private void Ended(double seconds)
    {
        sprites?.Add(shots.Count - 1, sheet?.Sheet(seconds));
        thumbnails?.Add(shots.Count - 1, new(shots[^1].Signals.BestSeconds, seconds));
    }

    private List<double?> Loudness(double start, double end)
    {
        List<double?> seconds = [];
        for (var from = start; hasSound && from < end; from++)
            seconds.Add(sound.LufsBetween(from, Math.Min(from + 1, end)));
        return seconds;
    }
}
