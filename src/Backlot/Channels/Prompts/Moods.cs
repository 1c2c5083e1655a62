using System.Text.RegularExpressions;

namespace Backlot.Channels.Prompts;

/// <summary>The owner's mood keywords, made fit for a sentence, and what they ask of tempo and mode.</summary>
internal sealed partial class Moods
{
    /// <summary>Long enough for "slightly melancholic"; a prompt stays within 255 characters.</summary>
    private const int LongestWord = 20;

    private static readonly Dictionary<string, string> _adjectives = new(StringComparer.OrdinalIgnoreCase)
    {
        ["nostalgia"] = "nostalgic", ["mystery"] = "mysterious", ["peace"] = "peaceful", ["relax"] = "relaxing",
        ["relaxation"] = "relaxing", ["sleep"] = "sleepy", ["focus"] = "focused", ["joy"] = "joyful",
        ["hope"] = "hopeful", ["romance"] = "romantic", ["melancholy"] = "melancholic", ["magic"] = "magical",
        ["darkness"] = "dark", ["warmth"] = "warm", ["sadness"] = "sad", ["happiness"] = "happy",
        ["wonder"] = "wondrous", ["cozy"] = "cosy", ["chill"] = "chilled", ["serenity"] = "serene",
        ["dream"] = "dreamy", ["energy"] = "energetic", ["lofi"] = "lo-fi", ["candlelit"] = "candle-lit",
        ["comfort"] = "comforting", ["elegance"] = "elegant", ["solitude"] = "solitary",
    };

    private static readonly string[] _slow =
    [
        "calm", "slow", "relax", "peace", "sleep", "gentl", "soft", "quiet", "seren", "sooth", "drows", "chill",
        "ambient", "still",
    ];
    private static readonly string[] _fast =
        ["epic", "energ", "upbeat", "driv", "live", "fast", "intens", "excit", "play", "danc"];
    private static readonly string[] _dark =
    [
        "dark", "sad", "melanch", "haunt", "myster", "gloom", "eerie", "sombre", "somber", "tragic", "moody", "solemn",
        "lone",
    ];
    private static readonly string[] _bright =
        ["bright", "happy", "joy", "cheer", "uplift", "sunny", "hope", "play", "warm", "merry", "cosy"];

    public Moods(IReadOnlyList<string> keywords)
    {
        Words = [.. keywords.SelectMany(keyword => Separator().Split(keyword)).Select(Clean)
            .Where(word => word.Length > 1).Distinct()];
    }

    /// <summary>Adjectives as they stand in a sentence; may be empty.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>−1 (slow) to 1 (fast).</summary>
    public int Pace => Math.Sign(Count(_fast) - Count(_slow));

    /// <summary>−1 (minor) to 1 (major).</summary>
    public int Brightness => Math.Sign(Count(_bright) - Count(_dark));

    private int Count(string[] stems) =>
        Words.Count(word => Array.Exists(stems, stem => word.StartsWith(stem, StringComparison.OrdinalIgnoreCase)));

    private static string Clean(string keyword)
    {
        var word = string.Join(' ', Letters().Matches(keyword).Select(match => match.Value));
        if (_adjectives.TryGetValue(word, out var adjective))
            return adjective;
        // A sentence as a mood is no adjective; its niche still has moods of its own.
        return word.Length > LongestWord || word.Split(' ').Length > 3 ? "" : word.ToLowerInvariant();
    }

    [GeneratedRegex(@"[,;/|\n]+", RegexOptions.NonBacktracking)]
    private static partial Regex Separator();

    [GeneratedRegex(@"[\p{L}\p{N}]+(?:['\-][\p{L}\p{N}]+)*", RegexOptions.NonBacktracking)]
    private static partial Regex Letters();
}
