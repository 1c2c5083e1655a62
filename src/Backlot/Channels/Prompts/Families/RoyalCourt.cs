namespace Backlot.Channels.Prompts.Families;

internal static class RoyalCourt
{
    public static NicheFamily Family { get; } = new()
    {
        SoundWords = ["courtly", "renaissance", "baroque", "minstrel*", "lute*"],
        SceneWords =
        [
            "castle*", "palace*", "throne*", "knight*", "regal", "royal*", "court", "medieval", "king*", "queen*",
            "prince*", "cathedral*",
        ],
        Sound = new()
        {
            SlowestBpm = 58, FastestBpm = 96,
            Keys = ["D dorian", "A minor", "G mixolydian", "C major", "F lydian", "D minor", "Bb major", "G dorian"],
            Genres = ["court music", "pavanes", "chamber songs", "old dances", "ballads", "airs and pavanes"],
            Uses =
            [
                "a royal banquet", "the arrival of the guests", "a slow procession", "candle-lit evenings",
                "a dance before the throne",
                "an audience with the queen", "tales by the fire", "the changing of the guard",
                "a wedding at the palace",
                "the last hours of a feast", "letters written late", "a coronation eve", "reading old chronicles",
            ],
            Leads = ["lute", "harp", "recorder", "viol", "flute", "oboe", "violin"],
            Beds = ["warm strings", "soft choir", "low strings", "quiet organ", "held cello"],
            Pulses = ["soft frame drum", "hand drum", "distant frame drum"],
            Textures = ["far-off bells", "small bells"],
            Reverbs = ["cathedral reverb", "long hall reverb", "stone hall reverb"],
            Moods = ["regal", "stately", "gracious", "noble", "tender", "dignified", "serene"],
            Titles =
            [
                "Pavane for the Queen", "A Toast to the King", "The Minstrel's Tale", "Velvet and Gold",
                "The Herald's Promise",
                "Silk and Silver", "The Quiet Crown", "A Dance of Courtiers", "Letters to the Duchess",
                "The Falcon and the Rose",
                "Tapestry of Kings", "Oaths and Roses",
            ],
        },
        Scenery = new()
        {
            Places =
            [
                new("castle hall with tall arches", "in the great hall", Setting.Indoors),
                new("throne room with high windows", "in the throne room", Setting.Indoors),
                new("palace library with carved shelves", "in the library", Setting.Indoors),
                new("vaulted chapel with narrow arches", "in the chapel", Setting.Indoors),
                new("tower chamber with an arched window", "in the tower", Setting.Indoors),
                new("castle above a still lake", "by the lake"),
                new("castle on dark hills", "on the hill"),
                new("palace garden with clipped hedges", "in the garden"),
                new("castle courtyard with old towers", "in the courtyard"),
                new("stone bridge over a river below a castle", "on the bridge"),
                new("forest road towards distant castle towers", "on the forest road"),
                new("village at the foot of a castle", "in the village"),
                new("palace terrace above a valley", "on the terrace"),
            ],
            Times = ["golden hour", "sunset", "dusk", "twilight", "night", "midnight"],
            Weathers = ["clear", "mist", "clouds", "stars", "snow", "rain", "fireflies"],
            Palettes =
            [
                "amber and indigo", "gold and crimson", "indigo and gold", "rose and amber", "emerald and gold",
                "violet and amber",
                "crimson and indigo",
            ],
            Subjects =
            [
                "silk banners", "a pair of deer", "a lone rider", "tall oak trees", "swans on the water",
                "circling birds", "guards with lanterns",
            ],
            Ornaments =
            [
                "banners and candles", "tall candles in iron stands", "tapestries and silver cups",
                "roses on a long table", "an open book and a lute",
            ],
            Lamps = ["candle light", "lantern light", "warm window-glow"],
            Moods = ["regal", "stately", "hushed", "noble", "serene", "solemn"],
            Styles = ["painterly", "oil painting", "romantic landscape painting"],
        },
    };
}
