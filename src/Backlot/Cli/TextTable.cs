using Spectre.Console;

namespace Backlot.Cli;

/// <summary>A list: a table for people, lines parted by tabs for programs.</summary>
internal static class TextTable
{
    /// <param name="none">Said when there are no rows.</param>
    /// <param name="hasMore">Whether the server has more of them.</param>
    public static void Write(string[] columns, IEnumerable<string[]> rows, string none, bool hasMore)
    {
        var all = rows.ToList();
        if (Console.IsOutputRedirected)
        {
            foreach (var row in all)
                Console.WriteLine(string.Join('\t', row));
            return;
        }
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns(columns);
        foreach (var row in all)
            table.AddRow([.. row.Select(Markup.Escape)]);
        if (all.Count == 0)
            Console.WriteLine(none);
        else
            AnsiConsole.Write(table);
        if (hasMore)
            Console.WriteLine("There are more; see --limit.");
    }
}

/// <summary>The query of an address.</summary>
internal static class QueryText
{
    /// <returns>With its question mark; values that are null are left out.</returns>
    public static string Of(params IEnumerable<(string Name, string? Value)> values) => "?" + string.Join('&', values.Where(v => v.Value is not null)
        .Select(v => $"{v.Name}={Uri.EscapeDataString(v.Value ?? "")}"));
}
