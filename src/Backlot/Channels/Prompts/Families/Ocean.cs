namespace Backlot.Channels.Prompts.Families;

internal static class Ocean
{
    public static NicheFamily Family { get; } = new()
    {
        SoundWords = ["tropical", "surf*", "hawaii*", "caribbean"],
        SceneWords =
        [
            "ocean*", "sea", "beach*", "island*", "coast*", "wave", "sail*", "harbour*", "harbor*", "lighthouse*",
            "pirate*", "underwater", "summer",
        ],
        Sound = new()
        {
            SlowestBpm = 58, FastestBpm = 98,
            Keys = ["C major", "G major", "D mixolydian", "A pentatonic", "D major", "F lydian", "A minor", "E minor"],
            Genres = ["seaside music", "slow tides", "island tunes", "harbour songs", "coastal ambient"],
            Uses =
            [
                "bare feet on warm sand", "the evening tide", "a hammock in the shade", "the ferry at rest",
                "letters in bottles",
                "an afternoon without clocks", "salt on the window", "a keeper's long watch", "sails coming down",
                "the walk back from the beach", "a boat with no hurry", "the tide going out",
            ],
            Leads = ["guitar", "marimba", "kalimba", "flute", "harp", "rhodes", "piano"],
            Beds = ["warm synth pads", "soft strings", "round bass", "double bass", "wide synth pads"],
            Pulses = ["shaker", "hand drum", "brushes", "soft drums"],
            Textures = ["small bells"],
            Reverbs = ["open hall reverb", "soft plate reverb", "wide hall reverb"],
            Moods = ["breezy", "drifting", "sunlit", "salty", "easy", "swaying"],
            Titles =
            [
                "Salt and Linen", "Message in Green Glass", "The Keeper's Watch", "Driftwood and Twine",
                "Sand between Pages", "Low Tide Letters", "The Seventh Wave", "Rope and Canvas", "Coral and Bone",
                "A Shell's Memory", "Gulls and Gossip", "Slack Water",
            ],
        },
        Scenery = new()
        {
            Places =
            [
                new("sea below white cliffs", "on the cliffs"),
                new("beach with leaning palm trees", "on the beach"),
                new("lighthouse on a rocky coast", "at the lighthouse"),
                new("harbour with sleeping boats", "in the harbour"),
                new("island village above the sea", "in the island village"),
                new("lagoon below green hills", "in the lagoon"),
                new("pier into a calm sea", "on the pier"),
                new("path through dunes with tall grass", "in the dunes"),
                new("beach house with wide windows", "in the beach house", Setting.Indoors),
                new("sailing boat on the open sea", "on the open sea"),
                new("ship's cabin with a round window", "in the cabin", Setting.Indoors),
                new("cove below pine hills", "in the cove"),
            ],
            Times = ["dawn", "morning", "noon", "golden hour", "sunset", "dusk", "night"],
            Weathers = ["clear", "clouds", "mist", "stars", "rain", "storm", "fog"],
            Palettes =
            [
                "teal and gold", "teal and rose", "indigo and amber", "pastel rose and teal", "emerald and gold",
                "crimson and teal",
            ],
            Subjects =
            [
                "a small sail", "wheeling sea birds", "a fishing boat", "a person at the water's edge",
                "a pair of dolphins", "a far-off island with palm trees",
            ],
            Ornaments =
            [
                "shells and a candle", "a brass lantern and charts", "linen curtains", "a guitar on a wicker chair",
            ],
            Lamps = ["lantern light", "warm window-glow", "soft reflections"],
            Moods = ["breezy", "sun-bleached", "peaceful", "lazy", "glassy", "silvery"],
            Styles = ["painterly seascape", "watercolour landscape", "vintage travel poster"],
        },
    };
}
