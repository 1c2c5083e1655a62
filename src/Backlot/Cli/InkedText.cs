using System.Text;

namespace Backlot.Cli;

/// <summary>Colours of the terminal's own palette, so that they fit whatever background it has.</summary>
internal enum Ink { Plain, Bold, Grey, Red, Green, Yellow, Blue, Marked }

/// <summary>A piece of a line in one ink. Its characters are a column wide each.</summary>
internal readonly record struct Inked(string Text, Ink Ink = Ink.Plain)
{
    public static implicit operator Inked(string text) => new(text);
}

/// <summary>Lines of a terminal, cut where it ends.</summary>
internal static class InkedText
{
    /// <param name="pieces">Of one line.</param>
    /// <param name="width">Characters; what is beyond is left away.</param>
    /// <param name="isPlain">Without any colour.</param>
    public static string Line(IEnumerable<Inked> pieces, int width, bool isPlain)
    {
        var line = new StringBuilder();
        foreach (var (text, ink) in pieces)
        {
            var shown = text.Length <= width ? text : text[..width];
            width -= shown.Length;
            if (shown.Length > 0)
                line.Append(isPlain || ink is Ink.Plain ? shown : $"\e[{Code(ink)}m{shown}\e[0m");
        }
        return line.ToString();
    }

    private static string Code(Ink ink) => ink switch
    {
        Ink.Bold => "1",
        Ink.Grey => "90",
        Ink.Red => "31",
        Ink.Green => "32",
        Ink.Yellow => "33",
        Ink.Blue => "34",
        _ => "30;43",
    };
}

/// <summary>A table without lines. Columns are as wide as their widest cell; numbers stand at the right.</summary>
/// <param name="columns">Titles. A space before one says that its column holds numbers; spaces after that keep it so wide at least.</param>
internal sealed class InkedTable(params string[] columns)
{
    private const string Gap = "  ";

    private readonly List<Inked[][]> _rows = [];

    /// <param name="cells">As many as there are columns; a cell may be of several inks.</param>
    public void Add(params Inked[][] cells) => _rows.Add(cells);

    public IEnumerable<IEnumerable<Inked>> Lines()
    {
        var widths = columns.Select((title, i) => _rows.Select(row => WidthOf(row[i])).Append(title.Length - (IsNumber(i) ? 1 : 0)).Max()).ToArray();
        yield return columns.SelectMany((title, i) => Cell([new(title.TrimStart(), Ink.Grey)], i, widths[i]));
        foreach (var row in _rows)
            yield return row.SelectMany((cell, i) => Cell(cell, i, widths[i]));
    }

    private IEnumerable<Inked> Cell(Inked[] cell, int column, int width)
    {
        var space = new string(' ', width - WidthOf(cell));
        return IsNumber(column) ? [space, .. cell, Gap] : [.. cell, space, Gap];
    }

    private bool IsNumber(int column) => columns[column] is [' ', ..];

    private static int WidthOf(Inked[] cell) => cell.Sum(piece => piece.Text.Length);
}
