namespace Backlot.Channels.Prompts.Families;

internal static class Winter
{
    public static NicheFamily Family { get; } = new()
    {
        SoundWords = ["carol*"],
        SceneWords =
        [
            "christmas", "xmas", "winter*", "snow*", "holiday*", "yule*", "ski", "skiing", "nordic", "arctic",
            "fireplace*", "hygge", "december",
        ],
        Sound = new()
        {
            SlowestBpm = 60, FastestBpm = 104,
            Keys = ["C major", "G major", "D major", "A minor", "F major", "Bb major", "D minor"],
            Genres = ["winter songs", "carols without words", "fireside music", "snowfall music", "yuletide tunes"],
            Uses =
            [
                "the night before the holidays", "wrapping presents", "the first snowfall", "a sleigh ride home",
                "bread in the oven",
                "a house full of guests", "letters to the north", "skating on the pond", "the longest evening",
                "a seat by the fire",
                "putting the children to bed", "the last of the cocoa",
            ],
            Leads = ["celesta", "music box", "piano", "harp", "flute", "guitar", "clarinet"],
            Beds = ["warm strings", "soft choir", "children's choir", "quiet organ", "low strings"],
            Pulses = ["brushes", "shaker", "soft drums"],
            Textures = ["sleigh bells", "far-off bells"],
            Reverbs = ["warm room reverb", "church hall reverb", "cathedral reverb"],
            Moods = ["snowbound", "cosy", "glowing", "tender", "festive", "peaceful"],
            Titles =
            [
                "Mittens and Cocoa", "The Toymaker", "Pine and Cinnamon", "Ribbon and Twine", "The Quiet Sleigh",
                "A Carol Remembered",
                "Two Sets of Footprints", "Tinsel and Frost", "The Snow Globe", "Letters to the North", "Warm Hands",
                "The Long Way Home",
            ],
        },
        Scenery = new()
        {
            Places =
            [
                new("village in a mountain valley", "in the village"),
                new("log cabin among pine trees", "at the cabin"),
                new("frozen lake below the mountains", "on the frozen lake"),
                new("town square with a tall fir tree", "in the square"),
                new("living room with a fireplace and a window", "by the fireplace", Setting.Indoors),
                new("pine forest with a narrow path", "in the pine forest"),
                new("small church on a hill", "by the church"),
                new("bakery with a warm window", "in the bakery", Setting.Indoors),
                new("village market with wooden stalls", "at the market"),
                new("library nook with a frosted window", "in the library", Setting.Indoors),
                new("railway station in the mountains", "at the station"),
                new("bridge over an icy river", "on the bridge"),
            ],
            Times = ["morning", "noon", "golden hour", "sunset", "dusk", "twilight", "night", "midnight"],
            Weathers = ["snow", "clear", "stars", "mist", "aurora", "clouds"],
            Palettes =
            [
                "indigo and amber", "crimson and gold", "teal and rose", "pastel rose and teal", "emerald and gold",
                "violet and amber",
            ],
            Subjects =
            [
                "a horse-drawn sleigh", "skaters with lanterns", "a deer among the trees", "strings of lanterns",
                "a red-breasted bird", "a person with a lantern",
            ],
            Ornaments =
            [
                "stockings and candles", "wrapped presents and candles", "a wreath and a lantern",
                "cocoa and knitted blankets",
            ],
            Lamps = ["candle light", "lantern light", "warm window-glow"],
            Moods = ["frosty", "snowbound", "festive", "hushed", "peaceful", "glittering"],
            Styles = ["storybook illustration", "painterly", "vintage greeting card"],
        },
    };
}
