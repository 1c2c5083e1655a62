using Backlot.Generation.Dummy.Music.Composition;
using Backlot.Generation.Dummy.Music.Prompts;
using Backlot.Generation.Dummy.Music.Theory;

namespace Backlot.Generation.Dummy.Music.Instruments;

/// <summary>Something that turns notes into voices.</summary>
/// <param name="IsStereo">Its voices fill both sides; otherwise only the left, and the channel pans.</param>
/// <param name="TrimDb">Brings a middle note at velocity 0.7 of every instrument to about the same loudness.</param>
internal sealed record Instrument(Func<ScoreNote, MusicRandom, Voice> Play, bool IsStereo, double TrimDb)
{
    /// <param name="pitches">All pitches it will have to play: section sounds are prepared beforehand.</param>
    /// <param name="tonic">MIDI pitch the drums are tuned to.</param>
    public static Instrument Of(InstrumentKind kind, IEnumerable<int> pitches, int tonic, MusicRandom random) =>
        kind switch
    {
        InstrumentKind.Lute => Plucked(PluckedTimbres.Lute, -4.1),
        InstrumentKind.Harp => Plucked(PluckedTimbres.Harp, -5.9),
        InstrumentKind.Guitar => Plucked(PluckedTimbres.Guitar, -5.3),
        InstrumentKind.Harpsichord => Plucked(PluckedTimbres.Harpsichord, -4.5),
        InstrumentKind.Piano => Struck(StruckTimbres.Piano, 0.003, 0.28, -7.5),
        InstrumentKind.ElectricPiano => Struck(StruckTimbres.ElectricPiano, 0.004, 0.22, -7.2),
        InstrumentKind.Celesta => Struck(StruckTimbres.Celesta, 0.003, 0.6, -3.4),
        InstrumentKind.MusicBox => Struck(StruckTimbres.MusicBox, 0.002, 1.2, -5.1),
        InstrumentKind.Bells => Struck(StruckTimbres.Bells, 0.004, 2.5, -8.6),
        InstrumentKind.Vibraphone => Struck(StruckTimbres.Vibraphone, 0.004, 0.7, -3.2),
        InstrumentKind.Kalimba => Struck(StruckTimbres.Kalimba, 0.003, 0.6, -1.2),
        InstrumentKind.Marimba => Struck(StruckTimbres.Marimba, 0.003, 0.6, 0.7),
        InstrumentKind.DoubleBass => Struck(StruckTimbres.DoubleBass, 0.010, 0.14, -0.5),
        InstrumentKind.ElectricBass => Struck(StruckTimbres.ElectricBass, 0.008, 0.12, -2),
        InstrumentKind.Flute => Sustained(SustainedTimbres.Flute, -18.1),
        InstrumentKind.Recorder => Sustained(SustainedTimbres.Recorder, -17.9),
        InstrumentKind.Oboe => Sustained(SustainedTimbres.Oboe, -21.4),
        InstrumentKind.Clarinet => Sustained(SustainedTimbres.Clarinet, -19),
        InstrumentKind.Horn => Sustained(SustainedTimbres.Horn, -19.8),
        InstrumentKind.Violin => Sustained(SustainedTimbres.Violin, -21.9),
        InstrumentKind.Viol => Sustained(SustainedTimbres.Viol, -20.4),
        InstrumentKind.Cello => Sustained(SustainedTimbres.Cello, -20.7),
        InstrumentKind.Strings => Ensemble(EnsembleTimbre.Strings, pitches, 0.9, random),
        InstrumentKind.Choir => Ensemble(EnsembleTimbre.Choir, pitches, 1.7, random),
        InstrumentKind.Organ => Ensemble(EnsembleTimbre.Organ, pitches, 0, random),
        InstrumentKind.Pad => Ensemble(EnsembleTimbre.Pad, pitches, 3.9, random),
        InstrumentKind.Rain or InstrumentKind.Vinyl or InstrumentKind.Wind =>
            new((note, r) => new TextureVoice(kind, note.Velocity, note.Frames, r), true, 0),
        _ => Drums(tonic, random),
    };

    private static Instrument Plucked(PluckedTimbre timbre, double trimDb) =>
        new((note, random) =>
            new PluckedVoice(timbre, Scale.Hertz(note.Pitch), note.Velocity, note.Frames, random), false, trimDb);

    private static Instrument Sustained(SustainedTimbre timbre, double trimDb) =>
        new((note, random) =>
            new SustainedVoice(timbre, Scale.Hertz(note.Pitch), note.Velocity, note.Frames, random), false, trimDb);

    private static Instrument Struck(
        Func<double, double, IEnumerable<Partial>> timbre, double attackSeconds, double releaseSeconds,
        double trimDb) =>
        new((note, _) =>
        {
            var loudness = 0.25 + (0.75 * note.Velocity);
            var partials = timbre(Scale.Hertz(note.Pitch), note.Velocity).Select(p =>
                p with { Level = p.Level * loudness * 0.3 });
            return new ModalVoice(partials, new Gate(attackSeconds, note.Frames, releaseSeconds));
        }, false, trimDb);

    private static Instrument Ensemble(EnsembleTimbre timbre, IEnumerable<int> pitches, double trimDb,
        MusicRandom random)
    {
        var tables = new EnsembleTables(timbre, pitches, random);
        return new((note, r) => new EnsembleVoice(tables.Loop(note.Pitch), note.Velocity,
            new Gate(timbre.AttackSeconds, note.Frames, timbre.ReleaseSeconds), r.Whole(0, Fourier.Size - 1)), true,
                trimDb);
    }

    private static Instrument Drums(int tonic, MusicRandom random)
    {
        var kit = new DrumKit(Scale.Hertz(tonic), random);
        return new((note, _) => kit.Play((DrumSound)note.Pitch, note.Velocity), true, 0);
    }
}
