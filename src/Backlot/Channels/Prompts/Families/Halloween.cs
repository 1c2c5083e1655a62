namespace Backlot.Channels.Prompts.Families;

internal static class Halloween
{
    public static NicheFamily Family { get; } = new()
    {
        SoundWords = ["horror", "gothic"],
        SceneWords =
        [
            "halloween", "spooky", "haunt*", "vampire*", "witch*", "ghost*", "graveyard*", "dark*", "eerie", "creepy",
            "occult",
        ],
        Sound = new()
        {
            SlowestBpm = 50, FastestBpm = 92,
            Keys =
            [
                "D harmonic minor", "A harmonic minor", "D minor", "G minor", "C minor", "E phrygian", "A minor",
                "B minor",
            ],
            Genres = ["gothic music", "ghost waltzes", "haunted chamber music", "dark lullabies", "midnight pieces"],
            Uses =
            [
                "a house with one light", "the thirteenth guest", "a story told twice", "the clock that stopped",
                "an uninvited visitor",
                "walking past the graveyard", "a masked ball", "a séance for beginners", "the portrait on the stairs",
                "brewing something green", "a cat that stares", "the hour of ghosts",
            ],
            Leads = ["music box", "celesta", "organ", "cello", "violin", "clarinet", "piano"],
            Beds = ["low strings", "distant choir", "dark synth pads", "deep bass", "cold strings"],
            Pulses = ["slow frame drum", "soft hand drum"],
            Textures = ["far-off bells", "a distant choir"],
            Reverbs = ["cathedral reverb", "cold hall reverb", "crypt-like hall reverb"],
            Moods = ["eerie", "haunted", "dark", "uncanny", "ghostly", "sly", "macabre"],
            Titles =
            [
                "The Thirteenth Guest", "Cobwebs and Lace", "A Waltz for Ghosts", "The Portrait Blinked",
                "Black Cat Sonata",
                "Whispers and Wax", "The Locked Nursery", "Bones of the House", "Poison and Roses", "The Last Carriage",
                "Nine Knocks", "The Raven's Invitation",
            ],
        },
        Scenery = new()
        {
            Places =
            [
                new("manor on a hill of bare trees", "at the manor"),
                new("graveyard with leaning stones below a castle", "in the graveyard"),
                new("forest of twisted trees", "in the twisted forest"),
                new("ruined abbey with broken arches", "at the abbey"),
                new("library with a spiral stair", "in the library", Setting.Indoors),
                new("dining hall with a long table and arches", "in the dining hall", Setting.Indoors),
                new("village with pumpkins on the steps", "in the village"),
                new("castle above black mountains", "at the castle"),
                new("attic with a round window", "in the attic", Setting.Indoors),
                new("marsh with a rotten boat", "in the marsh"),
                new("iron gate to an overgrown garden", "at the iron gate"),
                new("witch's cottage beside a lake", "by the black lake"),
            ],
            Times = ["sunset", "dusk", "twilight", "night", "midnight"],
            Weathers = ["fog", "mist", "clouds", "storm", "clear", "rain"],
            Palettes =
            [
                "amber and violet", "indigo and emerald", "crimson and indigo", "monochrome violet",
                "monochrome indigo", "emerald and violet",
            ],
            Subjects =
            [
                "a flock of crows", "carved pumpkin lanterns", "a figure with a lantern", "bare trees", "a black cat",
                "an old carriage",
            ],
            Ornaments =
            [
                "dripping candles", "a cracked mirror and candles", "spell books and bottles", "a grandfather clock",
            ],
            Lamps = ["candle light", "lantern light", "a single window-glow"],
            Moods = ["eerie", "haunted", "gothic", "forsaken", "shadowy", "uncanny"],
            Styles = ["gothic painting", "dark storybook illustration", "ink and wash"],
        },
    };
}
