using Backlot.Generation.Dummy.Music.Prompts;
using Backlot.Generation.Dummy.Music.Theory;
using static Backlot.Generation.Dummy.Music.Prompts.InstrumentKind;

namespace Backlot.Generation.Dummy.Music.Composition;

/// <summary>All styles. The palettes hold what plays a role when the prompt does not say.</summary>
internal static class StyleBook
{
    private static readonly Meter[] Fours = [Meter.Four];
    private static readonly Meter[] Any = [Meter.Four, Meter.Three, Meter.Six];

    private static readonly StyleTraits Court = new(
        Style.Court, 60, 92, [Meter.Three, Meter.Four, Meter.Six],
        [Mode.Dorian, Mode.Mixolydian, Mode.Major, Mode.HarmonicMinor],
        [Colour.Triad], 0, 0.55, 0.8, 9000, Room.Hall,
        Palette([Viol, Recorder, Lute, Flute, Oboe], [Recorder, Viol, Cello, Flute], [Lute, Harp, Harpsichord, Guitar],
            [Strings, Organ, Strings], [Cello, DoubleBass], [Bells, Celesta], [FrameDrum, FrameDrum, HandDrum]));

    private static readonly StyleTraits LoFi = new(
        Style.LoFi, 66, 86, Fours, [Mode.Minor, Mode.Major, Mode.Dorian], [Colour.Seventh, Colour.Ninth], 0.3,
        0.45, 1.3, 3200, Room.Plate,
        Palette([ElectricPiano, Vibraphone, Guitar, Flute, Piano], [Vibraphone, Clarinet, Kalimba],
            [ElectricPiano, Piano, Guitar],
            [Pad, Strings], [ElectricBass, DoubleBass], [Vibraphone, Celesta], [SoftDrums]));

    private static readonly StyleTraits Ambient = new(
        Style.Ambient, 50, 68, [Meter.Four, Meter.Three],
        [Mode.Lydian, Mode.Major, Mode.MajorPentatonic, Mode.Dorian, Mode.Minor],
        [Colour.AddedNinth, Colour.Seventh], 0, 0.15, 1.2, 4500, Room.Cathedral,
        Palette([Piano, Bells, Kalimba, Flute, Vibraphone], [Cello, Clarinet, Bells],
            [Harp, ElectricPiano, Kalimba, Piano],
            [Pad, Choir, Strings], [Cello, ElectricBass], [Bells, Celesta], []));

    private static readonly StyleTraits Epic = new(
        Style.Epic, 62, 92, Any, [Mode.Minor, Mode.HarmonicMinor, Mode.Dorian, Mode.Phrygian], [Colour.Triad], 0, 0.4,
        0.7, 9000,
        Room.Cathedral,
        Palette([Horn, Cello, Violin, Oboe], [Violin, Horn, Cello], [Harp, Piano, Lute], [Strings, Choir],
            [DoubleBass, Cello],
            [Bells, Celesta], [FrameDrum]));

    private static readonly StyleTraits Folk = new(
        Style.Folk, 76, 108, Any, [Mode.Dorian, Mode.Mixolydian, Mode.Major, Mode.MajorPentatonic],
        [Colour.Triad, Colour.AddedNinth],
        0.08, 0.6, 1, 9000, Room.Chamber,
        Palette([Flute, Violin, Recorder, Guitar, Clarinet], [Violin, Cello, Recorder], [Guitar, Harp, Lute],
            [Strings, Organ],
            [DoubleBass, Cello], [Celesta, Kalimba], [HandDrum, FrameDrum, Shaker]));

    private static readonly StyleTraits Lullaby = new(
        Style.Lullaby, 56, 76, [Meter.Three, Meter.Six, Meter.Four], [Mode.Major, Mode.Lydian, Mode.MajorPentatonic],
        [Colour.AddedNinth, Colour.Triad, Colour.Seventh], 0, 0.4, 1, 6500, Room.Hall,
        Palette([MusicBox, Celesta, Flute, Kalimba], [Flute, Clarinet, Vibraphone], [Harp, Piano, Guitar],
            [Pad, Strings, Choir],
            [Cello, DoubleBass], [Celesta, Bells], []));

    private static readonly StyleTraits Sacred = new(
        Style.Sacred, 50, 66, [Meter.Four, Meter.Three], [Mode.Dorian, Mode.Minor, Mode.Mixolydian, Mode.Phrygian],
        [Colour.Triad],
        0, 0.3, 0.8, 7000, Room.Cathedral,
        Palette([Recorder, Cello, Oboe, Viol], [Viol, Cello], [Harp, Lute], [Choir, Organ], [Cello, DoubleBass],
            [Bells], []));

    private static readonly StyleTraits Nocturne = new(
        Style.Nocturne, 58, 80, Any, [Mode.Minor, Mode.Major, Mode.HarmonicMinor, Mode.Dorian],
        [Colour.Triad, Colour.AddedNinth, Colour.Seventh], 0, 0.45, 1.1, 8000, Room.Hall,
        Palette([Piano, Cello, Violin, Clarinet], [Cello, Violin, Flute], [Piano, Harp, Guitar], [Strings, Pad],
            [DoubleBass, Cello],
            [Celesta, Bells], []));

    private static readonly StyleTraits Electronic = new(
        Style.Electronic, 72, 104, Fours, [Mode.Minor, Mode.Dorian, Mode.Major],
        [Colour.Triad, Colour.AddedNinth, Colour.Seventh],
        0, 0.35, 0.35, 5200, Room.Plate,
        Palette([ElectricPiano, Bells, Guitar, Vibraphone], [Vibraphone, Guitar, Bells],
            [ElectricPiano, Celesta, Guitar], [Pad],
            [ElectricBass], [Bells, Celesta], [SoftDrums, Kick]));

    private static readonly StyleTraits[] All =
        [Court, LoFi, Ambient, Epic, Folk, Lullaby, Sacred, Nocturne, Electronic];

    /// <summary>
    /// The style that fits the prompt's moods best; the seed decides between equals and when there is no mood.
    /// </summary>
    public static StyleTraits For(MusicPrompt prompt, MusicRandom random)
    {
        var scored = All.Select(s =>
            (Traits: s, Score: prompt.Moods.Sum(m => StyleTraits.Affinity(s.Style, m)) + Hint(s, prompt))).ToList();
        var best = scored.Max(s => s.Score);
        return random.Pick([.. scored.Where(s => s.Score >= best - 0.2).Select(s => s.Traits)]);
    }

    // Instruments say something about the style too, but less than moods.
    private static double Hint(StyleTraits traits, MusicPrompt prompt) => 0.35 * prompt.Instruments.Count(
        kind => traits.Palette.Any(row => row.Value.Contains(kind))) / Math.Max(1, prompt.Instruments.Count);

    private static Dictionary<Role, InstrumentKind[]> Palette(
        InstrumentKind[] lead, InstrumentKind[] counter, InstrumentKind[] comp, InstrumentKind[] pad,
        InstrumentKind[] bass,
        InstrumentKind[] sparkle, InstrumentKind[] drums) => new()
        {
            [Role.Lead] = lead, [Role.Counter] = counter, [Role.Comp] = comp, [Role.Pad] = pad, [Role.Bass] = bass,
            [Role.Sparkle] = sparkle, [Role.Drums] = drums, [Role.Texture] = [],
        };
}
