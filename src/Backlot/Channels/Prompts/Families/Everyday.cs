using System.Text.RegularExpressions;

namespace Backlot.Channels.Prompts.Families;

/// <summary>For niches no family knows: friendly music, quiet places, and the niche's own words in both.</summary>
internal static partial class Everyday
{
    /// <summary>In characters and in words: more is a sentence; a prompt stays within 255 characters.</summary>
    private const int LongestSubject = 30, MostWords = 3;

    /// <summary>Longer ones do not fit a chapter title.</summary>
    private const int MostWordsInTitle = 2;

    private static readonly string[] _links =
        ["for", "with", "by", "about", "that", "to", "while", "when", "from", "and"];
    private static readonly string[] _formats =
    [
        "music", "sounds", "sound", "video", "videos", "channel", "mix", "playlist", "vibes", "radio", "songs",
        "background", "the", "a", "an",
    ];

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
            $"hours of {subject}", $"a morning of {subject}", $"an afternoon of {subject}", $"an evening of {subject}",
            $"everyone who loves {subject}", $"the first days of {subject}", $"a quiet talk about {subject}",
            $"thinking about {subject}", $"a pause from {subject}", $"the pleasures of {subject}",
        ],
        Leads = ["guitar", "piano", "clarinet", "marimba", "kalimba", "flute", "cello"],
        Beds = ["warm strings", "soft synth pads", "double bass", "low strings"],
        Pulses = ["brushes", "shaker", "soft drums"],
        Reverbs = ["warm room reverb", "small hall reverb", "soft plate reverb"],
        Moods = ["friendly", "gentle", "patient", "warm-hearted", "curious", "contented"],
        Titles = Titles(Wording.TitleCase(subject)),
    };

    private static string[] Titles(string subject)
    {
        string[] plain = ["Small Steps", "Patient Hands", "The Daily Round", "A Useful Silence", "Tools and Tea"];
        return subject.Split(' ').Length > MostWordsInTitle
            ? plain
            : [.. plain, $"Ode to {subject}", $"{subject} Waltz", $"Thoughts on {subject}", $"Variations on {subject}"];
    }

    private static Scenery Scenery(string subject) => new()
    {
        Places =
        [
            new("garden with a wooden bench", "in the garden"),
            new("meadow below low hills", "in the meadow"),
            new("workshop with a wide window", "in the workshop", Setting.Indoors),
            new("village street with old trees", "in the village"),
            new("kitchen table beside a window", "in the kitchen", Setting.Indoors),
            new("river path with oak trees", "by the river"),
            new("hill with a view of the sea", "on the hill"),
            new("library corner with a tall window", "in the library", Setting.Indoors),
            new("lake with a small jetty", "by the lake"),
            new("cafe with a sunny window", "in the cafe", Setting.Indoors),
            new("forest clearing with birch trees", "in the clearing"),
            new("rooftop above a quiet city", "on the rooftop"),
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
        Moods = ["peaceful", "friendly", "welcoming", "simple", "quiet", "gentle"],
        Styles = ["painterly", "soft gouache painting", "watercolour illustration"],
        Theme = $"{subject} theme",
    };

    /// <summary>"beekeeping" of "Beekeeping music for beginners".</summary>
    private static string Subject(string niche)
    {
        var words = Word().Matches(niche.Replace("&", " and ", StringComparison.Ordinal)).Select(m => m.Value);
        string[] core = [.. words.TakeWhile((word, i) => i == 0 || !IsIn(_links, word)).Where(w => !IsIn(_formats, w))];
        while (core.Length > MostWords || string.Join(' ', core).Length > LongestSubject)
            core = core[..^1];
        if (core.Length == 0)
            return "quiet hours";
        // The owner's "Beekeeping Tips" are no name within a sentence; "BMX" and "iPad" keep their capitals.
        return string.Join(' ', core.Select(word => IsOnlyCapitalised(word) ? word.ToLowerInvariant() : word));
    }

    private static bool IsIn(string[] list, string word) => list.Contains(word, StringComparer.OrdinalIgnoreCase);

    private static bool IsOnlyCapitalised(string word) => char.IsUpper(word[0]) && !word.Skip(1).Any(char.IsUpper);

    [GeneratedRegex(@"[\p{L}\p{N}]+(?:['\-][\p{L}\p{N}]+)*", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
