namespace Backlot.Channels.Prompts.Families;

internal static class LofiCafe
{
    public static NicheFamily Family { get; } = new()
    {
        SoundWords = ["lofi", "chillhop", "chill", "beats", "homework", "coding", "study*", "focus*"],
        SceneWords = ["cafe", "coffee*", "desk*", "bedroom*", "library", "bookshop*", "bookstore*", "office*"],
        Sound = new()
        {
            SlowestBpm = 66, FastestBpm = 88,
            Keys = ["C major", "A minor", "F major", "D dorian", "Bb major", "G minor", "Eb major", "C minor"],
            Genres = ["lo-fi beats", "chillhop", "late-hour loops", "study beats", "mellow instrumentals"],
            Uses =
            [
                "late study", "a second cup", "slow mornings", "the corner table", "unhurried reading",
                "one more chapter",
                "sketching by hand", "the last tram home", "an empty inbox", "a notebook and a pen",
                "a Sunday with no plans",
                "quiet concentration",
            ],
            Leads = ["rhodes", "electric piano", "guitar", "piano", "kalimba", "clarinet", "music box"],
            Beds = ["round bass", "warm bass and synth pads", "soft synth pads", "double bass"],
            Pulses = ["soft drums", "lazy soft drums", "brushes", "soft kick and shaker"],
            Textures = ["vinyl crackle", "old vinyl hiss"],
            Reverbs = ["small room reverb", "short plate reverb", "dry and close"],
            Moods = ["mellow", "lo-fi", "cosy", "drowsy", "dreamy", "wistful", "laid-back"],
            Titles =
            [
                "Second Cup", "Pages and Steam", "Half Past Nowhere", "Warm Socks", "Notes in the Margin",
                "Borrowed Umbrella",
                "Low Battery", "Cinnamon and Ink", "The Last Tram", "Unsent Postcards", "Slow Refill", "Paper Planes",
            ],
        },
        Scenery = new()
        {
            Places =
            [
                new("corner cafe with wide windows", "in the corner cafe", Setting.Indoors),
                new("desk beside a bedroom window", "at the desk", Setting.Indoors),
                new("library reading room with tall shelves", "in the reading room", Setting.Indoors),
                new("bookshop with a window seat", "in the bookshop", Setting.Indoors),
                new("attic studio with a slanted window", "in the attic", Setting.Indoors),
                new("train compartment with a big window", "on the train", Setting.Indoors),
                new("cafe terrace under cherry trees", "on the terrace"),
                new("rooftop garden above the city", "on the rooftop"),
                new("narrow city street with small shops", "on the side street"),
                new("riverside path with the city skyline", "by the river"),
                new("balcony with potted plants above the city", "on the balcony"),
                new("tram stop in a sleepy city", "at the tram stop"),
            ],
            Times = ["morning", "noon", "golden hour", "sunset", "dusk", "night", "midnight"],
            Weathers = ["rain", "clear", "clouds", "snow", "mist", "stars"],
            Palettes =
            [
                "amber and teal", "pastel rose and teal", "violet and amber", "indigo and rose", "gold and emerald",
                "rose and gold",
            ],
            Subjects =
            [
                "a sleeping cat", "a person with an umbrella", "cherry trees", "a parked bicycle",
                "strings of lanterns", "pigeons on a wire",
            ],
            Ornaments =
            [
                "steaming coffee and notebooks", "a lamp and open books", "headphones beside a mug",
                "potted plants on the sill", "a cat on a cushion",
            ],
            Lamps = ["warm lamp light", "warm window-glow", "paper lantern light"],
            Moods = ["cosy", "mellow", "drowsy", "sleepy", "dreamy", "unhurried"],
            Styles = ["soft anime illustration", "flat illustration with film grain", "hand-drawn illustration"],
        },
    };
}
