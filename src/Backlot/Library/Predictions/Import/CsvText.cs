using System.Text;

namespace Backlot.Library.Predictions.Import;

/// <summary>One record of a CSV text.</summary>
/// <param name="Number">The line on which it begins, from 1.</param>
internal sealed record CsvLine(int Number, IReadOnlyList<string> Fields);

/// <summary>It cannot be read on from this line.</summary>
internal sealed class CsvBroken(int line, string message) : FormatException(message)
{
    public int Line { get; } = line;
}

/// <summary>Comma-separated values as RFC 4180 has them; also with semicolons or tabs, whichever the first line has most of. Blank lines
/// and blanks around fields are left out.</summary>
internal static class CsvText
{
    private const string Separators = ",;\t";

    /// <exception cref="CsvBroken">A quoted field has no end.</exception>
    public static IEnumerable<CsvLine> Read(string text)
    {
        text = text.TrimStart('\uFEFF');        // spreadsheets begin with it
        var first = text.AsSpan()[..(text.IndexOf('\n') is var end and >= 0 ? end : text.Length)].ToString();
        var separator = Separators.MaxBy(candidate => first.Count(c => c == candidate));
        for (var (at, number) = (0, 1); at < text.Length;)
        {
            var begins = number;
            var fields = ReadLine(text, separator, ref at, ref number);
            if (fields.Any(field => field.Length > 0))
                yield return new(begins, fields);
        }
    }

    private static List<string> ReadLine(string text, char separator, ref int at, ref int number)
    {
        var fields = new List<string>();
        var (field, isBlank) = (new StringBuilder(), true);
        for (; at < text.Length && text[at] != '\n'; at++)
            if (text[at] == separator)
                Take();
            else if (text[at] == '"' && isBlank)
            {
                ReadQuoted(text, field.Clear(), ref at, ref number);
                isBlank = string.IsNullOrWhiteSpace(field.ToString());
            }
            else
            {
                field.Append(text[at]);
                isBlank &= char.IsWhiteSpace(text[at]);
            }
        Take();
        at++;
        number++;
        return fields;

        void Take()
        {
            fields.Add(field.ToString().Trim());
            field.Clear();
            isBlank = true;
        }
    }

    /// <param name="at">The opening quote; afterwards the closing one.</param>
    private static void ReadQuoted(string text, StringBuilder field, ref int at, ref int number)
    {
        var begins = number;
        for (at++; at < text.Length; at++)
            if (text[at] != '"')
            {
                number += text[at] == '\n' ? 1 : 0;
                field.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
                field.Append(text[at++]);
            else
                return;
        throw new CsvBroken(begins, "a quoted field has no end; close it with a quotation mark.");
    }
}
