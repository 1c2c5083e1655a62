namespace Backlot.Generation.Dummy.Music.Composition;

/// <summary>A stretch of bars with one theme and one degree of fullness.</summary>
/// <param name="Letter">Theme and harmony: 'I' intro, 'A', 'B', 'C' themes, 'O' outro.</param>
/// <param name="Return">How often this letter was heard before.</param>
/// <param name="Energy">0 bare to 1 everybody plays.</param>
internal sealed record Section(char Letter, int Return, int FirstBar, int Bars, double Energy)
{
    public int EndBar => FirstBar + Bars;
}

/// <summary>The plan of a piece in bars: it grows, steps back, comes home and thins out.</summary>
internal sealed record Form(IReadOnlyList<Section> Sections, int Bars)
{
    private static readonly string[][] Plans =
    [
        [""], ["A"], ["AA"], ["ABA", "AAB"], ["AABA", "ABAB"], ["AABAA", "ABACA", "AABCA"],
        ["AABACA", "ABACBA", "AABBCA"],
        ["AABACBA", "ABACABA", "AABCABA"], ["AABACABA", "AABBACBA", "ABACABCA"],
    ];

    /// <summary>Bars before the last chord; the last chord itself rings after them.</summary>
    public static Form For(int bars, MusicRandom random)
    {
        var letters = new List<(char Letter, int Bars)>();
        var (intro, outro) = bars switch { < 4 => (0, 0), < 12 => (1, 0), < 24 => (2, 2), _ => (4, 4) };
        // Short bars make short sections: those of a quick 6/8 are twice as many bars.
        var unit = bars < 24 ? 4 : bars < 80 ? 8 : 16;
        var middle = bars - intro - outro;
        var count = middle / unit;
        if (bars >= 24 && middle % unit >= 4 && random.Chance(0.5))
            intro += 2;
        middle = bars - intro - outro;
        count = middle / unit;
        var spare = middle - (count * unit);
        letters.AddRange(Plan(count, random).Select(letter => (letter, unit)));
        Insert(letters, spare, unit);
        return Build(letters, intro, outro, bars);
    }

    private static string Plan(int count, MusicRandom random)
    {
        var plan = random.Pick(Plans[Math.Min(count, Plans.Length - 1)]);
        // Only slow ten-minute pieces and fast ones come here: go round again.
        while (plan.Length < count)
            plan += random.Pick(Plans[Math.Min(4, count - plan.Length)]);
        return plan;
    }

    // Left-over bars become a breath before the last theme: a bridge without melody. A short piece has no time for one.
    private static void Insert(List<(char Letter, int Bars)> letters, int spare, int unit)
    {
        if (spare == 0)
            return;
        if (letters.Count == 0)
            letters.Add(('A', spare));
        else if (letters.Count == 1)
            letters[0] = ('A', unit + spare);
        else
            letters.Insert(letters.Count - 1, ('V', spare));
    }

    private static Form Build(List<(char Letter, int Bars)> letters, int intro, int outro, int bars)
    {
        if (intro > 0)
            letters.Insert(0, ('I', intro));
        if (outro > 0)
            letters.Add(('O', outro));
        var sections = new List<Section>();
        var bar = 0;
        for (var i = 0; i < letters.Count; i++)
        {
            var (letter, length) = letters[i];
            var returns = sections.Count(s => s.Letter == letter);
            sections.Add(new Section(letter, returns, bar, length,
                Energy(letter, returns, (double)i / Math.Max(1, letters.Count - 2))));
            bar += length;
        }
        return new Form(sections, bars);
    }

    private static double Energy(char letter, int returns, double place) => letter switch
    {
        'I' => 0.15,
        'O' => 0.2,
        'V' => 0.25,
        'C' => 0.35,
        'B' => Math.Min(0.9, 0.65 + (0.1 * returns) + (0.1 * place)),
        _ => Math.Min(1, 0.42 + (0.3 * Math.Min(1, returns)) + (0.3 * Math.Max(0, place - 0.3))),
    };

    public Section At(int bar) => Sections.First(s => bar < s.EndBar);
}
