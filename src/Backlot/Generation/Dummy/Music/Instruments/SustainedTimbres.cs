namespace Backlot.Generation.Dummy.Music.Instruments;

/// <summary>
/// Spectra of the solo winds and strings, after published steady-state analyses, softened for the background.
/// </summary>
internal static class SustainedTimbres
{
    public static readonly SustainedTimbre Flute = new([1, 0.36f, 0.13f, 0.05f, 0.02f, 0.01f], 0.20f, 5.1, 13, 0.09,
        0.16);

    public static readonly SustainedTimbre Recorder =
        new([1, 0.10f, 0.26f, 0.04f, 0.07f, 0.02f, 0.02f], 0.10f, 4.6, 6, 0.05, 0.11);

    public static readonly SustainedTimbre Oboe =
        new([0.62f, 0.80f, 0.85f, 0.55f, 0.34f, 0.22f, 0.17f, 0.11f, 0.07f, 0.04f, 0.02f], 0.03f, 5.3, 12, 0.07, 0.13);

    public static readonly SustainedTimbre Clarinet =
        new([1, 0.06f, 0.52f, 0.06f, 0.28f, 0.08f, 0.14f, 0.05f, 0.07f, 0.02f, 0.03f], 0.04f, 4.8, 5, 0.07, 0.14);

    public static readonly SustainedTimbre Horn =
        new([1, 0.78f, 0.5f, 0.3f, 0.17f, 0.1f, 0.06f, 0.03f], 0.02f, 4.6, 6, 0.12, 0.24);

    public static readonly SustainedTimbre Violin =
        new([0.9f, 0.95f, 0.55f, 0.48f, 0.36f, 0.27f, 0.18f, 0.16f, 0.12f, 0.09f, 0.07f, 0.05f, 0.04f, 0.03f], 0.05f,
            5.7, 15, 0.12, 0.2);

    public static readonly SustainedTimbre Viol =
        new([1, 0.66f, 0.6f, 0.3f, 0.34f, 0.2f, 0.16f, 0.09f, 0.09f, 0.05f, 0.04f, 0.02f], 0.07f, 5.0, 7, 0.11, 0.2);

    public static readonly SustainedTimbre Cello =
        new([1, 0.88f, 0.56f, 0.46f, 0.26f, 0.23f, 0.15f, 0.09f, 0.08f, 0.06f, 0.04f, 0.03f], 0.06f, 5.2, 11, 0.13,
            0.26);
}
