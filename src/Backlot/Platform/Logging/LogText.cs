using System.Globalization;
using System.Text;

namespace Backlot.Platform.Logging;

/// <summary>Text from outside, made fit for a line of the log.</summary>
internal static class LogText
{
    /// <summary>Whatever could end the line, move the cursor, colour the terminal or turn the reading direction is written
    /// as <c>\u001b</c>; the backslash itself twice, so that nothing can pretend.</summary>
    public static void Write(TextWriter line, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (c == '\\')
                line.Write(@"\\");
            else if (c == '\n')
                line.Write(@"\n");
            else if (c == '\r')
                line.Write(@"\r");
            else if (Hides(c))
                line.Write($@"\u{(int)c:x4}");
            else
                line.Write(c);
    }

    public static string Of(string text)
    {
        using var line = new StringWriter(new StringBuilder(text.Length + 16), CultureInfo.InvariantCulture);
        Write(line, text);
        return line.ToString();
    }

    private static bool Hides(char c) => char.GetUnicodeCategory(c) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
