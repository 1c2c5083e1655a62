using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Backlot.Benchmarks.Contract;

namespace Backlot.Benchmarks.Fuzz;

/// <summary>Makes JSON that a schema allows.</summary>
internal sealed class ValidValues(JsonSchema schemas)
{
    /// <summary>As little as will do: no member that may be left out, the shortest texts, the least numbers.</summary>
    public JsonNode? Smallest(JsonElement schema) => Make(schema, new(0), 0);

    /// <summary>Anything the schema allows.</summary>
    /// <param name="optionalPercent">How often a member that may be left out is there.</param>
    public JsonNode? Any(JsonElement schema, Dice dice, int optionalPercent = 40) => Make(schema, dice, optionalPercent);

    private JsonNode? Make(JsonElement schema, Dice dice, int optional)
    {
        schema = schemas.Resolve(schema);
        if (schema.TryGetProperty("oneOf", out var variants) || schema.TryGetProperty("anyOf", out variants))
            return Make(Variant(variants, dice, optional), dice, optional);
        if (schema.TryGetProperty("enum", out var words))
            return JsonNode.Parse((optional == 0 ? words[0] : dice.Pick([.. words.EnumerateArray()])).GetRawText());
        var types = JsonTypes.Allowed(schema);
        var type = types.Count > 1 && optional > 0 && types.Contains("null") && dice.Percent(10) ? "null" : types.First(t => t != "null" || types.Count == 1);
        return type switch
        {
            "object" => Record(schema, dice, optional),
            "array" => List(schema, dice, optional),
            "string" => Texts.Fitting(schema, dice, shortest: optional == 0),
            "integer" => Whole(schema, dice, least: optional == 0),
            "number" => Number(schema, dice, least: optional == 0),
            "boolean" => dice.Percent(50),
            _ => null,
        };
    }

    private static JsonElement Variant(JsonElement variants, Dice dice, int optional)
    {
        var some = variants.EnumerateArray().Where(v => optional > 0 || !(v.TryGetProperty("type", out var type) && type.ToString() == "null")).ToList();
        return dice.Pick(some);
    }

    private JsonObject Record(JsonElement schema, Dice dice, int optional)
    {
        var made = new JsonObject();
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(n => n.GetString()).ToHashSet() : [];
        if (schema.TryGetProperty("properties", out var properties))
            foreach (var property in properties.EnumerateObject())
                if (required.Contains(property.Name) || dice.Percent(optional))
                    made[property.Name] = Make(property.Value, dice, optional);
        if (optional > 0 && schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.Object)
            for (var n = dice.Below(3); n > 0; n--)
                made[$"key{n}"] = Make(others, dice, optional);
        return made;
    }

    private JsonArray List(JsonElement schema, Dice dice, int optional)
    {
        var least = schema.TryGetProperty("minItems", out var min) ? min.GetInt32() : 0;
        var most = schema.TryGetProperty("maxItems", out var max) ? max.GetInt32() : least + 5;
        var made = new JsonArray();
        for (var n = optional == 0 ? least : dice.Between(least, Math.Min(most, least + 4)); n > 0; n--)
            made.Add(schema.TryGetProperty("items", out var items) ? Make(items, dice, optional) : null);
        return made;
    }

    private static JsonNode Whole(JsonElement schema, Dice dice, bool least)
    {
        var (from, to) = Range(schema, schema.TryGetProperty("format", out var format) && format.GetString() == "int64" ? 1L << 53 : int.MaxValue);
        return least ? (long)from : dice.Percent(20) ? (long)from : dice.Percent(20) ? (long)to : dice.Between((long)from, (long)to);
    }

    private static JsonNode Number(JsonElement schema, Dice dice, bool least)
    {
        var (from, to) = Range(schema, 1e6);
        return least ? from : Math.Clamp(Math.Round(from + (to - from) * dice.Fraction(), 3), from, to);
    }

    private static (double From, double To) Range(JsonElement schema, double widest) => (
        schema.TryGetProperty("minimum", out var min) ? min.GetDouble() : -widest,
        schema.TryGetProperty("maximum", out var max) ? max.GetDouble() : widest);
}
