using System.Globalization;
using System.Text.RegularExpressions;

namespace Backlot.Studio.Prompts;

/// <summary>What the words of a prompt speak of. Whatever a user says themselves, nobody else says for them.</summary>
internal static partial class PromptWords
{
    private static readonly string[]
        Framing = ["close-up", "closeup", "close up", "wide shot", "medium shot", "long shot", "full shot", "two-shot", "establishing shot", "aerial",
            "drone", "pov", "point of view", "over the shoulder", "over-the-shoulder", "macro", "portrait of", "wide view", "extreme wide"],
        Moves = ["tracking", "dolly", "pans", "panning", "tilt", "zoom", "handheld", "crane shot", "camera", "orbit", "steadicam", "push in", "push-in",
            "pull back", "static shot", "whip pan"],
        Angles = ["from above", "from below", "low angle", "low-angle", "high angle", "high-angle", "overhead", "top-down", "bird's-eye", "bird's eye",
            "worm's-eye", "eye level", "aerial", "drone", "looking up", "looking down"],
        AngledFramings = ["overhead", "top-down", "low", "high", "aerial", "rooftops"],
        Lights = ["lit by", "backlit", "silhouette", "candle", "neon", "spotlight", "lamplight", "firelight", "torch", "moonlight", "moonlit", "sunlit",
            "sunlight", "golden hour", "high-key", "low-key", "lantern"],
        Colours = ["black and white", "black-and-white", "monochrome", "sepia", "technicolor", "colour grade", "color grade", "palette"],
        Night = ["night", "midnight", "moonlit", "moonlight", "starlit", "nocturnal", "after dark"],
        Day = ["day", "daylight", "daytime", "midday", "noon", "morning", "afternoon", "sunlight", "sunlit", "sunny", "low sun", "sun", "window light"],
        Wet = ["rain", "rainy", "rain-streaked", "wet", "storm", "drizzle", "downpour", "snow", "blizzard", "puddle", "puddles"],
        Dry = ["sunny", "clear sky", "blue sky", "desert", "drought", "dusty", "cloudless"],
        Inside = ["inside", "indoors", "interior", "room", "kitchen", "bedroom", "corridor", "hallway", "stairs", "staircase", "cellar", "basement",
            "attic", "office", "cabin", "elevator", "bathroom", "hall", "church", "bar", "café"],
        Jumps = ["later", "next day", "next morning", "years", "months", "weeks", "earlier", "flashback", "meanwhile", "the following", "elsewhere",
            "dream", "remembers", "another day"],
        People = ["man", "woman", "men", "women", "boy", "girl", "child", "children", "people", "person", "crowd", "figure", "somebody", "someone", "he",
            "she", "they", "his", "her", "hand", "hands", "face", "eyes", "couple", "soldier", "stranger", "mother", "father", "hero", "traveller",
            "dancer", "keeper", "captain", "crew", "character", "portrait"],
        NeedPeople = ["figure", "face", "faces", "hands", "profile", "over-the-shoulder", "person", "people", "traveller", "travellers", "subject",
            "subject's", "eye", "eyes", "body", "bodies", "expression", "head", "somebody", "boots", "skin", "performer", "puppet", "felt face", "crowd",
            "shoulder", "feet", "glance", "speaker's", "speaker", "hero"],
        NeedTwo = ["two-shot", "over-the-shoulder", "two people", "several people", "two figures", "people in a row"];

    /// <summary>Times of day as they are told of again, by the words that tell of them.</summary>
    private static readonly (string Word, string Again)[] Times =
    [
        ("midnight", "night"), ("night", "night"), ("dawn", "dawn"), ("sunrise", "dawn"), ("daybreak", "dawn"), ("morning", "morning"), ("noon", "noon"),
        ("midday", "noon"),
        ("afternoon", "afternoon"), ("dusk", "dusk"), ("twilight", "dusk"), ("sunset", "sunset"), ("evening", "evening"), ("golden hour", "golden hour"),
    ];

    private static readonly (string Word, string Again)[] Weathers =
    [
        ("thunderstorm", "thunderstorm"), ("blizzard", "blizzard"), ("snowstorm", "blizzard"), ("storm", "storm"), ("downpour", "rain"),
        ("drizzle", "drizzle"), ("rain", "rain"), ("raining", "rain"),
        ("rainy", "rain"), ("snow", "snow"), ("snowing", "snow"), ("fog", "fog"), ("foggy", "fog"), ("mist", "mist"), ("misty", "mist"), ("gale", "gale"),
        ("heat haze", "heat haze"), ("sandstorm", "sandstorm"),
    ];

    public static bool SpeakOfFraming(string prompt) => Has(prompt, Framing);

    public static bool SpeakOfMoves(string prompt) => Has(prompt, Moves);

    public static bool SpeakOfAngle(string prompt) => Has(prompt, Angles);

    public static bool SpeakOfLight(string prompt) => Has(prompt, Lights);

    public static bool SpeakOfColours(string prompt) => Has(prompt, Colours);

    public static bool SpeakOfPeople(string prompt) => Has(prompt, People);

    public static bool AreInside(string prompt) => Has(prompt, Inside);

    /// <summary>Whether another time or place begins here.</summary>
    public static bool JumpInTime(string prompt) => Has(prompt, Jumps);

    /// <summary>Null when nothing is said of it.</summary>
    public static string? TimeOf(string prompt) => Times.Where(t => Has(prompt, [t.Word])).Select(t => t.Again).FirstOrDefault();

    /// <inheritdoc cref="TimeOf"/>
    public static string? WeatherOf(string prompt) => Weathers.Where(w => Has(prompt, [w.Word])).Select(w => w.Again).FirstOrDefault();

    /// <summary>Whether a framing says of itself how high the camera is.</summary>
    public static bool IsAngled(string framing) => Has(framing, AngledFramings);

    /// <summary>Whether a stock phrase can stand beside a user's words: it puts no people where there are none, no day into a night, no rain into
    /// a desert.</summary>
    /// <param name="people">Characters who appear.</param>
    public static bool Suits(string phrase, string prompt, int people) =>
        (people > 0 || SpeakOfPeople(prompt) || !Has(phrase, NeedPeople))
        && (people > 1 || !Has(phrase, NeedTwo))
        && !(Has(prompt, Night) && !Has(prompt, Day) && Has(phrase, Day))
        && !(Has(prompt, Day) && !Has(prompt, Night) && Has(phrase, Night))
        && !(Has(prompt, Dry) && !Has(prompt, Wet) && Has(phrase, Wet));

    /// <summary>Whether the words ask for what a phrase would leave out.</summary>
    public static bool AskFor(string prompt, string phrase) => Words().Matches(phrase).Select(word => word.Value)
        .Any(word => word.Length > 3 && (Has(prompt, [word]) || Has(prompt, [word.TrimEnd('s')])));

    /// <summary>Whether one of the words or phrases stands in it as such.</summary>
    private static bool Has(string text, IEnumerable<string> phrases)
    {
        foreach (var phrase in phrases)
            for (var at = text.IndexOf(phrase, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(phrase, at + 1,
                StringComparison.OrdinalIgnoreCase))
                if (!IsLetter(text, at - 1) && !IsLetter(text, at + phrase.Length))
                    return true;
        return false;
    }

    private static bool IsLetter(string text, int at) => at >= 0 && at < text.Length
        && (char.IsLetterOrDigit(text[at]) || CharUnicodeInfo.GetUnicodeCategory(text[at]) is UnicodeCategory.NonSpacingMark);

    [GeneratedRegex(@"\p{L}+", RegexOptions.NonBacktracking)]
    private static partial Regex Words();
}
