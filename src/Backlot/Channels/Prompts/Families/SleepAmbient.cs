namespace Backlot.Channels.Prompts.Families;

internal static class SleepAmbient
{
    public static NicheFamily Family { get; } = new()
    {
        SoundWords =
        [
            "ambient", "sleep*", "meditat*", "drone*", "relax*", "yoga", "spa", "mindful*", "bedtime", "healing",
            "breath*", "lullab*",
        ],
        SceneWords = ["dream*"],
        Sound = new()
        {
            SlowestBpm = 42, FastestBpm = 62,
            Keys =
            [
                "C lydian", "G major", "D major", "D pentatonic", "A pentatonic", "E minor", "A aeolian", "F lydian",
            ],
            Genres =
            [
                "ambient music", "sleep music", "drifting soundscapes", "long drones", "ambient lullabies",
                "slow-breathing music",
            ],
            Uses =
            [
                "deep sleep", "letting go of the day", "slow breathing", "a long rest", "the hour before bed",
                "quiet meditation",
                "unwinding after dark", "a mind at ease", "an evening bath", "waking without hurry",
                "gentle stretching",
                "falling asleep",
            ],
            Leads = ["celesta", "soft piano", "harp", "flute", "kalimba", "music box", "bells"],
            Beds = ["wide synth pads", "slow strings", "distant choir", "warm synth pads", "low cello drone"],
            Textures = ["soft rain", "gentle rain far away"],
            Reverbs = ["vast hall reverb", "long cathedral reverb", "endless hall reverb"],
            Moods = ["dreamy", "weightless", "tender", "hushed", "drifting", "soothing", "still"],
            Titles =
            [
                "Breath by Breath", "Soft Gravity", "The Slow Exhale", "Letting Go", "Feather and Stone",
                "Between Two Dreams",
                "A Blanket of Quiet", "Weightless Hours", "The Last Thought", "Drift and Return", "Closed Eyes",
                "Almost Asleep",
            ],
        },
        Scenery = new()
        {
            Places =
            [
                new("still lake below dark mountains", "on the lake"),
                new("meadow of tall grass", "in the meadow"),
                new("pine forest above a valley", "in the pine forest"),
                new("quiet sea beyond pale dunes", "by the sea"),
                new("slow river between low hills", "by the river"),
                new("cabin window above a lake", "at the window", Setting.Indoors),
                new("bedroom with a wide window", "in the bedroom", Setting.Indoors),
                new("mountain range above a sea of clouds", "above the clouds"),
                new("garden with a round pond", "in the garden"),
                new("desert of smooth dunes", "in the desert"),
                new("cove with calm water below the hills", "in the cove"),
                new("line of hills fading into the distance", "in the hills"),
            ],
            Times = ["sunset", "dusk", "twilight", "night", "midnight"],
            Weathers = ["mist", "stars", "clear", "clouds", "aurora", "fireflies", "fog"],
            Palettes =
            [
                "indigo and violet", "teal and indigo", "violet and rose", "pastel rose and violet",
                "monochrome indigo", "amber and violet",
            ],
            Subjects =
            [
                "a lone boat", "a single pine", "a drifting feather", "slow birds", "floating lanterns",
                "a resting deer",
            ],
            Ornaments =
            [
                "linen curtains and a candle", "a candle on the sill", "a cup of tea and a blanket",
                "a small lantern",
            ],
            Lamps = ["candle light", "soft window-glow", "a single lantern"],
            Moods = ["hushed", "weightless", "tranquil", "dreamlike", "silent", "gentle"],
            Styles = ["soft minimalist painting", "misty watercolour", "minimalist matte painting"],
        },
    };
}
