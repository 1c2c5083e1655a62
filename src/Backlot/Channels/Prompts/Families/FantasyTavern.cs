namespace Backlot.Channels.Prompts.Families;

internal static class FantasyTavern
{
    public static NicheFamily Family { get; } = new()
    {
        SoundWords = ["bard*", "rpg", "dnd", "dungeon*"],
        SceneWords =
        [
            "fantasy", "tavern*", "quest*", "adventure*", "elf", "elves", "elven", "wizard*", "dragon*", "magic*",
            "fairy*", "hobbit*", "inn", "dwar*",
        ],
        Sound = new()
        {
            SlowestBpm = 64, FastestBpm = 118,
            Keys =
            [
                "D dorian", "G mixolydian", "C major", "A mixolydian", "D mixolydian", "A dorian", "E minor",
                "E dorian",
            ],
            Genres =
            [
                "tavern tunes", "bard songs", "fantasy folk", "travelling songs", "wayfarer music", "fireside reels",
            ],
            Uses =
            [
                "a table by the hearth", "the road to the next town", "a party of four", "maps spread on the table",
                "the last round",
                "stories of old dragons", "a night between quests", "a merchant's farewell",
                "the first snow on the pass",
                "dice and dark ale", "a bard's return", "sleeping by the embers",
            ],
            Leads = ["lute", "flute", "recorder", "violin", "harp", "guitar", "kalimba"],
            Beds = ["low strings", "plucked double bass", "soft choir", "warm viol", "a held cello"],
            Pulses = ["hand drum", "frame drum", "shaker", "soft hand drum"],
            Textures = ["small bells", "a distant choir"],
            Reverbs = ["wooden room reverb", "small hall reverb", "warm room reverb"],
            Moods = ["homely", "merry", "wandering", "warm-hearted", "rustic", "wondrous"],
            Titles =
            [
                "The Prancing Griffin", "Ale and Embers", "The Bard's Return", "A Map of Rumours",
                "Three Coins for Luck",
                "The Wizard's Tab", "Boots by the Hearth", "Song of the Wayfarer", "The Dragon Sleeps On",
                "A Round for Everyone",
                "The Innkeeper's Daughter", "Cloaks and Daggers",
            ],
        },
        Scenery = new()
        {
            Places =
            [
                new("tavern hall with timber arches", "in the tavern", Setting.Indoors),
                new("wizard's library with crooked shelves", "in the library", Setting.Indoors),
                new("attic room with a round window", "in the attic", Setting.Indoors),
                new("dwarven hall carved into the mountains", "in the deep hall", Setting.Indoors),
                new("village of crooked roofs below the hills", "in the village"),
                new("forest path between giant oak trees", "in the old forest"),
                new("ruined tower above a lake", "at the ruins"),
                new("elven garden with a waterfall", "in the elven garden"),
                new("harbour with wooden boats", "at the harbour"),
                new("mountain pass with a watch tower", "on the pass"),
                new("windmill on a green hill", "by the windmill"),
                new("river crossing with a stone bridge", "by the river"),
                new("castle on a floating island", "on the island"),
            ],
            Times = ["golden hour", "sunset", "dusk", "twilight", "night", "midnight"],
            Weathers = ["clear", "mist", "fireflies", "stars", "snow", "clouds", "rain"],
            Palettes =
            [
                "amber and emerald", "gold and teal", "violet and amber", "crimson and gold", "indigo and emerald",
                "teal and rose",
            ],
            Subjects =
            [
                "a lone traveller", "strings of lanterns", "a deer in the clearing", "slow birds", "pine trees",
                "a cart with a lantern",
            ],
            Ornaments =
            [
                "mugs and candles", "maps and candles", "potion bottles on a shelf", "a lute against a chair",
                "hanging lanterns",
            ],
            Lamps = ["lantern light", "candle light", "warm window-glow"],
            Moods = ["enchanted", "homely", "wondrous", "storied", "hidden", "peaceful"],
            Styles = ["storybook illustration", "painterly fantasy art", "gouache painting"],
        },
    };
}
