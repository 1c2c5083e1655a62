using Backlot.Generation.Dummy.Music.Prompts;
using Backlot.Generation.Dummy.Music.Theory;

namespace Backlot.Generation.Dummy.Music.Composition;

/// <summary>The families of music we can write.</summary>
internal enum Style { Court, LoFi, Ambient, Epic, Folk, Lullaby, Sacred, Nocturne, Electronic }

/// <summary>What a style leaves to chance and within which bounds.</summary>
/// <param name="Swing">Delay of every second quaver, as a share of a quaver.</param>
/// <param name="Density">How busy melodies are, 0 to 1.</param>
/// <param name="Loosened">Scale of the timing imperfections; 1 is a relaxed player.</param>
/// <param name="WarmthHz">Low-pass over comp and pad.</param>
internal sealed record StyleTraits(
    Style Style, int SlowestBpm, int FastestBpm, Meter[] Meters, Mode[] Modes, Colour[] Colours, double Swing,
    double Density, double Loosened, double WarmthHz, Room Room, IReadOnlyDictionary<Role, InstrumentKind[]> Palette)
{
    /// <summary>Quality of the pairing of a style and a mood; the highest sum over a prompt's moods wins.</summary>
    public static double Affinity(Style style, Mood mood) => (style, mood) switch
    {
        (Style.Court, Mood.Regal) => 3,
        (Style.Court, Mood.Mysterious) => 0.6,
        (Style.LoFi, Mood.LoFi) => 5,
        (Style.LoFi, Mood.Jazzy) => 3,
        (Style.LoFi, Mood.Cosy) => 0.6,
        (Style.Ambient, Mood.Ambient) => 3,
        (Style.Ambient, Mood.Sleepy) => 1.4,
        (Style.Ambient, Mood.Calm) => 0.5,
        (Style.Ambient, Mood.Mysterious) => 1.2,
        (Style.Epic, Mood.Epic) => 3,
        (Style.Epic, Mood.Dark) => 1.7,
        (Style.Folk, Mood.Folk) => 3,
        (Style.Folk, Mood.Cosy) => 1.2,
        (Style.Folk, Mood.Bright) => 1.2,
        (Style.Lullaby, Mood.Dreamy) => 2.5,
        (Style.Lullaby, Mood.Sleepy) => 1.5,
        (Style.Sacred, Mood.Sacred) => 3,
        (Style.Sacred, Mood.Dark) => 0.8,
        (Style.Nocturne, Mood.Romantic) => 2,
        (Style.Nocturne, Mood.Melancholic) => 2,
        (Style.Nocturne, Mood.Calm) => 0.6,
        (Style.Nocturne, Mood.Dark) => 0.7,
        (Style.Nocturne, Mood.Jazzy) => 0.5,
        (Style.Lullaby, Mood.Dark) => 0.3,
        (Style.Folk, Mood.Mysterious) => 0.9,
        (Style.Electronic, Mood.Electronic) => 3.2,
        _ => 0,
    };
}
