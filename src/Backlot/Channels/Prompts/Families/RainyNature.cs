namespace Backlot.Channels.Prompts.Families;

internal static class RainyNature
{
    public static NicheFamily Family { get; } = new()
    {
        SoundWords = ["acoustic", "woodland*"],
        SceneWords =
        [
            "nature", "rain*", "forest*", "wood", "river*", "mountain*", "garden*", "meadow*", "spring", "autumn",
            "lake*", "cottage*", "cabin*",
        ],
        Sound = new()
        {
            SlowestBpm = 54, FastestBpm = 86,
            Keys = ["G major", "D major", "A mixolydian", "E minor", "B minor", "D lydian", "C major", "A minor"],
            Genres = ["acoustic music", "rainy-day music", "woodland music", "slow instrumentals", "quiet folk pieces"],
            Uses =
            [
                "a rainy afternoon", "the porch after lunch", "a walk under the trees", "an open window",
                "boots by the door",
                "a long weekend indoors", "watching the weather", "tea and wool socks", "the first warm day",
                "a garden left alone",
                "the sound of leaves", "an early night",
            ],
            Leads = ["guitar", "piano", "flute", "harp", "clarinet", "kalimba", "cello"],
            Beds = ["soft strings", "warm synth pads", "low strings", "double bass"],
            Pulses = ["shaker", "brushes", "soft hand drum"],
            Textures = ["soft rain", "steady rain", "light rain"],
            Reverbs = ["natural room reverb", "open hall reverb", "soft plate reverb"],
            Moods = ["earthy", "peaceful", "gentle", "fresh", "unhurried", "contented"],
            Titles =
            [
                "Moss and Stone", "The Fern's Secret", "After the Shower", "Green Silence", "Roots and Rivers",
                "The Patient Oak",
                "Puddles and Clouds", "Wool and Cedar", "A Shelter of Leaves", "The Hidden Spring", "Wet Stones",
                "Small Brown Birds",
            ],
        },
        Scenery = new()
        {
            Places =
            [
                new("forest of old oak trees", "in the forest"),
                new("pine forest on a hillside", "in the pines"),
                new("mountain lake among pine trees", "by the lake"),
                new("river bend with mossy stones", "by the river"),
                new("garden with a wooden bench", "in the garden"),
                new("meadow below blue hills", "in the meadow"),
                new("valley between green mountains", "in the valley"),
                new("forest waterfall in a fern gorge", "by the waterfall"),
                new("cabin with a wide window", "in the cabin", Setting.Indoors),
                new("garden greenhouse with a glass roof", "in the greenhouse", Setting.Indoors),
                new("covered porch facing the forest", "on the porch"),
                new("village orchard with cherry trees", "in the orchard"),
                new("hill with a single tree", "on the hill"),
            ],
            Times = ["dawn", "morning", "noon", "golden hour", "sunset", "dusk", "night"],
            Weathers = ["rain", "mist", "clouds", "clear", "fog", "storm", "fireflies"],
            Palettes =
            [
                "emerald and gold", "teal and emerald", "emerald and amber", "indigo and teal", "rose and emerald",
                "pastel teal and rose",
            ],
            Subjects =
            [
                "a deer at the edge", "birds above the trees", "a small wooden boat", "a fox in the grass",
                "fallen leaves", "a person with a lantern",
            ],
            Ornaments =
            [
                "ferns and a candle", "a kettle and wool blankets", "potted herbs and books",
                "a lantern on the table",
            ],
            Lamps = ["lantern light", "warm window-glow", "soft reflections"],
            Moods = ["lush", "peaceful", "hidden", "secluded", "fresh", "quiet"],
            Styles = ["watercolour landscape", "painterly", "soft gouache painting"],
        },
    };
}
