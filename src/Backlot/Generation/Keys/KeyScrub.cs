using System.Text;

namespace Backlot.Generation.Keys;

/// <summary>Makes a provider's words fit to be shown: providers repeat keys in their errors, whole or in part.</summary>
internal static class KeyScrub
{
    private const int LongestText = 300;

    /// <summary>So long a piece of a secret is no coincidence.</summary>
    private const int Telling = 6;

    /// <param name="text">From outside.</param>
    /// <param name="secrets">Whatever was sent and must not come back, in every form it was sent in.</param>
    /// <returns>At most 300 characters on one line; each piece of a secret is <c>[key]</c>.</returns>
    public static string Clean(string text, IEnumerable<string> secrets)
    {
        var line = Without(OneLine(text), [.. secrets.SelectMany(Forms).Where(s => s.Length >= Telling).Distinct()]);
        return line.Length <= LongestText ? line : line[..LongestText] + "…";
    }

    private static string[] Forms(string secret) =>
        [secret, Uri.EscapeDataString(secret), Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('=')];

    private static string Without(string text, string[] secrets)
    {
        var told = new bool[text.Length];
        for (var at = 0; at + Telling <= text.Length; at++)
            told.AsSpan(at, secrets.Select(secret => Piece(text, at, secret)).DefaultIfEmpty(0).Max()).Fill(true);
        var clean = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
            if (!told[at])
                clean.Append(text[at]);
            else if (at == 0 || !told[at - 1])
                clean.Append("[key]");
        return clean.ToString();
    }

    /// <returns>How many characters from there on are a piece of the secret; 0 when they are too few to tell.</returns>
    private static int Piece(string text, int at, string secret)
    {
        var length = Telling;
        if (!secret.Contains(text.Substring(at, length), StringComparison.OrdinalIgnoreCase))
            return 0;
        while (at + length < text.Length && secret.Contains(text.Substring(at, length + 1), StringComparison.OrdinalIgnoreCase))
            length++;
        return length;
    }

    /// <summary>Far more than is shown is looked through, so that no cut hides the head of a key from the search.</summary>
    private static string OneLine(string text) => string.Join(' ', new string([.. text.Take(LongestText * 10)
        .Select(c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c)]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
