namespace Backlot.Generation.Dummy.Music.Instruments;

/// <summary>A section of players or a pad: many voices that are never quite in tune.</summary>
/// <param name="Level">Level of a harmonic by its number and frequency.</param>
/// <param name="SpreadCents">How far apart the players are.</param>
internal sealed record EnsembleTimbre(
    Func<int, double, double> Level, double SpreadCents, double AttackSeconds, double ReleaseSeconds)
{
    public static readonly EnsembleTimbre Strings =
        new((n, hz) => Math.Pow(n, -1.05) / (1 + Math.Pow(hz / 2800, 3)), 34, 0.55, 1.0);

    public static readonly EnsembleTimbre Choir =
        new((n, hz) => Math.Pow(n, -0.7) * (Formant(hz, 420, 260, 1) + Formant(hz, 780, 160, 0.8) +
            Formant(hz, 1180, 160, 0.35) + Formant(hz, 2700, 300, 0.09)), 26, 0.7, 1.1);

    public static readonly EnsembleTimbre Organ =
        new((n, hz) => (n switch { 1 => 1, 2 => 0.55, 3 => 0.22, 4 => 0.26, 6 => 0.08, 8 => 0.1, _ => 0.008 }) /
            (1 + Math.Pow(hz / 3500, 4)), 5, 0.09, 0.3);

    public static readonly EnsembleTimbre Pad =
        new((n, hz) => Math.Pow(n, -1.1) / (1 + Math.Pow(hz / 1100, 2.5)), 42, 1.3, 1.9);

    private static double Formant(double hz, double centre, double width, double level)
    {
        var x = (hz - centre) / width;
        return level / (1 + (x * x));
    }
}
