using System.Text.RegularExpressions;

namespace Backlot.Platform.Logging;

/// <summary>What a program or the system said of a fault, made fit for a client: where files lie on the server is nobody's business but its
/// log's.</summary>
internal static partial class Pathless
{
    /// <summary>Each absolute path is written as <c>(file)</c>, and addresses in memory are left out. What follows a path up to the next sign that ends
    /// one may be a part of it, and goes with it.</summary>
    public static string Of(string text) => Address().Replace(Path().Replace(text, "$1(file)"), "");

    [GeneratedRegex(@"(^|[\s'""(=,\[])(?:file:)?/[^:,;'"")\n]+", RegexOptions.NonBacktracking)]
    private static partial Regex Path();

    [GeneratedRegex(@" @ 0x[0-9a-f]+", RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
