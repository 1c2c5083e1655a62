using Backlot.Generation.Dummy.Music.Prompts;
using static Backlot.Generation.Dummy.Music.Prompts.InstrumentKind;

namespace Backlot.Generation.Dummy.Music.Composition;

/// <summary>Where an instrument sings best, as MIDI pitches.</summary>
internal readonly record struct Register(int Lowest, int Highest)
{
    public int Centre => (Lowest + Highest) / 2;

    public static Register OfMelody(InstrumentKind kind) => kind switch
    {
        Flute or Recorder => new(67, 86),
        Violin => new(64, 84),
        Oboe or Clarinet => new(62, 81),
        Viol => new(58, 77),
        Horn or Cello => new(50, 69),
        Celesta or MusicBox or Bells => new(70, 91),
        Lute or Guitar => new(57, 77),
        Marimba or Vibraphone or Kalimba => new(60, 81),
        _ => new(62, 82),
    };

    public static Register OfComp(InstrumentKind kind) => kind switch
    {
        Harp => new(48, 79),
        Kalimba or MusicBox or Vibraphone or Marimba => new(55, 79),
        _ => new(50, 74),
    };
}
