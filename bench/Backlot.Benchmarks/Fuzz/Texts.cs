using System.Globalization;
using System.Text;
using System.Text.Json;
using Backlot.Benchmarks.Contract;

namespace Backlot.Benchmarks.Fuzz;

/// <summary>Strings that a schema allows.</summary>
internal static class Texts
{
    private const int Tries = 8;

    /// <summary>Letters of many scripts, joined and combined ones, and ones outside of the basic plane.</summary>
    private static readonly string[] Pieces = ["a", "Z", "7", " ", "-", "é", "ß", "ж", "中", "ا", "שׁ", "e\u0301", "👩‍🚀", "𝔅", "🎬", "%", "_", "'", "\"", "\\", "<b>", "/"];

    /// <param name="shortest">As short as it may be.</param>
    public static string Fitting(JsonElement schema, Dice dice, bool shortest)
    {
        if (schema.TryGetProperty("format", out var format) && OfFormat(format.GetString(), dice) is { } formed)
            return formed;
        var least = schema.TryGetProperty("minLength", out var min) ? min.GetInt32() : 0;
        var most = Math.Max(least, schema.TryGetProperty("maxLength", out var max) ? max.GetInt32() : 100);
        for (var n = 0; n < Tries; n++)
        {
            var length = shortest ? least : dice.Percent(10) ? most : (int)dice.Between(least, Math.Min(most, least + 40));
            var text = shortest ? new string('a', length) : OfLength(length, dice);
            if (Fits(schema, text))
                return text;
        }
        var digits = dice.Id().ToString("N");
        return Fits(schema, digits) ? digits
            : schema.TryGetProperty("examples", out var examples) ? examples[0].GetString() ?? "" : new string('a', Math.Max(least, 1));
    }

    /// <summary>So many code points.</summary>
    public static string OfLength(int length, Dice dice)
    {
        var text = new StringBuilder();
        for (var left = length; left > 0;)
        {
            var piece = dice.Pick(Pieces);
            var size = piece.EnumerateRunes().Count();
            if (size > left)
                piece = "x";
            text.Append(piece);
            left -= Math.Min(size, left) == size ? size : 1;
        }
        return text.ToString();
    }

    private static bool Fits(JsonElement schema, string text) => ((string[])["minLength", "maxLength", "pattern", "format"])
        .All(word => !schema.TryGetProperty(word, out var rule) || TextRules.Holds(word, rule, text));

    private static string? OfFormat(string? format, Dice dice) => format switch
    {
        "uuid" => dice.Id().ToString(),
        "date-time" => DateTimeOffset.UnixEpoch.AddSeconds(dice.Between(0, 4_000_000_000)).ToString("O", CultureInfo.InvariantCulture),
        "date" => DateOnly.FromDayNumber(700_000 + dice.Below(50_000)).ToString("O", CultureInfo.InvariantCulture),
        "email" => $"someone{dice.Below(1_000_000)}@example.org",
        "uri" or "uri-reference" => $"https://example.org/{dice.Below(1000)}",
        _ => null,
    };
}
