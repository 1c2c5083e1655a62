namespace Backlot.Channels.Prompts.Families;

internal static class EpicCinema
{
    public static NicheFamily Family { get; } = new()
    {
        SoundWords = ["epic*", "cinematic", "trailer*", "soundtrack*", "score"],
        SceneWords = ["hero*", "battle*", "viking*", "warrior*", "legend*", "myth*", "empire*", "roman", "greek"],
        Sound = new()
        {
            SlowestBpm = 64, FastestBpm = 132,
            Keys = ["D minor", "A minor", "E minor", "B minor", "C lydian", "F lydian", "D harmonic minor", "G minor"],
            Genres =
            [
                "cinematic music", "orchestral themes", "heroic marches", "film music", "legends in music",
                "slow-rising anthems",
            ],
            Uses =
            [
                "the eve of battle", "a hero's return", "ships on the horizon", "the crossing of the mountains",
                "a fallen kingdom",
                "the long march", "a vow kept", "fires on the coast", "the council of elders", "an empty battlefield",
                "names carved in stone", "the journey home",
            ],
            Leads = ["cello", "violin", "oboe", "flute", "bells", "piano", "clarinet"],
            Beds =
            [
                "full strings", "strings and choir", "broad choir", "low strings and organ", "deep bass and strings",
            ],
            Pulses = ["frame drum", "deep frame drum", "hand drum and kick", "marching soft drums"],
            Textures = ["far-off bells", "a distant choir"],
            Reverbs = ["vast hall reverb", "cathedral reverb", "long hall reverb"],
            Moods = ["epic", "soaring", "solemn", "heroic", "majestic", "fateful", "resolute"],
            Titles =
            [
                "The Vow", "Banners Unfurled", "What the Elders Knew", "Iron and Ashes", "The Last Standard",
                "Sons of the North",
                "An Oath Remembered", "The Weight of Crowns", "Beyond the Known World", "Embers of Victory",
                "The Final Ascent",
                "No Road Back",
            ],
        },
        Scenery = new()
        {
            Places =
            [
                new("fortress on a cliff above the sea", "on the cliff"),
                new("wall of mountains above a burning plain", "on the plain"),
                new("temple in ruins on a hill", "at the temple ruins"),
                new("fjord with a fleet of long boats", "in the fjord"),
                new("city of white towers below the mountains", "in the white city"),
                new("mountain pass with stone giants", "on the mountain pass"),
                new("throne hall with colossal arches", "in the throne hall", Setting.Indoors),
                new("coast with signal fires", "on the coast"),
                new("desert with half-buried ruins", "in the desert"),
                new("forest with a fallen gate", "at the fallen gate"),
                new("war room with a map table and tall windows", "in the war room", Setting.Indoors),
                new("lake with a drowned castle", "on the lake"),
            ],
            Times = ["dawn", "morning", "golden hour", "sunset", "dusk", "night"],
            Weathers = ["clouds", "storm", "mist", "clear", "snow", "aurora", "fog"],
            Palettes =
            [
                "crimson and gold", "amber and indigo", "teal and amber", "gold and indigo", "monochrome teal",
                "rose and crimson",
            ],
            Subjects =
            [
                "a lone rider", "an army of banners", "circling birds", "a person on a high rock", "long boats",
                "torn banners",
            ],
            Ornaments = ["banners and candles", "swords above a stone table", "shields and candles"],
            Lamps = ["firelight", "lantern light", "candle light"],
            Moods = ["majestic", "vast", "fateful", "solemn", "windswept", "heroic"],
            Styles = ["cinematic matte painting", "epic concept art", "painterly"],
        },
    };
}
