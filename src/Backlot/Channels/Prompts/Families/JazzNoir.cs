namespace Backlot.Channels.Prompts.Families;

internal static class JazzNoir
{
    public static NicheFamily Family { get; } = new()
    {
        SoundWords = ["jazz*", "swing", "blues", "bossa", "lounge*"],
        SceneWords = ["noir", "detective*", "bar", "speakeasy", "paris*", "1920s", "1930s", "1940s"],
        Sound = new()
        {
            SlowestBpm = 60, FastestBpm = 112,
            Keys = ["C minor", "Eb major", "Bb major", "G minor", "D dorian", "F major", "Ab major", "F minor"],
            Genres =
            [
                "jazz", "slow jazz ballads", "noir jazz", "lounge tunes", "after-hours jazz", "late-set standards",
            ],
            Uses =
            [
                "a corner booth", "the last set", "rain-slick streets", "one more drink", "a case gone cold",
                "a hat on the bar",
                "a phone that never rings", "walking home alone", "the band packing up", "dinner for two",
                "a cigarette-card memory",
                "closing time",
            ],
            Leads = ["piano", "clarinet", "guitar", "rhodes", "flute", "electric piano"],
            Beds = ["walking double bass", "double bass and warm strings", "deep double bass", "muted strings"],
            Pulses = ["brushes", "slow brushes", "soft drums"],
            Textures = ["vinyl crackle", "old vinyl hiss"],
            Reverbs = ["small room reverb", "smoky room reverb", "plate reverb"],
            Moods = ["smoky", "wistful", "velvety", "late-hour", "suave", "moody", "unhurried"],
            Titles =
            [
                "Last Call for Two", "The Borrowed Coat", "Smoke and Ivory", "A Case Gone Cold", "Nickel and Neon",
                "Her Name in Lights",
                "The Long Goodnight", "Brushes and Bourbon", "Nobody's Alibi", "Velvet Curtain", "Two Sugars",
                "Hat on the Bar",
            ],
        },
        Scenery = new()
        {
            Places =
            [
                new("jazz cafe with a small stage", "in the jazz cafe", Setting.Indoors),
                new("hotel lobby with tall arches", "in the lobby", Setting.Indoors),
                new("detective's office with a blinded window", "in the office", Setting.Indoors),
                new("piano bar with a wide window", "at the piano bar", Setting.Indoors),
                new("railway dining car with wide windows", "in the dining car", Setting.Indoors),
                new("city street with wet cobblestones", "on the wet street"),
                new("city skyline beyond a bridge", "on the bridge"),
                new("theatre front with neon letters", "at the theatre"),
                new("river quay below the city", "by the quay"),
                new("rooftop with a water tower above the city", "on the rooftop"),
                new("alley with a single neon sign", "in the alley"),
                new("park path under bare trees", "in the park"),
            ],
            Times = ["sunset", "dusk", "twilight", "night", "midnight"],
            Weathers = ["rain", "fog", "clear", "mist", "snow", "clouds"],
            Palettes =
            [
                "monochrome amber", "amber and indigo", "crimson and teal", "monochrome indigo", "gold and violet",
                "indigo and crimson",
            ],
            Subjects =
            [
                "a person in a long coat", "a waiting taxi", "a couple with an umbrella", "a row of street lanterns",
                "a black cat",
            ],
            Ornaments =
            [
                "a glass beside a candle", "an upright piano", "a hat and a folded newspaper",
                "small tables with candles",
            ],
            Lamps = ["neon reflections", "warm window-glow", "street lantern light"],
            Moods = ["smoky", "moody", "shadowed", "elegant", "lonely", "velvet"],
            Styles = ["film noir still", "painterly noir", "vintage poster art"],
        },
    };
}
