using Backlot.Generation.Dummy.Music.Theory;

namespace Backlot.Generation.Dummy.Music.Prompts;

/// <summary>
/// What a prompt asks for. Whatever it leaves open is null or empty and is chosen later from the seed.
/// </summary>
/// <param name="TempoBpm">40 to 180.</param>
/// <param name="Root">Pitch class, 0 (C) to 11 (B).</param>
/// <param name="Instruments">In order of mention, each once.</param>
/// <param name="Unwanted">Instruments named after "no" or "without".</param>
/// <param name="Pace">Where a tempo word lies in a style's range, 0 to 1.</param>
/// <param name="Meter">"4/4", "3/4" or "6/8".</param>
/// <param name="IsSolo">The prompt says "solo": only its own instruments play.</param>
internal sealed record MusicPrompt(
    double? TempoBpm,
    int? Root,
    Mode? Mode,
    IReadOnlyList<InstrumentKind> Instruments,
    IReadOnlySet<InstrumentKind> Unwanted,
    IReadOnlySet<Mood> Moods,
    double? Pace,
    Room? Room,
    string? Meter,
    bool IsSolo)
{
    private static readonly InstrumentKind[] AllDrums =
    [
        InstrumentKind.FrameDrum, InstrumentKind.HandDrum, InstrumentKind.Brushes, InstrumentKind.Shaker,
        InstrumentKind.SoftDrums, InstrumentKind.Kick,
    ];

    /// <summary>Never fails: text without a known word asks for nothing in particular.</summary>
    public static MusicPrompt Parse(string prompt)
    {
        var instruments = new List<InstrumentKind>();
        var unwanted = new HashSet<InstrumentKind>();
        var moods = new HashSet<Mood>();
        double? pace = null;
        foreach (var phrase in PromptPhrases.In(prompt))
        {
            if (PromptWords.Instruments.TryGetValue(phrase.Text, out var kind))
                Add(kind, phrase.IsNegated);
            if (phrase.IsNegated)
                continue;
            if (PromptWords.Moods.TryGetValue(phrase.Text, out var mood))
                moods.Add(mood);
            if (PromptWords.Paces.TryGetValue(phrase.Text, out var words))
                pace ??= words;
        }
        var (root, mode) = PromptKey.Find(prompt);
        instruments.RemoveAll(unwanted.Contains);
        return new MusicPrompt(PromptKey.FindTempo(prompt), root, mode, instruments, unwanted, moods, pace,
            Rooms.Find(prompt), PromptKey.FindMeter(prompt), PromptPhrases.In(prompt).Any(p =>
                p.Text is "solo" or "alone" or "unaccompanied"));

        void Add(InstrumentKind kind, bool isNegated)
        {
            if (isNegated)
                unwanted.UnionWith(kind is InstrumentKind.SoftDrums or InstrumentKind.HandDrum ? AllDrums : [kind]);
            else if (!instruments.Contains(kind))
                instruments.Add(kind);
        }
    }
}
