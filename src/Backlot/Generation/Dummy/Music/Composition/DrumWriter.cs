using Backlot.Generation.Dummy.Music.Instruments;
using Backlot.Generation.Dummy.Music.Prompts;

namespace Backlot.Generation.Dummy.Music.Composition;

/// <summary>
/// Light percussion: it enters when the piece has grown, fills at the ends of sections and is never quite even.
/// </summary>
internal sealed class DrumWriter(Score score)
{
    private readonly Piece _piece = score.Piece;
    private readonly MusicRandom _random = score.Piece.Random("drums");

    public void Write()
    {
        if (!_piece.Band.Has(Role.Drums))
            return;
        foreach (var kind in _piece.Band.Players[Role.Drums])
        {
            var grooves = DrumPatterns.For(kind, _piece.Meter);
            var (first, other) = (_random.Pick(grooves), _random.Pick(grooves));
            foreach (var section in _piece.Form.Sections.Where(s => s.Energy >= Threshold()))
                for (var bar = section.FirstBar; bar < section.EndBar; bar++)
                    Play(kind, section, bar, section.Letter == 'B' ? other : first);
        }
        if (_piece.Traits.Style is Style.LoFi or Style.Epic or Style.Electronic)
            Swell();
    }

    // In lo-fi and electronic music the beat is the piece; elsewhere it waits for the first return.
    private double Threshold() => _piece.Traits.Style is Style.LoFi or Style.Electronic ? 0.3 : 0.55;

    // A cymbal grows into the fuller sections; its peak falls on their first beat.
    private void Swell()
    {
        var lead = (DrumStroke.SwellRiseSeconds + 0.05) / _piece.Clock.StepSeconds;
        foreach (var section in _piece.Form.Sections.Where(s => s.Energy > 0.6 && s.FirstBar > 2))
            Stroke(_piece.Band.First(Role.Drums), DrumSound.Swell, section.FirstBar, -lead, 0.16);
    }

    private void Play(InstrumentKind kind, Section section, int bar, DrumRow[] groove)
    {
        var isFill = bar == section.EndBar - 1 && section.Bars >= 4;
        foreach (var (sound, steps) in groove)
            for (var step = 0; step < steps.Length; step++)
            {
                if (steps[step] == '.' || (isFill && step >= steps.Length * 3 / 4 && _random.Chance(0.5)))
                    continue;
                var level = (steps[step] - '0') / 9.0 * (0.62 + (0.3 * section.Energy));
                Stroke(kind, sound, bar, step, level);
            }
        // Ghost strokes before the next section.
        if (isFill)
            for (var i = 1; i <= 3; i++)
                Stroke(kind, groove[^1].Sound, bar, _piece.Meter.Steps - i, 0.2 + (0.08 * (3 - i)));
    }

    private void Stroke(InstrumentKind kind, DrumSound sound, int bar, double step, double level) =>
        score.Add(Role.Drums, kind, (bar, step), 1, (int)sound, level * _random.Between(0.86, 1.1), _random, 0.7);
}
