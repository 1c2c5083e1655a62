namespace Backlot.Generation.Answers;

/// <summary>Makes what a model wrote fit to be kept: a database takes no zero character, and nobody wants a megabyte.</summary>
internal static class PlainText
{
    /// <returns>On one line, of bounded length; null for nothing.</returns>
    public static string? Of(string? text, int longest)
    {
        var line = string.Join(' ', new string([.. (text ?? "").Select(c => char.IsControl(c) || c is '\ufffe' or '\uffff' ? ' ' : c)])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (line.Length > longest)
            line = line[..(char.IsHighSurrogate(line[longest - 1]) ? longest - 1 : longest)] + "…";
        return line.Length > 0 ? line : null;
    }

    /// <returns>Each once, without empty ones, so many at most.</returns>
    public static IReadOnlyList<string> Of(IEnumerable<string> texts, int longest, int most) =>
        [.. texts.Select(text => Of(text, longest)).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Take(most)];
}
