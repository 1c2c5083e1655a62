using Backlot.Generation.Dummy.Music.Prompts;
using Backlot.Generation.Dummy.Music.Theory;

namespace Backlot.Generation.Dummy.Music.Composition;

/// <summary>Who sings which theme where, and what the other melody instrument does meanwhile.</summary>
internal sealed class MelodyWriter(Score score)
{
    private readonly Piece _piece = score.Piece;
    private readonly MusicRandom _random = score.Piece.Random("melody");
    private readonly MusicRandom _playing = score.Piece.Random("melody playing");

    public void Write()
    {
        if (!_piece.Band.Has(Role.Lead))
            return;
        var density = _piece.Traits.Density;
        var themes = new Dictionary<char, Theme>
        {
            ['A'] = Theme.Invent(_piece.Meter, density, 0, _random),
            ['B'] = Theme.Invent(_piece.Meter, density + 0.15, 2, _random),
            ['C'] = Theme.Invent(_piece.Meter, density * 0.4, 1, _random),
        };
        var swaps = _piece.Band.Has(Role.Counter) && _random.Chance(0.65);
        var line = new MelodyLine(_piece, _playing);
        foreach (var section in _piece.Form.Sections)
            Sing(section, themes, line, swaps && section.Letter is 'B' or 'C' && _piece.Band.Has(Role.Counter));
        Farewell();
    }

    private void Sing(Section section, Dictionary<char, Theme> themes, MelodyLine line, bool isSwapped)
    {
        var leads = _piece.Band.Players[Role.Lead];
        var (role, kind) = isSwapped
            ? (Role.Counter, _piece.Band.First(Role.Counter))
            : (Role.Lead, leads[(section.Return + (section.Letter == 'B' ? 1 : 0)) % leads.Count]);
        if (section.Letter == 'O' && section.Bars >= 4)
            Play(Role.Lead, leads[0],
                line.Realise(themes['A'], section with { Bars = 2 }, Register.OfMelody(leads[0])), -0.12);
        if (!themes.TryGetValue(section.Letter, out var theme))
            return;
        var notes = line.Realise(theme, section, Register.OfMelody(kind));
        Play(role, kind, notes, 0.16 * (section.Energy - 0.5));
        if (section.Energy > 0.6 && _piece.Band.Has(Role.Counter))
            Answer(section, notes, isSwapped ? leads[0] : _piece.Band.First(Role.Counter),
                isSwapped ? Role.Lead : Role.Counter);
    }

    private void Play(Role role, InstrumentKind kind, List<MelodyNote> notes, double louder)
    {
        for (var i = 0; i < notes.Count; i++)
        {
            var note = notes[i];
            // Notes that touch are slurred: the next begins before this one has faded.
            score.Add(role, kind, (note.Bar, note.Step), note.Length * 0.97, note.Pitch, note.Velocity + louder,
                _playing, 0.8);
        }
    }

    // Long tones a third or sixth away that move when the melody rests.
    private void Answer(Section section, List<MelodyNote> melody, InstrumentKind kind, Role role)
    {
        var register = Register.OfMelody(kind);
        var previous = register.Centre - 3;
        for (var bar = section.FirstBar; bar < section.EndBar; bar++)
        {
            var chord = _piece.Harmony.At(bar);
            var sung = melody.Where(n => n.Bar == bar).ToList();
            var top = sung.Count > 0 ? sung[0].Pitch : 127;
            var pitch = Nearest(chord, previous, register, avoid: top);
            if (_random.Chance(0.2))
                continue;
            var half = _piece.Meter.Steps / 2;
            var moves = sung.Count <= 2 && _random.Chance(0.6);
            score.Add(role, kind, (bar, 0), moves ? half : _piece.Meter.Steps * 0.97, pitch,
                0.40 + (0.1 * section.Energy), _playing);
            previous = pitch;
            if (!moves)
                continue;
            previous = Nearest(chord, pitch + (_random.Chance(0.5) ? 3 : -3), register, avoid: pitch);
            score.Add(role, kind, (bar, half), half * 0.97, previous, 0.42 + (0.1 * section.Energy), _playing);
        }
    }

    private static int Nearest(Chord chord, int pitch, Register register, int avoid) =>
        Enumerable.Range(register.Lowest, register.Highest - register.Lowest + 1)
            .Where(p => chord.Has(p) && Math.Abs(p - avoid) > 2)
            .DefaultIfEmpty(pitch)
            .MinBy(p => Math.Abs(p - pitch));

    // The last chord gets the tonic or the third on top.
    private void Farewell()
    {
        var bars = _piece.Form.Bars;
        var kind = _piece.Band.First(Role.Lead);
        var register = Register.OfMelody(kind);
        var chord = _piece.Harmony.At(bars);
        var pitch = Chord.AtOrAbove(_random.Chance(0.7) ? chord.Root : chord.Third, register.Centre - 6);
        score.Add(Role.Lead, kind, (bars, 0), _piece.Meter.Steps * 1.2, pitch, 0.5, _playing);
    }
}
