using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Backlot.Generation.Caches.Prompts;

/// <summary>What of a prompt decides whether it is the same one again.</summary>
internal static class PromptText
{
    /// <summary>Without what nobody means by it: capitals, widths, kinds of quotes and dashes, spaces, a full stop at the end.</summary>
    public static string Normalise(string prompt)
    {
        var text = new StringBuilder(prompt.Length);
        var space = false;
        foreach (var c in prompt)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                space = text.Length > 0;
                continue;
            }
            if (space)
                text.Append(' ');
            space = false;
            text.Append(char.ToLowerInvariant(Plain(c)));
        }
        return text.ToString().TrimEnd('.', ' ', ';');
    }

    private static char Plain(char c) => c switch
    {
        '\u2018' or '\u2019' or '\u201B' => '\'',
        '\u201C' or '\u201D' or '\u201E' => '"',
        '\u2010' or '\u2011' or '\u2013' => '-',
        >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),      // ASCII in the width of a Chinese character
        _ => c,
    };

    /// <summary>128 bits of a SHA-256 over the parts, as a key.</summary>
    public static Guid Key(params IEnumerable<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));       // else "ab" + "c" would be "a" + "bc"
            hash.AppendData(bytes);
        }
        return new(hash.GetHashAndReset().AsSpan(0, 16));
    }

    /// <summary>One text for all JSON that says the same: keys sorted, no spaces, fields that are null left out.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static string Canonical(string json) => Sorted(JsonNode.Parse(json))?.ToJsonString() ?? "null";

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields.Where(f => f.Value is not null).OrderBy(f => f.Key, StringComparer.Ordinal)
            .Select(f => KeyValuePair.Create(f.Key, Sorted(f.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        JsonValue value when value.TryGetValue<decimal>(out var number) => JsonValue.Create(number / 1.000000000000000000000000000000000m),     // 1.0 is 1
        null => null,
        _ => node.DeepClone(),
    };
}
