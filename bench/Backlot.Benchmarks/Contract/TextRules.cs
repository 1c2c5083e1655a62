using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Mail;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Backlot.Benchmarks.Contract;

/// <summary>What JSON Schema says of strings, and of the forms of numbers.</summary>
internal static class TextRules
{
    private static readonly ConcurrentDictionary<string, Regex> Patterns = new();

    /// <param name="word">minLength, maxLength, pattern or format.</param>
    /// <exception cref="NotSupportedException">A format that is not known here.</exception>
    public static bool Holds(string word, JsonElement rule, string text) => word switch
    {
        "minLength" => LengthOf(text) >= rule.GetInt32(),
        "maxLength" => LengthOf(text) <= rule.GetInt32(),
        "pattern" => Patterns.GetOrAdd(rule.GetString() ?? "", Compile).IsMatch(text),
        _ => HasFormat(rule.GetString(), text),
    };

    /// <exception cref="NotSupportedException">A format that is not known here.</exception>
    public static bool NumberHolds(string? format, JsonElement number) => format switch
    {
        "int32" => number.TryGetInt32(out _) || Math.Abs(number.GetDouble()) <= int.MaxValue,
        "int64" => number.TryGetInt64(out _) || Math.Abs(number.GetDouble()) < long.MaxValue,
        "float" or "double" => double.IsFinite(number.GetDouble()),
        "uuid" or "date-time" or "date" or "uri" or "uri-reference" or "email" or "password" or "binary" => true,     // of strings alone
        _ => throw NotKnown(format),
    };

    /// <summary>Code points, as JSON Schema counts.</summary>
    private static int LengthOf(string text) => text.EnumerateRunes().Count();

    private static bool HasFormat(string? format, string text) => format switch
    {
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _) && text.Contains('T') && Patterns.GetOrAdd(@"(Z|[+-]\d\d:\d\d)$", Compile).IsMatch(text),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", out _),
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        "uri-reference" => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _),
        "email" => MailAddress.TryCreate(text, out _),
        "password" or "binary" => true,
        "int32" or "int64" or "float" or "double" => true,      // of numbers alone
        _ => throw NotKnown(format),
    };

    /// <summary>In .NET a <c>$</c> lets a last line break pass, in ECMAScript it does not.</summary>
    private static Regex Compile(string pattern) =>
        new(pattern.EndsWith('$') ? pattern[..^1] + @"\z" : pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static NotSupportedException NotKnown(string? format) =>
        new($"The document uses the format '{format}', which is not checked yet: teach it to {nameof(TextRules)}.");
}
