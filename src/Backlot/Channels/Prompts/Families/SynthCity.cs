namespace Backlot.Channels.Prompts.Families;

internal static class SynthCity
{
    public static NicheFamily Family { get; } = new()
    {
        SoundWords = ["synth*", "retrowave", "vaporwave", "electronic*", "techno", "80s", "outrun"],
        SceneWords =
        [
            "neon", "city", "cities", "cyberpunk", "urban", "skyline*", "tokyo", "street*", "retro*", "arcade*",
            "driv*",
        ],
        Sound = new()
        {
            SlowestBpm = 78, FastestBpm = 124,
            Keys = ["A minor", "F major", "D minor", "C minor", "G minor", "E minor", "B minor", "F# minor"],
            Genres =
            [
                "synthwave", "retro electronica", "analogue synth music", "night-drive music", "outrun instrumentals",
                "slow-burning electronica",
            ],
            Uses =
            [
                "an empty motorway", "the last arcade", "a drive with no exit", "the top floor",
                "a city that never dims",
                "the long way home", "a signal in the static", "an android's day off", "rooftop conversations",
                "windows down at speed", "the final level", "a tape played once more",
            ],
            Leads = ["electric piano", "lead synth pads", "bells", "rhodes", "guitar", "celesta"],
            Beds = ["pulsing bass", "wide synth pads", "deep bass and synth pads", "warm analogue synth pads"],
            Pulses = ["steady kick", "soft drums", "kick and shaker", "gated soft drums"],
            Textures = ["old vinyl hiss"],
            Reverbs = ["bright plate reverb", "long plate reverb", "wide hall reverb"],
            Moods = ["nocturnal", "gliding", "electric", "yearning", "hypnotic", "cinematic"],
            Titles =
            [
                "Chrome Horizon", "Insert Coin", "Static and Silk", "Ghost in the Arcade", "Exit Ramp",
                "Analogue Hearts",
                "Zero Traffic", "The Late Broadcast", "Magnetic Tape", "Pixel and Dust", "Parallel Lanes",
                "Signal Lost",
            ],
        },
        Scenery = new()
        {
            Places =
            [
                new("neon city skyline across the water", "across the bay"),
                new("city street lined with neon signs", "on the neon street"),
                new("rooftop above the city", "on the rooftop"),
                new("coast road with palm trees", "on the coast road"),
                new("elevated train line through the city", "on the night train"),
                new("noodle bar with a neon window", "at the noodle bar", Setting.Indoors),
                new("penthouse with windows on the skyline", "in the penthouse", Setting.Indoors),
                new("arcade hall with glowing screens", "in the arcade", Setting.Indoors),
                new("desert highway towards purple mountains", "on the highway"),
                new("bridge into a city of towers", "on the bridge"),
                new("harbour with cranes and city towers", "in the harbour"),
                new("plaza between glass towers", "in the plaza"),
            ],
            Times = ["sunset", "dusk", "twilight", "night", "midnight"],
            Weathers = ["clear", "rain", "mist", "clouds", "stars", "fog"],
            Palettes =
            [
                "violet and teal", "rose and indigo", "crimson and violet", "teal and rose", "indigo and teal",
                "violet and amber",
            ],
            Subjects =
            [
                "a lone car", "a person with an umbrella", "palm trees", "distant towers", "a passing train",
                "a drone in the sky",
            ],
            Ornaments =
            [
                "a row of arcade machines", "bowls and paper lanterns", "a synthesizer by the glass",
                "a record player and plants",
            ],
            Lamps = ["neon reflections", "neon glow", "distant window-glow"],
            Moods = ["electric", "restless", "gleaming", "futuristic", "sleepless", "vivid"],
            Styles = ["retro-futuristic illustration", "cinematic concept art", "airbrushed 80s poster"],
        },
    };
}
