using System.Globalization;
using System.Text.Json;

namespace Backlot.Benchmarks.Contract;

/// <summary>Checks JSON against the schemas of an OpenAPI 3.1 document (JSON Schema 2020-12).</summary>
/// <param name="document">Where <c>$ref</c>s point into.</param>
/// <remarks>It knows the words that our document uses, and fails at any other: a word that it passed over would be a
/// promise nobody checks.</remarks>
internal sealed class JsonSchema(JsonElement document)
{
    private static readonly HashSet<string> Notes = ["description", "title", "examples", "example", "default", "deprecated"];

    /// <param name="closed">Whether members that no schema names are faults even where the schema allows them: an answer may
    /// grow, but not unwritten.</param>
    /// <returns>What is wrong, each with its place as a JSON Pointer; empty when nothing is.</returns>
    /// <exception cref="NotSupportedException">The schema has a word that is not known here.</exception>
    public List<string> FaultsOf(JsonElement schema, JsonElement value, bool closed = false)
    {
        var faults = new List<string>();
        new Look(this, closed, faults).At(schema, value, "");
        return faults;
    }

    /// <summary>The schema itself, or the one that it refers to.</summary>
    public JsonElement Resolve(JsonElement schema)
    {
        while (schema.TryGetProperty("$ref", out var reference))
            schema = Named(reference.GetString() ?? "");
        return schema;
    }

    private JsonElement Named(string reference)
    {
        var here = document;
        foreach (var step in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
            here = here.GetProperty(step.Replace("~1", "/").Replace("~0", "~"));
        return here;
    }

    private sealed class Look(JsonSchema schemas, bool closed, List<string> faults)
    {
        public void At(JsonElement schema, JsonElement value, string place)
        {
            foreach (var word in schema.EnumerateObject())
                Word(schema, word.Name, word.Value, value, place);
        }

        private void Word(JsonElement schema, string word, JsonElement rule, JsonElement value, string place)
        {
            switch (word)
            {
                case "$ref":
                    At(schemas.Named(rule.GetString() ?? ""), value, place);
                    break;
                case "type":
                    Demand(JsonTypes.Fits(rule, value), place, $"is {JsonTypes.Of(value)}, not {rule.GetRawText()}");
                    break;
                case "enum":
                    Demand(rule.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)), place, $"is {value.GetRawText()}, none of {rule}");
                    break;
                case "oneOf" or "anyOf":
                    var fitting = rule.EnumerateArray().Count(one => schemas.FaultsOf(one, value, closed).Count == 0);
                    Demand(word == "oneOf" ? fitting == 1 : fitting > 0, place, $"fits {fitting} schemas of {word}");
                    break;
                case "minimum" or "maximum" when value.ValueKind == JsonValueKind.Number:
                    var order = value.GetDouble().CompareTo(rule.GetDouble());
                    Demand(word == "minimum" ? order >= 0 : order <= 0, place, $"is {value}; the {word} is {rule}");
                    break;
                case "minLength" or "maxLength" or "pattern" or "format" when value.ValueKind == JsonValueKind.String:
                    Demand(TextRules.Holds(word, rule, value.GetString() ?? ""), place, $"is {Short(value)}; its {word} is {rule}");
                    break;
                case "format" when value.ValueKind == JsonValueKind.Number:
                    Demand(TextRules.NumberHolds(rule.GetString(), value), place, $"is {value}, no {rule}");
                    break;
                case "items" when value.ValueKind == JsonValueKind.Array:
                    foreach (var (i, item) in value.EnumerateArray().Index())
                        At(rule, item, string.Create(CultureInfo.InvariantCulture, $"{place}/{i}"));
                    break;
                case "minItems" or "maxItems" when value.ValueKind == JsonValueKind.Array:
                    Count(word, rule, value.GetArrayLength(), place);
                    break;
                case "minProperties" or "maxProperties" when value.ValueKind == JsonValueKind.Object:
                    Count(word, rule, value.GetPropertyCount(), place);
                    break;
                case "required" when value.ValueKind == JsonValueKind.Object:
                    foreach (var name in rule.EnumerateArray())
                        Demand(value.TryGetProperty(name.GetString() ?? "", out _), place, $"has no {name}");
                    break;
                case "properties" when value.ValueKind == JsonValueKind.Object:
                    Members(schema, rule, value, place);
                    break;
                case "additionalProperties" when value.ValueKind == JsonValueKind.Object && !schema.TryGetProperty("properties", out _):
                    foreach (var member in value.EnumerateObject())
                        Other(rule, member, place);
                    break;
                case "minimum" or "maximum" or "minLength" or "maxLength" or "pattern" or "format" or "items" or "minItems" or "maxItems"
                    or "minProperties" or "maxProperties" or "required" or "properties" or "additionalProperties":
                    break;      // about values of another type
                case var other when !Notes.Contains(other):
                    throw new NotSupportedException($"The document uses '{other}', which is not checked yet: teach it to {nameof(JsonSchema)}.");
            }
        }

        private void Members(JsonElement schema, JsonElement properties, JsonElement value, string place)
        {
            foreach (var member in value.EnumerateObject())
                if (properties.TryGetProperty(member.Name, out var inside))
                    At(inside, member.Value, $"{place}/{member.Name}");
                else if (schema.TryGetProperty("additionalProperties", out var others))
                    Other(others, member, place);
                else
                    Demand(!closed, place, $"has '{member.Name}', which the document does not name");
        }

        private void Other(JsonElement rule, JsonProperty member, string place)
        {
            if (rule.ValueKind == JsonValueKind.Object)
                At(rule, member.Value, $"{place}/{member.Name}");
            else
                Demand(rule.ValueKind == JsonValueKind.True, place, $"has '{member.Name}', which is not allowed");
        }

        private void Count(string word, JsonElement rule, int count, string place) => Demand(
            word.StartsWith("min", StringComparison.Ordinal) ? count >= rule.GetInt32() : count <= rule.GetInt32(), place, $"has {count}; {word} is {rule}");

        private void Demand(bool holds, string place, string fault)
        {
            if (!holds)
                faults.Add($"{(place.Length == 0 ? "the whole" : place)} {fault}");
        }

        private static string Short(JsonElement text) => text.GetRawText() is { Length: > 80 } raw ? $"{raw[..80]}… ({raw.Length})" : text.GetRawText();
    }
}
