namespace Backlot.Channels.Prompts.Families;

internal static class Desert
{
    public static NicheFamily Family { get; } = new()
    {
        SoundWords = ["arab*", "persian", "turkish", "bedouin*", "moroc*"],
        SceneWords = ["desert*", "dune", "oasis", "egypt*", "pyramid*", "sahara", "caravan*"],
        Sound = new()
        {
            SlowestBpm = 58, FastestBpm = 102,
            Keys =
            [
                "E phrygian", "D harmonic minor", "A harmonic minor", "A minor", "D phrygian", "D minor", "E minor",
            ],
            Genres = ["caravan music", "desert songs", "oasis music", "slow dances of the dunes", "wandering tunes"],
            Uses =
            [
                "a caravan at rest", "tea under canvas", "the road of spices", "a well at the crossroads",
                "counting grains of sand",
                "tales of a thousand evenings", "the market of carpets", "a rider without a map",
                "the cool after the heat",
                "the gate of the old town", "saddlebags and salt", "a slow camel",
            ],
            Leads = ["lute", "flute", "oboe", "violin", "harp", "recorder", "clarinet"],
            Beds = ["low strings", "a viol drone", "warm synth pads", "held cello"],
            Pulses = ["hand drum", "frame drum", "soft frame drum", "shaker"],
            Textures = ["small bells", "a far choir"],
            Reverbs = ["open hall reverb", "stone hall reverb", "long hall reverb"],
            Moods = ["sun-worn", "mysterious", "wandering", "languid", "ornate", "hypnotic"],
            Titles =
            [
                "Saffron and Smoke", "The Well of Stars", "A Thousand Carpets", "The Merchant's Riddle", "Salt Road",
                "Silk and Scorpions",
                "The Blind Storyteller", "Figs and Honey", "The Seventh Gate", "Tents of Indigo", "Sand in the Clock",
                "The Lost Caravan",
            ],
        },
        Scenery = new()
        {
            Places =
            [
                new("desert of golden dunes", "in the dunes"),
                new("oasis with palm trees", "at the oasis"),
                new("city of domes beyond the desert", "in the city of domes"),
                new("caravan camp below the dunes", "at the camp"),
                new("palace court with a long pool", "in the palace court"),
                new("city market with cloth awnings", "at the market"),
                new("half-buried temple in ruins", "at the ruins"),
                new("desert canyon with red walls", "in the canyon"),
                new("river with palm groves", "by the river"),
                new("tent with a view of the dunes", "in the tent", Setting.Indoors),
                new("palace hall with carved arches", "in the palace hall", Setting.Indoors),
                new("watch tower above a dry plain", "at the watch tower"),
            ],
            Times = ["dawn", "morning", "noon", "golden hour", "sunset", "dusk", "night"],
            Weathers = ["clear", "stars", "clouds", "mist"],
            Palettes =
            [
                "amber and gold", "rose and gold", "crimson and amber", "indigo and gold", "teal and amber",
                "violet and rose",
            ],
            Subjects =
            [
                "a line of camels", "a lone rider", "palm trees", "circling birds", "a person at a well",
                "brass lanterns on poles",
            ],
            Ornaments = ["brass lanterns and cushions", "a tea tray and candles", "carpets and a lute"],
            Lamps = ["lantern light", "candle light", "firelight"],
            Moods = ["sun-worn", "golden", "silent", "far-away", "shimmering", "timeless"],
            Styles = ["painterly", "orientalist oil painting", "vintage travel poster"],
        },
    };
}
