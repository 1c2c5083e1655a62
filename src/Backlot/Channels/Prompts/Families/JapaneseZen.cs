namespace Backlot.Channels.Prompts.Families;

internal static class JapaneseZen
{
    public static NicheFamily Family { get; } = new()
    {
        SoundWords = ["zen", "koto", "shakuhachi"],
        SceneWords =
        [
            "japan*", "kyoto", "samurai", "sakura", "pagoda*", "shrine*", "temple*", "ninja*", "geisha*", "ryokan",
            "onsen", "bamboo", "asian",
        ],
        Sound = new()
        {
            SlowestBpm = 48, FastestBpm = 80,
            Keys = ["A pentatonic", "D pentatonic", "E phrygian", "A minor", "E minor", "G pentatonic", "D minor"],
            Genres = ["garden music", "zen music", "tea-house music", "temple music", "slow pentatonic pieces"],
            Uses =
            [
                "a bowl of tea", "raked gravel", "the turning of the seasons", "a haiku left unfinished",
                "sitting in silence",
                "paper doors half open", "the first plum blossom", "a barefoot walk", "brush and ink", "the bath house",
                "an old master's lesson", "folding paper cranes",
            ],
            Leads = ["flute", "harp", "lute", "kalimba", "bells", "recorder", "marimba"],
            Beds = ["soft synth pads", "low strings", "held cello", "quiet choir"],
            Pulses = ["soft hand drum", "distant frame drum"],
            Textures = ["small bells", "a single bell"],
            Reverbs = ["wooden room reverb", "temple hall reverb", "long hall reverb"],
            Moods = ["meditative", "spare", "contemplative", "graceful", "unhurried", "clear-minded"],
            Titles =
            [
                "Ink on Rice Paper", "The Empty Cup", "Folding Cranes", "Stone and Sand", "The Monk's Broom",
                "Bamboo and Wind",
                "A Thousand Paper Birds", "The Koi Remembers", "One Bowl of Tea", "Plum and Pine",
                "The Wooden Bridge", "Nothing Left to Say",
            ],
        },
        Scenery = new()
        {
            Places =
            [
                new("pagoda above a sea of cherry trees", "at the pagoda"),
                new("temple garden with raked gravel", "in the temple garden"),
                new("tea house with an open window", "in the tea house", Setting.Indoors),
                new("red bridge over a garden pond", "on the red bridge"),
                new("bamboo forest with a stone path", "in the bamboo forest"),
                new("mountain shrine with a tall gate", "at the shrine"),
                new("village below a snow-capped mountain", "in the village"),
                new("temple hall with paper screens", "in the temple hall", Setting.Indoors),
                new("lake with a floating gate", "on the lake"),
                new("lantern-lined village street", "on the old street"),
                new("hot spring among pine trees", "by the hot spring"),
                new("castle with curved roofs above a river", "by the river"),
            ],
            Times = ["dawn", "morning", "noon", "golden hour", "sunset", "dusk", "night"],
            Weathers = ["mist", "clear", "rain", "snow", "clouds", "fireflies", "stars"],
            Palettes =
            [
                "rose and indigo", "crimson and teal", "pastel rose and teal", "emerald and gold", "indigo and amber",
                "gold and rose",
            ],
            Subjects =
            [
                "falling cherry petals", "a person with a paper umbrella", "stone lanterns", "a white crane",
                "a small wooden boat", "slow koi",
            ],
            Ornaments =
            [
                "a tea bowl and a candle", "ink brushes on a low table", "paper lanterns", "a single plum branch",
            ],
            Lamps = ["paper lantern light", "stone lantern light", "warm window-glow"],
            Moods = ["tranquil", "contemplative", "timeless", "spare", "graceful", "quiet"],
            Styles = ["woodblock print", "ink and watercolour", "soft anime background"],
        },
    };
}
