using Backlot.Generation.Dummy.Music.Theory;

namespace Backlot.Generation.Dummy.Music.Composition;

internal readonly record struct MelodyNote(int Bar, int Step, int Length, int Pitch, double Velocity);

/// <summary>
/// Gives a theme its pitches: beats and long notes fall on chord tones, the rest moves by the motif's steps in the
/// scale, phrases rise and fall along an arch, and the last note of a section comes to rest.
/// </summary>
internal sealed class MelodyLine(Piece piece, MusicRandom random)
{
    private readonly Scale _scale = piece.Scale;

    public List<MelodyNote> Realise(Theme theme, Section section, Register register)
    {
        var notes = new List<MelodyNote>();
        var home = _scale.NearestStep(register.Centre - 3) + (theme.Lift * _scale.Size / 7);
        var at = home;
        for (var bar = 0; bar < section.Bars; bar++)
        {
            var motif = theme.At(bar, section.Bars);
            var chord = piece.Harmony.At(section.FirstBar + bar);
            var aim = (int)Math.Round((at + (3 * (home + (theme.Arch[bar % 8] * _scale.Size / 7.0)))) / 4);
            at = Bar(notes, motif, chord, section.FirstBar + bar, aim, at, register);
            if (bar % 4 == 3 && notes.Count > 0)
                at = Rest(notes, chord, isFinal: bar == section.Bars - 1 || bar % 8 == 7);
        }
        return section.Return > 0 ? Embellish(notes) : notes;
    }

    private int Bar(List<MelodyNote> notes, Motif motif, Chord chord, int bar, int aim, int at, Register register)
    {
        var index = 0;
        for (var step = 0; step < motif.Rhythm.Length; step++)
        {
            if (motif.Rhythm[step] != 'x')
                continue;
            var held = motif.Rhythm.AsSpan(step + 1).IndexOfAnyExcept('-');
            var length = held < 0 ? motif.Rhythm.Length - step : held + 1;
            var move = index == 0 ? 0 : motif.Moves[Math.Min(index, motif.Moves.Length - 1)];
            var wanted = Within(index == 0 ? aim : at + move, register);
            var isStable = index == 0 || piece.Meter.IsStrong(step) || length >= piece.Meter.StepsPerPulse;
            at = isStable ? Stable(wanted, chord, Math.Sign(move)) : wanted;
            var velocity = 0.58 + (piece.Meter.IsStrong(step) ? 0.07 : 0) + (step == 0 ? 0.04 : 0)
                + (0.012 * (at - aim));
            notes.Add(new MelodyNote(bar, step, length, chord.Adjust(_scale.Pitch(at)), velocity));
            index++;
        }
        return at;
    }

    // The nearest scale step that is a chord tone, looking first where the melody is going.
    private int Stable(int wanted, Chord chord, int direction)
    {
        var way = direction == 0 ? 1 : direction;
        foreach (var offset in (ReadOnlySpan<int>)[0, way, -way, 2 * way, -2 * way])
            if (chord.Has(chord.Adjust(_scale.Pitch(wanted + offset))))
                return wanted + offset;
        return wanted;
    }

    private int Within(int step, Register register)
    {
        while (_scale.Pitch(step) > register.Highest)
            step -= 2;
        while (_scale.Pitch(step) < register.Lowest)
            step += 2;
        return step;
    }

    // A phrase ends on the root (or third) when it closes, on the third or fifth when it stays open.
    private int Rest(List<MelodyNote> notes, Chord chord, bool isFinal)
    {
        var last = notes[^1];
        int[] classes = isFinal ? [chord.Root, chord.Third] : [chord.Fifth, chord.Third];
        var pitch = classes
            .SelectMany(c => new[] { Chord.AtOrAbove(c, last.Pitch), Chord.AtOrAbove(c, last.Pitch) - 12 })
            .MinBy(p => Math.Abs(p - last.Pitch) + (Scale.PitchClass(p) == classes[0] ? 0 : 1.5));
        notes[^1] = last with { Pitch = pitch, Velocity = last.Velocity - 0.05 };
        return _scale.NearestStep(pitch);
    }

    // The second time, some long notes get a passing tone and a few short ones are left out.
    private List<MelodyNote> Embellish(List<MelodyNote> notes)
    {
        var varied = new List<MelodyNote>();
        for (var i = 0; i < notes.Count; i++)
        {
            var note = notes[i];
            var isLong = note.Length >= 4 && i + 1 < notes.Count && notes[i + 1].Bar - note.Bar <= 1;
            if (isLong && random.Chance(0.28))
            {
                var target = _scale.NearestStep(notes[i + 1].Pitch);
                var passing = target == _scale.NearestStep(note.Pitch)
                    ? target + 1
                    : target - Math.Sign(notes[i + 1].Pitch - note.Pitch);
                var chord = piece.Harmony.At(note.Bar);
                varied.Add(note with { Length = note.Length - 2 });
                varied.Add(new MelodyNote(note.Bar, note.Step + note.Length - 2, 2,
                    chord.Adjust(_scale.Pitch(passing)), note.Velocity - 0.08));
            }
            else if (note.Length > 2 || note.Step % 4 == 0 || !random.Chance(0.2))
                varied.Add(note);
        }
        return varied;
    }
}
