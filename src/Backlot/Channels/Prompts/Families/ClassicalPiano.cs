namespace Backlot.Channels.Prompts.Families;

internal static class ClassicalPiano
{
    public static NicheFamily Family { get; } = new()
    {
        SoundWords =
        [
            "classical", "piano*", "orchestra*", "chamber", "neoclassical", "violin*", "cello*", "string",
            "nocturne*", "academia",
        ],
        SceneWords = ["academia", "ballroom*", "salon*", "opera*", "museum*", "victorian", "elegan*"],
        Sound = new()
        {
            SlowestBpm = 52, FastestBpm = 98,
            Keys = ["C major", "A minor", "E minor", "G major", "D major", "B minor", "F major", "D minor"],
            Genres = ["nocturnes", "chamber music", "salon pieces", "slow waltzes", "romances", "classical miniatures"],
            Uses =
            [
                "an empty salon", "an unhurried afternoon", "old photographs", "a letter from abroad", "a long novel",
                "the room after the guests", "writing by hand", "a walk through the gallery", "tea at four",
                "a winter season in town",
                "the first page of a diary", "resting hands",
            ],
            Leads = ["piano", "violin", "cello", "clarinet", "oboe", "flute", "harp"],
            Beds = ["warm strings", "soft strings", "quiet viol", "low strings", "double bass"],
            Textures = ["a faint celesta"],
            Reverbs = ["concert hall reverb", "small hall reverb", "warm room reverb"],
            Moods = ["tender", "lyrical", "elegant", "wistful", "intimate", "graceful", "introspective"],
            Titles =
            [
                "Letter with No Date", "Waltz for No One", "The Second Movement", "Ivory and Lace",
                "A Small Romance", "Ink on Ivory",
                "Variations on Silence", "The Unfinished Sonata", "Promenade for Strings", "Air for Two Hands",
                "Gloves and Programmes",
                "The Music Teacher",
            ],
        },
        Scenery = new()
        {
            Places =
            [
                new("concert hall with gilded arches", "in the concert hall", Setting.Indoors),
                new("salon with a grand piano by the window", "in the salon", Setting.Indoors),
                new("library with leather chairs", "in the library", Setting.Indoors),
                new("ballroom with tall windows", "in the ballroom", Setting.Indoors),
                new("conservatory full of palms", "in the conservatory", Setting.Indoors),
                new("gallery hall with marble arches", "in the gallery", Setting.Indoors),
                new("palace garden with a long pool", "in the garden"),
                new("lakeside villa among cypress trees", "by the lake"),
                new("old city with domes above a river", "in the old city"),
                new("avenue of oak trees", "on the avenue"),
                new("rose garden behind a stone wall", "in the rose garden"),
                new("coast with a white lighthouse", "on the coast"),
            ],
            Times = ["morning", "noon", "golden hour", "sunset", "dusk", "twilight", "night"],
            Weathers = ["clear", "clouds", "rain", "mist", "snow", "stars"],
            Palettes =
            [
                "gold and rose", "amber and emerald", "pastel rose and gold", "indigo and gold", "violet and gold",
                "teal and amber",
            ],
            Subjects =
            [
                "a person on a bench", "drifting leaves", "a small boat", "a flock of birds", "rows of trees",
                "a waiting carriage",
            ],
            Ornaments =
            [
                "sheet music and a candle", "a vase of roses", "a violin in its case", "tall mirrors and candles",
                "velvet curtains",
            ],
            Lamps = ["candle light", "warm window-glow", "chandelier candles"],
            Moods = ["elegant", "graceful", "faded", "nostalgic", "serene", "intimate"],
            Styles = ["impressionist painting", "oil painting", "painterly"],
        },
    };
}
