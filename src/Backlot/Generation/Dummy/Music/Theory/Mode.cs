namespace Backlot.Generation.Dummy.Music.Theory;

internal enum Mode
{
    Major, Minor, HarmonicMinor, Dorian, Mixolydian, Lydian, Phrygian, MajorPentatonic, MinorPentatonic,
}

internal static class Modes
{
    private static readonly int[] Ionian = [0, 2, 4, 5, 7, 9, 11];
    private static readonly int[] Aeolian = [0, 2, 3, 5, 7, 8, 10];

    extension(Mode mode)
    {
        /// <summary>
        /// Seven semitone offsets from the root, for harmony. A pentatonic mode is harmonised by its parent scale.
        /// </summary>
        public int[] HarmonySteps => mode switch
        {
            Mode.Minor or Mode.HarmonicMinor or Mode.MinorPentatonic => Aeolian,
            Mode.Dorian => [0, 2, 3, 5, 7, 9, 10],
            Mode.Mixolydian => [0, 2, 4, 5, 7, 9, 10],
            Mode.Lydian => [0, 2, 4, 6, 7, 9, 11],
            Mode.Phrygian => [0, 1, 3, 5, 7, 8, 10],
            _ => Ionian,
        };

        /// <summary>Five or seven semitone offsets from the root, for melody.</summary>
        public int[] MelodySteps => mode switch
        {
            Mode.MajorPentatonic => [0, 2, 4, 7, 9],
            Mode.MinorPentatonic => [0, 3, 5, 7, 10],
            _ => mode.HarmonySteps,
        };

        public bool IsMinor => mode.HarmonySteps[2] == 3;
    }
}
