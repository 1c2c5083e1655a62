using Backlot.Generation.Dummy.Music.Theory;

namespace Backlot.Generation.Dummy.Music.Composition;

/// <summary>One chord per bar, and the last chord after the last bar.</summary>
internal sealed record Harmony(IReadOnlyList<Chord> Bars)
{
    public Chord At(int bar) => Bars[Math.Min(bar, Bars.Count - 1)];

    public static Harmony For(Form form, Scale scale, Colour colour, StyleTraits traits, MusicRandom random)
    {
        var phrases = Progressions.Phrases(scale.Mode, colour);
        var themes = Themes(phrases, random);
        var cadence = random.Pick(Progressions.Cadences(scale.Mode));
        var isSlow = traits.Style is Style.Ambient;
        var chords = new List<Chord>();
        foreach (var section in form.Sections)
            chords.AddRange(Names(section, themes, cadence, isSlow).Select(name => Chord.Read(name, scale, colour)));
        if (chords.Count >= 4)
            Close(chords, cadence, scale, colour);
        chords.Add(Chord.Read("1", scale,
            colour == Colour.Ninth ? Colour.AddedNinth : colour == Colour.Seventh ? Colour.Triad : colour));
        return new Harmony(chords);
    }

    // Each theme has a phrase that opens and one that answers. The first theme should say at once what the key is.
    private static Dictionary<char, (string Open, string Answer)> Themes(
        IReadOnlyList<string> phrases, MusicRandom random)
    {
        var homely = phrases.Where(p => p[0] == '1').ToList();
        var open = random.Pick(homely.Count > 0 ? homely : [.. phrases]);
        var others = phrases.Where(p => p != open).OrderBy(_ => random.Next()).ToList();
        var answer = random.Chance(0.5) ? open : others[0];
        var away = others.OrderBy(p => p[0] == '1').ToList();
        return new()
        {
            ['A'] = (open, answer),
            ['B'] = (away[0], random.Chance(0.5) ? away[0] : away[1]),
            ['C'] = (others[1], others[2]),
            ['I'] = (open, open),
            ['V'] = (others[2], others[2]),
            ['O'] = (open, open),
        };
    }

    private static List<string> Names(
        Section section, Dictionary<char, (string Open, string Answer)> themes, string cadence, bool isSlow)
    {
        var (open, answer) = themes[section.Letter];
        var names = new List<string>();
        for (var phrase = 0; names.Count < section.Bars; phrase++)
            foreach (var name in (phrase % 2 == 0 ? open : answer).Split(' '))
                names.AddRange(Enumerable.Repeat(name, isSlow ? 2 : 1));
        names = names.GetRange(0, section.Bars);
        if (section.Letter is 'A' && !isSlow)
            for (var end = 8; end <= section.Bars; end += 8)
                (names[end - 2], names[end - 1]) = (cadence.Split(' ')[0], cadence.Split(' ')[1]);
        return names;
    }

    // The last two bars lead home; a plagal ending first touches the tonic.
    private static void Close(List<Chord> chords, string cadence, Scale scale, Colour colour)
    {
        var tension = cadence.Split(' ')[0];
        chords[^2] = Chord.Read(tension == "4" ? "1" : "4", scale, colour);
        chords[^1] = Chord.Read(tension, scale, colour);
    }
}
