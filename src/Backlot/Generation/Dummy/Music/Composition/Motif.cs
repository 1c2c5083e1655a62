namespace Backlot.Generation.Dummy.Music.Composition;

/// <summary>
/// One bar of melody without pitches: a rhythm ('x' strikes, '-' holds, '.' rests) and how far each note moves.
/// </summary>
internal sealed record Motif(string Rhythm, int[] Moves)
{
    private static readonly string[] Four =
    [
        "x-------x-------", "x-----x-x-------", "x---x---x-------", "x-----x-x---x---", "x---x-x-x-------",
        "x-------x---x---",
        "x-x-x---x-------", "x-----xxx---x---", "x---x---x-x-x---", "x-x-x-x-x---x---", "....x---x---x---",
        "..x-x-x-x-------",
        "x-----x-x-x-x---",
    ];
    private static readonly string[] FourSparse =
        ["x---------------", "x-------x-------", "x-----------x---", "....x-----------", "x---x-----------",
            "........x-------"];
    private static readonly string[] Three =
    [
        "x-------x---", "x---x---x---", "x-----x-x---", "x-x-x---x---", "x---x-x-x---", "x-------x-x-", "x-x-x-x-x---",
        "..x-x-x-x---",
        "x-----x-----",
    ];
    private static readonly string[] ThreeSparse = ["x-----------", "x-------x---", "....x-------", "x---x-------"];
    private static readonly string[] Six =
        ["x-----x-----", "x---x-x-----", "x---x-x---x-", "x-x-x-x-----", "x-----x-x-x-", "x---x-x-x-x-",
            "..x-x-x-----"];
    private static readonly string[] SixSparse = ["x-----------", "x-----x-----", "......x-----", "x---x-------"];

    /// <summary>The ends of phrases: a long note and a breath.</summary>
    public static readonly string[] FourCadence = ["x---x---x-------", "x-------........", "x---x-x-x-----..",
        "x-----x-x-----..", "x-----------...."];

    public static readonly string[] TwelveCadence = ["x---x---x---", "x-------....", "x---x-......", "x-----......",
        "x---------.."];

    /// <param name="density">0 sparse to 1 busy.</param>
    public static Motif Invent(Meter meter, double density, MusicRandom random)
    {
        var (full, sparse) = meter.Name switch
        {
            "3/4" => (Three, ThreeSparse),
            "6/8" => (Six, SixSparse),
            _ => (Four, FourSparse),
        };
        var rhythm = random.Chance(0.15 + density) ? random.Pick(full) : random.Pick(sparse);
        return new Motif(rhythm, Walk(rhythm.Count(c => c == 'x'), random));
    }

    public static Motif Cadence(Meter meter, MusicRandom random)
    {
        var rhythm = random.Pick(meter.Steps == 16 ? FourCadence : TwelveCadence);
        return new Motif(rhythm, [.. Enumerable.Repeat(-1, 4)]);
    }

    // Mostly steps in one direction; a leap is answered by steps back.
    private static int[] Walk(int notes, MusicRandom random)
    {
        var moves = new int[notes];
        var direction = random.Chance(0.5) ? 1 : -1;
        for (var i = 1; i < notes; i++)
        {
            if (Math.Abs(moves[i - 1]) > 1 || random.Chance(0.3))
                direction = -direction;
            var leap = random.Unit();
            moves[i] = direction * (leap < 0.70 ? 1 : leap < 0.86 ? 2 : leap < 0.93 ? 3 : leap < 0.97 ? 4 : 0);
        }
        return moves;
    }
}
