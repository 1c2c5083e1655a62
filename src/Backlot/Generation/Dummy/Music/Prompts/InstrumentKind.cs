namespace Backlot.Generation.Dummy.Music.Prompts;

/// <summary>Every sound a prompt can ask for.</summary>
internal enum InstrumentKind
{
    Lute, Harp, Guitar, Harpsichord,
    Piano, ElectricPiano, Celesta, MusicBox, Bells, Vibraphone, Kalimba, Marimba,
    Flute, Recorder, Oboe, Clarinet, Horn, Violin, Viol, Cello,
    Strings, Choir, Organ, Pad,
    DoubleBass, ElectricBass,
    FrameDrum, HandDrum, Brushes, Shaker, SoftDrums, Kick,
    Rain, Vinyl, Wind,
}
