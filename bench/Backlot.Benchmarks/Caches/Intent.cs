namespace Backlot.Benchmarks.Caches;

/// <summary>What somebody wants to see. Two requests want the same if and only if these are equal; no word of a prompt is looked at.</summary>
/// <param name="Meanings">Of each section of the phrases, one.</param>
/// <param name="Parameters">JSON; another size or length is another wish.</param>
/// <param name="Serial">Makes wishes different where there are more than the phrases can tell apart; 0 is not said.</param>
internal sealed record Intent(IReadOnlyList<int> Meanings, string Parameters, int Serial = 0)
{
    /// <summary>Equal for wishes that are the same: an empty part is one, wherever it stands in its section.</summary>
    public string KeyIn(Phrases phrases) => Parameters + Serial + string.Join(',', Meanings.Zip(phrases.Sections, (m, s) => s.Meanings[m][0]));
}

/// <summary>In which words it is said.</summary>
/// <param name="Ways">Of each section, which way; taken modulo how many there are.</param>
/// <param name="Order">Which of the sentences.</param>
internal sealed record Wording(IReadOnlyList<int> Ways, int Order)
{
    public const int Orders = 4;

    // who, wears, does, where, when, weather, beside, look
    private static readonly string[] Sentences =
    [
        "{7}{0} {1} {2} {3} {4} {5}{6}", "{4}, {0} {1} {2} {3} {5}{6}{7}", "{0} {1} {2} {3} {4} {5}{6}{7}", "{3} {4}, {0} {1} {2} {5}{6}{7}",
    ];

    public string Say(Intent intent, Phrases phrases)
    {
        var parts = phrases.Sections.Select((section, at) =>
            section.Meanings[intent.Meanings[at]] is var ways ? ways[Ways[at] % ways.Length] : "").ToArray();
        // What is said beside the sentence stands between commas.
        parts[6] = parts[6].Length > 0 ? ", " + parts[6] : "";
        parts[7] = parts[7].Length == 0 ? "" : Order % Orders == 0 ? parts[7] + ": " : ", " + parts[7];
        var said = string.Format(System.Globalization.CultureInfo.InvariantCulture, Sentences[Order % Orders], parts);
        said = string.Join(' ', said.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Replace(" ,", ",", StringComparison.Ordinal);
        said = char.ToUpperInvariant(said[0]) + said[1..];
        return intent.Serial > 0 ? $"{said}, house number {intent.Serial}" : said;
    }
}
