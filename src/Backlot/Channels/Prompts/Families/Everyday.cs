using System.Text.RegularExpressions;

namespace Backlot.Channels.Prompts.Families;

/// <summary>For niches no family knows: friendly music, quiet places, and the niche's own words in both.</summary>
internal static partial class Everyday
{
    /// <summary>So that a prompt stays within 255 characters.</summary>
    private const int LongestSubject = 40;

    /// <summary>Longer ones do not fit a chapter title.</summary>
    private const int MostWordsInTitle = 2;

    public static NicheFamily For(string niche)
    {
        var subject = Subject(niche);
        return new() { SoundWords = [], SceneWords = [], Sound = Sound(subject), Scenery = Scenery(subject) };
    }

    private static SoundWorld Sound(string subject) => new()
    {
        SlowestBpm = 62, FastestBpm = 100,
        Keys = ["C major", "G major", "D major", "A minor", "E minor", "F major", "D dorian", "A mixolydian"],
        Genres = ["background music", "acoustic music", "easy instrumentals", "light chamber music"],
        Uses =
        [
            .. new[] { "hours of {0}", "a morning of {0}", "an afternoon of {0}", "an evening of {0}", "everyone who loves {0}" }
                .Select(use => use.Replace("{0}", subject, StringComparison.Ordinal)),
            .. new[] { "the first days of {0}", "a quiet talk about {0}", "thinking about {0}", "a pause from {0}", "old hands at {0}" }
                .Select(use => use.Replace("{0}", subject, StringComparison.Ordinal)),
        ],
        Leads = ["guitar", "piano", "clarinet", "marimba", "kalimba", "flute", "cello"],
        Beds = ["warm strings", "soft synth pads", "double bass", "low strings"],
        Pulses = ["brushes", "shaker", "soft drums"],
        Reverbs = ["warm room reverb", "small hall reverb", "soft plate reverb"],
        Moods = ["friendly", "gentle", "patient", "warm-hearted", "curious", "contented"],
        Titles = subject.Split(' ').Length > MostWordsInTitle
            ? ["Small Steps", "Patient Hands", "The Daily Round", "A Useful Silence", "Tools and Tea", "Practice and Patience"]
            : [.. new[] { "Ode to {0}", "{0} Waltz", "Thoughts on {0}", "A Little {0}", "Variations on {0}", "The {0} Song" }
                .Select(title => title.Replace("{0}", Wording.TitleCase(subject), StringComparison.Ordinal)),
                "Small Steps", "Patient Hands", "The Daily Round", "A Useful Silence"],
    };

    private static Scenery Scenery(string subject) => new()
    {
        Places =
        [
            new("garden with a wooden bench", "in the garden"), new("meadow below low hills", "in the meadow"),
            new("workshop with a wide window", "in the workshop", Setting.Indoors), new("village street with old trees", "in the village"),
            new("kitchen table beside a window", "in the kitchen", Setting.Indoors), new("river path with oak trees", "by the river"),
            new("hill with a view of the sea", "on the hill"), new("library corner with a tall window", "in the library", Setting.Indoors),
            new("lake with a small jetty", "by the lake"), new("cafe with a sunny window", "in the cafe", Setting.Indoors),
            new("forest clearing with birch trees", "in the clearing"), new("rooftop above a quiet city", "on the rooftop"),
        ],
        Times = ["dawn", "morning", "noon", "golden hour", "sunset", "dusk", "night"],
        Weathers = ["clear", "clouds", "mist", "rain", "stars"],
        Palettes =
        [
            "gold and teal", "amber and emerald", "pastel rose and teal", "rose and gold", "indigo and amber",
            "teal and violet",
        ],
        Subjects =
        [
            "slow birds", "tall trees", "a person at rest", "a bicycle by the fence", "a small boat", "wild flowers",
        ],
        Ornaments = ["books and a cup of tea", "a vase of flowers", "an open notebook", "a candle and a bowl of fruit"],
        Lamps = ["warm window-glow", "lantern light", "candle light"],
        Moods = ["peaceful", "friendly", "welcoming", "simple", "bright-eyed", "tidy"],
        Styles = ["painterly", "soft gouache painting", "watercolour illustration"],
        Theme = $"{subject} theme",
    };

    /// <summary>"beekeeping" of "Beekeeping music for beginners".</summary>
    private static string Subject(string niche)
    {
        var words = Word().Matches(niche).Select(m => m.Value).ToArray();
        string[] core = [.. words.TakeWhile((word, i) => i == 0 || !IsIn(_links, word))];
        core = [.. core.Where(word => !IsIn(_formats, word))];
        while (string.Join(' ', core).Length > LongestSubject)
            core = core[..^1];
        // A first word that is a common one in a title ("Beekeeping tips") starts no sentence here.
        return core.Length == 0 ? "quiet hours" : string.Join(' ', core.Select(word => IsOnlyCapitalised(word) ? word.ToLowerInvariant() : word));
    }

    private static readonly string[] _links = ["for", "with", "by", "about", "that", "to", "while", "when", "from"];
    private static readonly string[] _formats =
        ["music", "sounds", "sound", "video", "videos", "channel", "mix", "playlist", "vibes", "radio", "songs", "background", "the", "a", "an"];

    private static bool IsIn(string[] list, string word) => list.Contains(word, StringComparer.OrdinalIgnoreCase);

    private static bool IsOnlyCapitalised(string word) => char.IsUpper(word[0]) && !word.Skip(1).Any(char.IsUpper);

    [GeneratedRegex(@"[\p{L}\p{N}]+(?:['\-&][\p{L}\p{N}]+)*")]
    private static partial Regex Word();
}
