namespace Backlot.Generation.Dummy.Music.Composition;

/// <summary>A melody's material: which motif each of four bars uses, and how two phrases end.</summary>
/// <param name="Lift">Scale steps the whole theme lies above the instrument's middle.</param>
internal sealed record Theme(Motif[] Bars, Motif HalfClose, Motif FullClose, int Lift, int[] Arch)
{
    private static readonly string[] Schemes = ["abac", "aabc", "abab", "aaab", "abcb"];
    private static readonly int[][] Arches =
    [
        [0, 2, 4, 2, 1, 4, 6, 1], [0, 3, 1, 2, 2, 5, 3, 0], [4, 3, 1, 2, 4, 6, 2, 0], [-1, 1, 3, 2, 1, 3, 7, 2],
        [2, 5, 3, 1, 4, 1, 2, -1], [0, -2, 1, 2, 2, 4, 5, 1],
    ];

    public static Theme Invent(Meter meter, double density, int lift, MusicRandom random)
    {
        var motifs = new Dictionary<char, Motif>();
        foreach (var label in "abc")
            motifs[label] = Motif.Invent(meter, density, random);
        return new Theme([.. random.Pick(Schemes).Select(label => motifs[label])],
            Motif.Cadence(meter, random), Motif.Cadence(meter, random), lift, random.Pick(Arches));
    }

    /// <summary>The motif of a bar counted from the section's start; sections of eight end open, then closed.</summary>
    public Motif At(int bar, int sectionBars) =>
        bar == sectionBars - 1 || bar % 8 == 7 ? FullClose : bar % 4 == 3 ? HalfClose : Bars[bar % 4];
}
