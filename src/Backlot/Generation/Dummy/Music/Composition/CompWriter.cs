using Backlot.Generation.Dummy.Music.Prompts;
using Backlot.Generation.Dummy.Music.Theory;

namespace Backlot.Generation.Dummy.Music.Composition;

/// <summary>
/// The accompanist: a figure per theme, the chord voiced near the one before, strums rolled as fingers do.
/// </summary>
internal sealed class CompWriter(Score score)
{
    private const int Rungs = 6;
    private readonly Piece _piece = score.Piece;
    private readonly MusicRandom _random = score.Piece.Random("comp");
    private readonly Dictionary<char, string> _figures = [];

    public void Write()
    {
        if (!_piece.Band.Has(Role.Comp))
            return;
        var players = _piece.Band.Players[Role.Comp];
        var voicing = new Voicing(Register.OfComp(players[0]).Lowest + 5, Register.OfComp(players[0]).Highest, 3);
        foreach (var section in _piece.Form.Sections)
        {
            var player = players[section.Letter is 'B' or 'C' ? players.Count - 1 : 0];
            for (var bar = section.FirstBar; bar < section.EndBar; bar++)
                Play(section, bar, player, Ladder(_piece.Harmony.At(bar), voicing, player));
        }
        Roll(_piece.Form.Bars, 0, 4 * _piece.Meter.Steps, players[0],
            Ladder(_piece.Harmony.At(_piece.Form.Bars), voicing, players[0])[..5], 0.55, spreadSteps: 0.5);
    }

    private static int[] Ladder(Chord chord, Voicing voicing, InstrumentKind player)
    {
        var root = Chord.AtOrAbove(chord.Root, Register.OfComp(player).Lowest - 5);
        var upper = voicing.Next(chord).Where(p => p > root + 2).ToList();
        // The rungs above the voicing are its own tones an octave up.
        for (var i = 0; upper.Count < Rungs; i++)
            upper.Add(upper[i] + 12);
        return [root, .. upper.Order().Distinct()];
    }

    private void Play(Section section, int bar, InstrumentKind player, int[] ladder)
    {
        var figure = Figure(section, bar);
        var isPhraseEnd = (bar - section.FirstBar) % 4 == 3;
        var level = 0.42 + (0.22 * section.Energy);
        for (var step = 0; step < figure.Length; step++)
        {
            var sign = figure[step];
            if (sign == '.' || (isPhraseEnd && step > figure.Length / 2 && _random.Chance(0.35)))
                continue;
            var accent = step == 0 ? 0.10 : _piece.Meter.IsStrong(step) ? 0.04 : 0;
            var ring = Math.Max(figure.Length - step, _piece.Meter.StepsPerPulse);
            if (char.IsDigit(sign))
                score.Add(Role.Comp, player, (bar, step), ring, ladder[Math.Min(sign - '0', ladder.Length - 1)],
                    level + accent, _random);
            else
                Roll(bar, step, Gap(figure, step), player, sign == 'C' ? ladder[..4] : ladder[1..4],
                    level + accent - (sign == 'c' ? 0.14 : 0.05), spreadSteps: 0.12);
        }
    }

    private string Figure(Section section, int bar)
    {
        var busy = (0.55 * _piece.Traits.Density) + (0.5 * section.Energy);
        if (!_figures.TryGetValue(section.Letter, out var figure))
            _figures[section.Letter] = figure = _random.Pick(CompPatterns.For(_piece.Meter, _piece.Traits.Style, busy));
        // Every fourth bar or so breathes differently, and a return may be fuller than the first time.
        var isVaried = (bar - section.FirstBar) % 4 == 3
            ? _random.Chance(0.5)
            : section.Return > 0 && _random.Chance(0.2);
        return isVaried ? _random.Pick(CompPatterns.For(_piece.Meter, _piece.Traits.Style, busy)) : figure;
    }

    private static int Gap(string figure, int step)
    {
        var next = figure.AsSpan(step + 1).IndexOfAnyExcept('.');
        return next < 0 ? figure.Length - step : next + 1;
    }

    private void Roll(int bar, int step, int length, InstrumentKind player, int[] pitches, double velocity,
        double spreadSteps)
    {
        var spread = spreadSteps * _random.Between(0.7, 1.4);
        for (var i = 0; i < pitches.Length; i++)
            score.Add(Role.Comp, player, (bar, step + (i * spread)), length, pitches[i], velocity - (0.03 * i),
                _random, tightness: 0.4);
    }
}
