namespace Backlot.Generation.Dummy.Music.Theory;

/// <summary>How many thirds are stacked: the style's taste in harmony.</summary>
internal enum Colour { Triad, AddedNinth, Seventh, Ninth }

/// <summary>A chord as pitch classes, root first, in stacking order (root, third, fifth, then colour tones).</summary>
/// <param name="Altered">The pitch class raised to make a leading tone, or null: that degree is avoided unraised
/// meanwhile.</param>
internal sealed record Chord(int Degree, IReadOnlyList<int> Tones, int? Altered = null)
{
    public int Root => Tones[0];

    public int Third => Tones[1];

    public int Fifth => Tones[2];

    public bool Has(int pitch) => Tones.Contains(Scale.PitchClass(pitch));

    /// <summary>Reads "5" as the diatonic chord on the fifth degree and "5+" as the same with a major third.</summary>
    public static Chord Read(string name, Scale scale, Colour colour)
    {
        var degree = name[0] - '1';
        var steps = scale.Mode.HarmonySteps;
        var tones = Stack(colour).Select(third => Scale.PitchClass(scale.Root + steps[(degree + third) % 7])).ToArray();
        if (!name.EndsWith('+') || Scale.PitchClass(tones[1] - tones[0]) == 4)
            return new Chord(degree, tones);

        var lowered = tones[1];
        tones[1] = Scale.PitchClass(lowered + 1);
        return new Chord(degree, tones, lowered);
    }

    /// <summary>The pitch itself, or the raised form while this chord raises that degree.</summary>
    public int Adjust(int pitch) => Scale.PitchClass(pitch) == Altered ? pitch + 1 : pitch;

    /// <summary>The chord's tones from <paramref name="lowest"/> upwards, <paramref name="count"/> of them.</summary>
    public int[] Ladder(int lowest, int count) =>
        Enumerable.Range(lowest, 12 * (count + 1)).Where(Has).Take(count).ToArray();

    public static int AtOrAbove(int pitchClass, int lowest) => lowest + Scale.PitchClass(pitchClass - lowest);

    private static int[] Stack(Colour colour) => colour switch
    {
        Colour.AddedNinth => [0, 2, 4, 8],
        Colour.Seventh => [0, 2, 4, 6],
        Colour.Ninth => [0, 2, 4, 6, 8],
        _ => [0, 2, 4],
    };
}
