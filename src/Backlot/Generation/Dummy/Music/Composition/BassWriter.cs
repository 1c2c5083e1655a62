using Backlot.Generation.Dummy.Music.Theory;

namespace Backlot.Generation.Dummy.Music.Composition;

/// <summary>Roots and fifths in a figure per theme, with a step towards the next root now and then.</summary>
internal sealed class BassWriter(Score score)
{
    // r root, f fifth, o octave, t third, a a step before the next root, '.' holds.
    private static readonly string[] CalmFour = ["r...............", "r.......f.......", "r...........f...",
        "r.......r......."];
    private static readonly string[] FullFour = ["r.......f.....a.", "r.....r.f.......", "r.......o...f...",
        "r...f...o...a...", "r.....f.r.....a."];
    private static readonly string[] LoFiFour = ["r.....r.......a.", "r.......r.f.....", "r.....o...f...a.",
        "r..r......r...f."];
    private static readonly string[] PulseFour = ["r.r.r.r.r.r.r.a.", "r..r..r.r..r..f.", "r.r.r.r.f.f.f.a.",
        "r...r...r...r.a."];
    private static readonly string[] CalmThree = ["r...........", "r.......f..."];
    private static readonly string[] FullThree = ["r.......f...", "r...f...o...", "r.......a...", "r...........",
        "r...t...f..."];
    private static readonly string[] CalmSix = ["r...........", "r.....f....."];
    private static readonly string[] FullSix = ["r.....f.....", "r...f.o.....", "r.....f...a."];

    private readonly Piece _piece = score.Piece;
    private readonly MusicRandom _random = score.Piece.Random("bass");

    public void Write()
    {
        if (!_piece.Band.Has(Role.Bass))
            return;
        var figures = new Dictionary<char, string>();
        foreach (var section in _piece.Form.Sections.Where(s => s.Energy >= 0.33 || s.Letter == 'O'))
        {
            if (!figures.TryGetValue(section.Letter, out var figure))
                figures[section.Letter] = figure = _random.Pick(Figures(section.Energy));
            for (var bar = section.FirstBar; bar < section.EndBar; bar++)
                Play(bar, section, _random.Chance(0.15) ? _random.Pick(Figures(section.Energy)) : figure);
        }
        var last = _piece.Form.Bars;
        score.Add(Role.Bass, _piece.Band.First(Role.Bass), (last, 0), 3 * _piece.Meter.Steps,
            Root(_piece.Harmony.At(last)), 0.6, _random);
    }

    private string[] Figures(double energy)
    {
        var isFull = energy * (_piece.Traits.Style == Style.Ambient ? 0.4 : 1) > 0.5;
        return _piece.Meter.Name switch
        {
            "3/4" => isFull ? FullThree : CalmThree,
            "6/8" => isFull ? FullSix : CalmSix,
            _ => _piece.Traits.Style switch
            {
                Style.LoFi => LoFiFour,
                Style.Electronic => PulseFour,
                _ => isFull ? FullFour : CalmFour,
            },
        };
    }

    private void Play(int bar, Section section, string figure)
    {
        var chord = _piece.Harmony.At(bar);
        for (var step = 0; step < figure.Length; step++)
        {
            if (figure[step] == '.')
                continue;
            var next = figure.AsSpan(step + 1).IndexOfAnyExcept('.');
            var length = next < 0 ? figure.Length - step : next + 1;
            var velocity = 0.55 + (0.15 * section.Energy) + (step == 0 ? 0.08 : 0);
            score.Add(Role.Bass, _piece.Band.First(Role.Bass), (bar, step), length * 0.96,
                Pitch(figure[step], chord, bar), velocity, _random, 0.7);
        }
    }

    private int Pitch(char sign, Chord chord, int bar)
    {
        var root = Root(chord);
        return sign switch
        {
            'f' => Chord.AtOrAbove(chord.Fifth, root > 40 ? root - 7 : root),
            't' => Chord.AtOrAbove(chord.Third, root),
            'o' => root + (root < 38 ? 12 : 0),
            'a' => Approach(Root(_piece.Harmony.At(bar + 1)), chord),
            _ => root,
        };
    }

    private int Approach(int target, Chord chord)
    {
        for (var pitch = target - 1; pitch >= target - 2; pitch--)
            if (_piece.Scale.Contains(pitch))
                return chord.Adjust(pitch);
        return target;
    }

    private static int Root(Chord chord) => Chord.AtOrAbove(chord.Root, 33);
}
