namespace Backlot.Generation.Dummy.Music.Composition;

/// <summary>A few high tones now and then, where the melody leaves room.</summary>
internal sealed class SparkleWriter(Score score)
{
    private readonly Piece _piece = score.Piece;
    private readonly MusicRandom _random = score.Piece.Random("sparkle");

    public void Write()
    {
        if (!_piece.Band.Has(Role.Sparkle))
            return;
        foreach (var section in _piece.Form.Sections)
            for (var bar = section.FirstBar; bar < section.EndBar; bar++)
            {
                var isBreath = (bar - section.FirstBar) % 4 == 3 || section.Letter is 'I' or 'V' or 'C';
                if (_random.Chance(isBreath ? 0.45 : 0.12))
                    Glint(bar);
            }
        Glint(_piece.Form.Bars);
    }

    private void Glint(int bar)
    {
        var kind = _piece.Band.First(Role.Sparkle);
        var rungs = _piece.Harmony.At(bar).Ladder(_random.Whole(70, 78), 4);
        var count = _random.Whole(1, 3);
        var step = (bar == _piece.Form.Bars ? 1 : _random.Whole(0, 2)) * _piece.Meter.StepsPerPulse;
        for (var i = 0; i < count; i++)
            score.Add(Role.Sparkle, kind, (bar, step + (2 * i)), 2 * _piece.Meter.Steps, rungs[i],
                _random.Between(0.35, 0.55), _random);
    }
}
