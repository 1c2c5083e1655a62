using System.Text.RegularExpressions;
using Backlot.Platform.Database;
using Backlot.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Tests.Platform.Database;

/// <summary>SQL that is written by hand passes by the filter of the context, so it carries the user itself, or says that
/// it is for the system.</summary>
public sealed partial class SqlOwnershipTests
{
    private const string ForTheSystem = "-- For the system: ";

    /// <summary>Where the filter is left out. A line more here is a decision.</summary>
    private static readonly Dictionary<string, string> SeesEverybody = new()
    {
        ["Library/MediaApi.cs"] = "a signed link is the right to see what it names",
    };

    private static readonly string Tables = string.Join('|', OwnedTables());

    [Fact]
    public void Every_sql_file_that_names_an_owned_table_carries_the_user_or_says_that_it_is_for_the_system()
    {
        var assembly = typeof(BacklotDb).Assembly;
        var files = assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal) && !name.StartsWith("Platform/Database/Migrations/", StringComparison.Ordinal)).ToList();
        Assert.Contains("Channels/Sql/progress.sql", files);

        Assert.DoesNotContain(files, name => !IsFineFile(SqlFile.Read(name)));
    }

    [Fact]
    public void Every_statement_in_the_code_that_names_an_owned_table_carries_the_user()
    {
        var wrong =
            from file in Sources()
            from statement in Comment().Replace(File.ReadAllText(file), "").Split(';')
            where NamesOwnedTable(statement) && !statement.Contains("user_id", StringComparison.Ordinal)
            select $"{Relative(file)}: {statement.Trim()}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_filter_is_left_out_only_where_that_was_decided()
    {
        var files = Sources().Where(file => Comment().Replace(File.ReadAllText(file), "").Contains("IgnoreQueryFilters", StringComparison.Ordinal));

        Assert.Equal(SeesEverybody.Keys.Order(), files.Select(Relative).Order());
    }

    [Theory]
    [InlineData("select * from jobs where id = $1", false)]
    [InlineData("update channels set name = 'x'", false)]
    [InlineData("insert into images values ($1)", false)]
    [InlineData("-- How many\nselect count(*)\nfrom users u join\n  jobs j on true", false)]
    [InlineData("-- For the system: a worker serves all.\nselect * from jobs", true)]
    [InlineData("select * from jobs where user_id = $1", true)]
    [InlineData("select * from workers", true)]
    public void A_statement_is_judged_by_the_tables_it_names(string sql, bool fine) => Assert.Equal(fine, IsFineFile(sql));

    private static bool IsFineFile(string sql) =>
        sql.StartsWith(ForTheSystem, StringComparison.Ordinal) || !NamesOwnedTable(sql) || sql.Contains("user_id", StringComparison.Ordinal);

    private static bool NamesOwnedTable(string text) =>
        TableName().Matches(text).Any(match => Tables.Split('|').Contains(match.Groups["table"].Value));

    private static IEnumerable<string> OwnedTables()
    {
        using var db = new BacklotDb(Schema.Options("Host=nowhere").Options);
        return [.. db.Model.GetEntityTypes().Where(e => e.GetDeclaredQueryFilters().Count > 0).Select(e => e.GetTableName()!)];
    }

    private static IEnumerable<string> Sources() => Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/Backlot"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    private static string Relative(string file) => Path.GetRelativePath(Path.Combine(Repository.Root, "src/Backlot"), file);

    [GeneratedRegex(@"\b(from|join|update|into)\s+(only\s+)?(?<table>[a-z_]+)\b")]
    private static partial Regex TableName();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
