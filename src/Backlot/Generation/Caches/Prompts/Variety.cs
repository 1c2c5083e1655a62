using System.Text.RegularExpressions;

namespace Backlot.Generation.Caches.Prompts;

/// <summary>Prompts that ask for something else than there was: no cache may answer them.</summary>
internal static partial class Variety
{
    public static bool IsAskedFor(string prompt) => Wish().IsMatch(PromptText.Normalise(prompt));

    [GeneratedRegex("""
        \b(\d+|two|three|four|five|six|seven|eight|nine|ten|dozen|many|several|some|few|multiple|various)\s+(\w+\s+)?(different|distinct|alternative|unique|varied|more)\b
        |\b(variations?|variants?|alternatives?|alternate\s+(versions?|takes?)|re-?rolls?|remix(es)?)\b
        |\b(another|different|new|fresh|alternative|other)\s+(version|take|variation|one|option|attempt|try|idea|interpretation)s?\b
        |\b(several|multiple|various|many|few|\d+|two|three|four|five)\s+(versions|takes|options|ideas|attempts|interpretations)\b
        |\b(surprise\s+me|be\s+creative|something\s+(else|different|new)|make\s+(it|them)\s+(different|unique|random)|at\s+random|randomi[sz]ed?|randomly\s+(chosen|selected|picked))\b
        |\b(not\s+(like|the\s+same\s+as)|different\s+(from|than|to))\s+(the\s+)?(last|previous|before|first)\b
        |\b(try|do\s+it|generate|make\s+it)\s+again\b
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Wish();
}
