using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Backlot.Benchmarks.Fuzz;

/// <summary>Takes a body that is good, and makes it something else: of another kind, shape or size, or no JSON at all.</summary>
internal sealed class SpoiltBody(Dice dice)
{
    /// <summary>Stands in a tree for text that no tree can hold; exchanged once it is written.</summary>
    private const string Raw = "\"@@raw@@\"";
    private static readonly string RawText = Raw.Trim('"');

    /// <returns>The bytes, and in a few words what was done.</returns>
    public (byte[] Bytes, string How) Make(JsonNode? body) => dice.Below(100) switch
    {
        < 30 => At(body, dice.Pick(NaughtyTexts.Strings), "a naughty string"),
        < 42 => At(body, dice.Pick(NaughtyTexts.Numbers), "a naughty number"),
        < 50 => At(body, dice.Pick(["null", "true", "[]", "{}", "[null]", "\"text\"", "7", "{\"a\":{\"b\":[]}}"]), "another type"),
        < 56 => At(body, JsonSerializer.Serialize(Texts.OfLength(dice.Pick([50, 100, 101, 200, 201, 320, 321, 512, 2001, 4097, 10_001, 100_000]), dice)), "a long text"),
        < 59 => At(body, "[" + string.Join(',', Enumerable.Repeat(dice.Pick(["1", "\"a\"", "null", "{}"]), dice.Pick([11, 501, 10_000]))) + "]", "a long list"),
        < 62 => At(body, Nested(dice.Pick([31, 33, 65, 2000, 30_000])), "deep nesting"),
        < 70 => Without(body),
        < 78 => With(body, dice.Pick(["id", "userId", "role", "status", "__proto__", "$type", "constructor", "isAdmin", "extra", "Name", ""]), "a member more"),
        < 84 => Twice(body),
        _ => Bytes(body),
    };

    private (byte[] Bytes, string How) At(JsonNode? body, string raw, string how)
    {
        var places = Places(body).ToList();
        if (places.Count == 0 || dice.Percent(5))
            return (Encoding.UTF8.GetBytes(raw), how + " for the whole");
        var (parent, name, index) = dice.Pick(places);
        if (parent is JsonObject record)
            record[name] = RawText;
        else if (parent is JsonArray list)
            list[index] = RawText;
        return (Written(body, raw), $"{how} at {(parent is JsonObject ? name : index)}");
    }

    private (byte[] Bytes, string How) Without(JsonNode? body)
    {
        var members = Places(body).Where(place => place.Parent is JsonObject).ToList();
        if (members.Count == 0)
            return ("{}"u8.ToArray(), "nothing in it");
        var (parent, name, _) = dice.Pick(members);
        ((JsonObject)parent).Remove(name);
        return (Written(body, ""), $"without {name}");
    }

    private (byte[] Bytes, string How) With(JsonNode? body, string name, string how)
    {
        var records = Records(body).ToList();
        if (records.Count == 0)
            return ("{\"extra\":1}"u8.ToArray(), how);
        dice.Pick(records)[name] = RawText;
        return (Written(body, dice.Pick(["1", "\"x\"", "null", "{}"])), $"{how}: {name}");
    }

    /// <summary>The same name again, at times with another value.</summary>
    private (byte[] Bytes, string How) Twice(JsonNode? body)
    {
        if (Places(body).Where(place => place.Parent is JsonObject).ToList() is not { Count: > 0 } members)
            return ("{\"a\":1,\"a\":2}"u8.ToArray(), "a name twice");
        var (parent, name, _) = dice.Pick(members);
        var value = parent[name]?.ToJsonString() ?? "null";
        parent[name] = RawText;
        var again = dice.Percent(50) ? value : dice.Pick(NaughtyTexts.Strings);
        return (Written(body, $"{value},{JsonSerializer.Serialize(name)}:{again}"), $"{name} twice");
    }

    private (byte[] Bytes, string How) Bytes(JsonNode? body)
    {
        var good = Encoding.UTF8.GetBytes(body?.ToJsonString() ?? "null");
        return dice.Below(12) switch
        {
            0 => ([], "empty"),
            1 => (good[..dice.Below(good.Length)], "cut off"),
            2 => ([.. good, .. "x"u8], "something after it"),
            3 => ([.. "\ufeff"u8, .. good], "with a byte order mark"),
            4 => (Inserted(good, dice.Pick<byte[]>([[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0x80]])), "invalid UTF-8"),
            5 => (Encoding.Unicode.GetBytes(body?.ToJsonString() ?? "null"), "in UTF-16"),
            6 => ([.. "/* a */"u8, .. good], "with a comment"),
            7 => (Encoding.UTF8.GetBytes((body?.ToJsonString() ?? "{}").TrimEnd('}', ']') + ",}"), "with a comma at its end"),
            8 => (Encoding.UTF8.GetBytes((body?.ToJsonString() ?? "{}").Replace('"', '\'')), "in single quotes"),
            9 => (Inserted(good, [(byte)dice.Below(256)]), "with a byte more"),
            10 => ([.. good, .. new byte[dice.Pick([1, 1000])]], "with NULs after it"),
            _ => ([.. good, .. Enumerable.Repeat((byte)' ', dice.Pick([1, 1000, 1_100_000]))], "with blanks after it"),
        };
    }

    private byte[] Inserted(byte[] into, byte[] what)
    {
        var at = dice.Below(into.Length + 1);
        return [.. into[..at], .. what, .. into[at..]];
    }

    private static byte[] Written(JsonNode? body, string raw) => Encoding.UTF8.GetBytes((body?.ToJsonString() ?? "null").Replace(Raw, raw));

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    private static IEnumerable<(JsonNode Parent, string Name, int Index)> Places(JsonNode? node) => node switch
    {
        JsonObject record => record.SelectMany(member => Places(member.Value).Prepend((record, member.Key, 0))),
        JsonArray list => list.Index().SelectMany(item => Places(item.Item).Prepend((list, "", item.Index))),
        _ => [],
    };

    private static IEnumerable<JsonObject> Records(JsonNode? node) => node switch
    {
        JsonObject record => record.SelectMany(member => Records(member.Value)).Prepend(record),
        JsonArray list => list.SelectMany(Records),
        _ => [],
    };
}
