using System.Text.RegularExpressions;

namespace Backlot.Tests.Channels.Prompts;

/// <summary>The words that the built-in synthesizers understand.</summary>
internal static partial class Vocabulary
{
    public static readonly string[] Instruments =
    [
        "lute", "harp", "guitar", "piano", "electric piano", "rhodes", "celesta", "music box", "bell", "flute",
        "recorder", "oboe", "clarinet", "viol", "violin", "cello", "string", "choir", "organ", "synth pad", "kalimba",
        "marimba", "bass", "double bass",
    ];

    public static readonly string[] Percussion =
        ["frame drum", "hand drum", "brushe", "shaker", "soft drum", "kick"];

    public static readonly string[] Textures = ["rain", "vinyl", "bell", "choir", "celesta"];

    public static readonly string[] Rooms = ["room", "hall", "cathedral", "plate", "dry"];

    public static readonly string[] Times =
        ["dawn", "morning", "noon", "golden hour", "sunset", "dusk", "twilight", "night", "midnight"];

    public static readonly string[] Lights =
    [
        "sun", "moon", "candle", "lantern", "window-glow", "light rays", "reflection", "neon", "light", "firelight",
        "starlight",
    ];

    public static readonly string[] Colours =
        ["amber", "indigo", "crimson", "emerald", "gold", "teal", "rose", "violet", "monochrome", "pastel"];

    public static readonly string[] Places =
    [
        "mountain", "hill", "lake", "sea", "coast", "forest", "pine", "desert", "dune", "city", "skyline", "neon",
        "village", "castle", "court", "palace", "temple", "pagoda", "ruin", "garden", "meadow", "river", "cafe",
        "window", "library", "hall", "arch", "space", "nebula", "planet", "tower", "tree", "oak", "cherry", "palm",
        "lighthouse", "windmill", "boat",
    ];

    [GeneratedRegex(
        @"\b[A-G][b#]? (major|minor|dorian|mixolydian|lydian|phrygian|pentatonic|aeolian|harmonic minor)\b")]
    public static partial Regex Key();
}
