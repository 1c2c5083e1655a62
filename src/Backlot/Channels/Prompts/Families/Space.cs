namespace Backlot.Channels.Prompts.Families;

internal static class Space
{
    public static NicheFamily Family { get; } = new()
    {
        SoundWords = ["scifi"],
        SceneWords =
        [
            "space*", "cosmic", "cosmos", "galaxy", "galaxies", "nebula*", "planet*", "astronaut*", "star", "stellar",
            "interstellar", "mars", "moon", "orbit*", "universe",
        ],
        Sound = new()
        {
            SlowestBpm = 46, FastestBpm = 84,
            Keys = ["C lydian", "G lydian", "D lydian", "E minor", "A minor", "A aeolian", "F lydian", "D dorian"],
            Genres = ["space music", "cosmic ambient", "orbital soundscapes", "deep-space drifts", "slow electronica"],
            Uses =
            [
                "a slow orbit", "the long way to Saturn", "a message from home", "a ship on autopilot",
                "the edge of the map",
                "counting constellations", "an empty observation deck", "the dark between worlds",
                "a walk without gravity",
                "the last transmission", "waking from cold sleep", "a world with two suns",
            ],
            Leads = ["celesta", "bells", "electric piano", "kalimba", "piano", "harp"],
            Beds =
            [
                "vast synth pads", "synth pads and choir", "deep bass and synth pads", "glassy synth pads",
                "slow strings",
            ],
            Pulses = ["slow kick", "soft drums"],
            Reverbs = ["vast hall reverb", "endless cathedral reverb", "long plate reverb"],
            Moods = ["weightless", "infinite", "luminous", "drifting", "wondrous", "remote"],
            Titles =
            [
                "Slow Orbit", "Letters to Saturn", "The Quiet Engine", "Light Years", "Perihelion Waltz",
                "Signal from Home", "Cold Sleep", "A Small Blue World", "The Cartographer of Stars", "Event Horizon",
                "Dust and Gravity", "The Far Side",
            ],
        },
        Scenery = new()
        {
            Places =
            [
                new("nebula with drifting veils of gas", "in the nebula", Setting.Cosmos),
                new("ringed planet in deep space", "by the ringed planet", Setting.Cosmos),
                new("blue planet from orbit", "above the blue planet", Setting.Cosmos),
                new("spiral galaxy in open space", "beyond the galaxy", Setting.Cosmos),
                new("comet above a dark planet", "on the comet", Setting.Cosmos),
                new("space station above a planet", "on the station", Setting.Cosmos),
                new("twin planet system in space", "between the worlds", Setting.Cosmos),
                new("asteroid field in front of a nebula", "in the asteroid field", Setting.Cosmos),
                new("observatory on a mountain", "at the observatory"),
                new("alien desert with tall dunes", "in the red desert"),
                new("alien sea with a giant planet in the sky", "by the alien sea"),
                new("crater with a domed city", "in the crater city"),
            ],
            Times = ["twilight", "dusk", "night", "midnight"],
            Weathers = ["stars", "clear", "aurora", "mist"],
            Palettes =
            [
                "violet and teal", "indigo and rose", "amber and indigo", "teal and indigo", "crimson and violet",
                "monochrome indigo",
            ],
            Subjects = ["a tiny spacecraft", "a lone astronaut", "a slow satellite", "a trail of ice", "a small probe"],
            Ornaments = ["a telescope"],
            Lamps = ["distant sun", "soft starlight", "light rays through dust", "rising sun on the horizon"],
            Moods = ["infinite", "luminous", "silent", "remote", "weightless", "radiant"],
            Styles = ["space art", "cinematic concept art", "retro science-fiction cover"],
        },
    };
}
