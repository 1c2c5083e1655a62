using Backlot.Generation.Dummy.Music.Theory;

namespace Backlot.Generation.Dummy.Music.Composition;

/// <summary>
/// Held chords: the voices move as little as they can, and a tone two chords share is not struck again.
/// </summary>
internal sealed class PadWriter(Score score)
{
    private readonly Piece _piece = score.Piece;
    private readonly MusicRandom _random = score.Piece.Random("pad");

    public void Write()
    {
        if (!_piece.Band.Has(Role.Pad))
            return;
        var held = new Dictionary<int, int>();
        var voicing = new Voicing(50, 76, _piece.Colour >= Colour.Seventh ? 4 : _random.Pick([3, 4]));
        var bars = _piece.Form.Bars;
        for (var bar = 0; bar <= bars; bar++)
        {
            var pitches = voicing.Next(_piece.Harmony.At(bar));
            var isNewSection = bar == bars || _piece.Form.Sections.Any(s => s.FirstBar == bar);
            foreach (var (pitch, since) in held.Where(h => isNewSection || !pitches.Contains(h.Key)).ToList())
            {
                Play(pitch, since, bar);
                held.Remove(pitch);
            }
            foreach (var pitch in pitches)
                held.TryAdd(pitch, bar);
        }
        foreach (var pitch in held.Keys)
            Play(pitch, bars, bars + 1);
    }

    private void Play(int pitch, int from, int to)
    {
        var isLast = from == _piece.Form.Bars;
        var energy = isLast ? 0.25 : _piece.Form.At(from).Energy;
        var players = _piece.Band.Players[Role.Pad];
        // A second section joins when the piece is full.
        for (var i = 0; i < players.Count; i++)
            if (i == 0 || energy > 0.55)
                score.Add(Role.Pad, players[i], (from, 0), (to - from) * _piece.Meter.Steps, pitch,
                    0.42 + (0.4 * energy), _random);
    }
}
