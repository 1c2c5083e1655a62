namespace Backlot.Generation.Dummy.Music.Instruments;

/// <summary>
/// The partials of each struck instrument, from its physics (bars, tines, strings) and a little taste.
/// </summary>
internal static class StruckTimbres
{
    /// <summary>A felt-softened piano: stiff strings, two per note a hair apart, the second living longer.</summary>
    public static IEnumerable<Partial> Piano(double hertz, double velocity)
    {
        var stiffness = 0.00035 * Math.Pow(hertz / 261, 0.9);
        var sustain = 9.0 * Math.Pow(hertz / 130, -0.62);
        var count = Math.Min(18, (int)(7000 / hertz));
        for (var n = 1; n <= Math.Max(2, count); n++)
        {
            var partialHertz = n * hertz * Math.Sqrt(1 + (stiffness * n * n));
            var hammer = Math.Abs(Math.Sin(Math.PI * n * 0.118)) / 0.36;
            var level = hammer * Math.Pow(n, -0.75) * Math.Exp(-partialHertz / (700 + (2600 * velocity)));
            var seconds = sustain / (1 + (0.28 * (n - 1)));
            yield return new Partial(partialHertz, level, seconds * 0.55);
            if (n <= 6)
                yield return new Partial((partialHertz * 1.0003) + 0.12, level * 0.3, seconds * 1.5);
        }
    }

    /// <summary>
    /// A tine piano: a pure tone, a warm octave and a short metallic strike that velocity brings out.
    /// </summary>
    public static IEnumerable<Partial> ElectricPiano(double hertz, double velocity) =>
    [
        new(hertz, 1, 5.5), new(hertz * 1.0007, 0.25, 7), new(hertz * 2, 0.10 + (0.22 * velocity), 3),
        new(hertz * 3, 0.03 + (0.13 * velocity), 1.8), new(hertz * 4, 0.06 * velocity, 1.2),
        new(hertz * 5, 0.05 * velocity, 0.9),
        new(hertz * 7.02, 0.10 * velocity, 0.45), new(hertz * 13.9, 0.025 * velocity, 0.16),
    ];

    public static IEnumerable<Partial> Celesta(double hertz, double velocity) =>
    [
        new(hertz, 1, 2.6), new(hertz * 2, 0.16, 1.6), new(hertz * 3.98, 0.16 * velocity, 0.7),
        new(hertz * 9.9, 0.05 * velocity, 0.16),
    ];

    public static IEnumerable<Partial> MusicBox(double hertz, double velocity) =>
    [
        new(hertz, 1, 3.0), new(hertz * 1.0012, 0.3, 3.6), new(hertz * 2, 0.12, 1.4), new(hertz * 3, 0.05, 0.9),
        new(hertz * 6.27, 0.13 * velocity, 0.28), new(hertz * 12.2, 0.04 * velocity, 0.09),
    ];

    /// <summary>Tuned like tubular bells, without the minor third that fights major chords.</summary>
    public static IEnumerable<Partial> Bells(double hertz, double velocity) =>
    [
        new(hertz, 1, 6.5), new(hertz * 1.0015, 0.35, 7.5), new(hertz * 2.003, 0.55, 4.2),
        new(hertz * 3.01, 0.32 * velocity, 2.6),
        new(hertz * 4.17, 0.22 * velocity, 1.7), new(hertz * 5.43, 0.14 * velocity, 1.0),
        new(hertz * 6.79, 0.07 * velocity, 0.6),
    ];

    public static IEnumerable<Partial> Vibraphone(double hertz, double velocity) =>
    [
        new(hertz, 0.75, 5), new(hertz + 4.6, 0.16, 5), new(hertz - 4.6, 0.16, 5), new(hertz * 4, 0.16 * velocity, 1.3),
        new(hertz * 9.9, 0.05 * velocity, 0.25),
    ];

    public static IEnumerable<Partial> Kalimba(double hertz, double velocity) =>
    [
        new(hertz, 1, 1.7), new(hertz * 2, 0.10, 0.8), new(hertz * 3, 0.05, 0.5),
        new(hertz * 5.4, 0.16 * velocity, 0.22),
        new(hertz * 8.9, 0.06 * velocity, 0.08),
    ];

    public static IEnumerable<Partial> Marimba(double hertz, double velocity) =>
    [
        new(hertz, 1, 1.1), new(hertz * 2, 0.03, 0.5), new(hertz * 3.93, 0.20 * velocity, 0.28),
        new(hertz * 9.2, 0.07 * velocity, 0.07),
    ];

    public static IEnumerable<Partial> DoubleBass(double hertz, double velocity) =>
        Enumerable.Range(1, 12).Select(n => new Partial(
            hertz * n * (1 + (0.0001 * n * n)), Math.Pow(n, -1.15) * Math.Exp(-n * hertz / (350 + (500 * velocity))),
            2.6 / Math.Pow(n, 0.7)));

    public static IEnumerable<Partial> ElectricBass(double hertz, double velocity) =>
        Enumerable.Range(1, 9).Select(n => new Partial(
            hertz * n, Math.Pow(n, -1.35) * Math.Exp(-n * hertz / (300 + (450 * velocity))), 4.5 / Math.Pow(n, 0.8)));
}
