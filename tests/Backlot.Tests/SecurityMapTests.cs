using System.Reflection;
using System.Text.RegularExpressions;
using Backlot.Tests.Support;

namespace Backlot.Tests;

/// <summary>docs/security.md says which test proves which promise: the tests it names are there and run.</summary>
public sealed partial class SecurityMapTests
{
    /// <summary>Sections of the list of promises, and how many lines each has.</summary>
    private static readonly (string Section, int Lines)[] Promises =
        [("2.1", 14), ("2.2", 8), ("2.3", 11), ("2.4", 8), ("2.5", 10), ("2.6", 9), ("2.7", 4), ("2.8", 5), ("2.9", 6), ("5", 13)];

    private static readonly string Map = File.ReadAllText(Path.Combine(Repository.Root, "docs/security.md"));

    [Fact]
    public void Every_line_of_every_section_has_a_row()
    {
        var rows = Row().Matches(Map).Select(row => row.Groups[1].Value).ToHashSet();

        Assert.Empty(Promises.SelectMany(p => Enumerable.Range(1, p.Lines).Select(n => $"{p.Section}.{n}")).Except(rows));
    }

    [Fact]
    public void Every_test_that_the_map_names_is_one()
    {
        var tests = typeof(SecurityMapTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
                .Where(method => method.GetCustomAttributes().Any(a => a is Xunit.v3.IFactAttribute)).Select(method => $"{type.Name}.{method.Name}"))
            .ToHashSet();
        var named = TestName().Matches(Map).Select(name => name.Groups[1].Value).ToList();

        Assert.InRange(named.Count, 60, 1000);
        Assert.Empty(named.Except(tests).Order());
    }

    [GeneratedRegex(@"^\| ([0-9.]+) \|", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Row();

    [GeneratedRegex(@"`([A-Z]\w+Tests\.\w+)`", RegexOptions.NonBacktracking)]
    private static partial Regex TestName();
}
