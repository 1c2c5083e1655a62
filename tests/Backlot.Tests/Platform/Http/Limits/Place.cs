using System.Text.Json;
using System.Text.Json.Nodes;
using Backlot.Benchmarks.Contract;
using Backlot.Benchmarks.Fuzz;

namespace Backlot.Tests.Platform.Http.Limits;

/// <summary>A place in a body: a member, or the first element of a list.</summary>
/// <param name="Pointer">JSON Pointer.</param>
/// <param name="Schema">What may stand there.</param>
/// <param name="Way">The schemas on the way to it, each with the step that leads on.</param>
internal sealed record Place(string Pointer, JsonElement Schema, IReadOnlyList<(JsonElement Schema, string Step)> Way, ValidValues Values)
{
    /// <summary>All of them, the whole body first.</summary>
    public static List<Place> Below(JsonElement schema, JsonSchema schemas, ValidValues values)
    {
        var places = new List<Place>();
        Walk(new("", schema, [], values), schemas, places);
        return places;
    }

    /// <summary>Puts a value here, and makes the smallest of what is missing on the way.</summary>
    public void Put(JsonNode body, JsonNode? value)
    {
        var here = body;
        foreach (var (i, (_, step)) in Way.Index())
        {
            var last = i == Way.Count - 1;
            var inside = last ? value : Child(here, step) ?? Values.Smallest(Way[i + 1].Schema);
            if (here is JsonArray list && step == "0")
            {
                if (list.Count == 0)
                    list.Add(inside);
                else if (last || list[0] is null)
                    list[0] = inside;
            }
            else if (last || here[step] is null)
                here[step] = inside;
            if (!last)
                here = Child(here, step)!;
        }
    }

    private static JsonNode? Child(JsonNode here, string step) => here is JsonArray list ? list.ElementAtOrDefault(0) : here[step];

    private static void Walk(Place here, JsonSchema schemas, List<Place> places)
    {
        places.Add(here);
        var schema = schemas.Resolve(here.Schema);
        if (schema.TryGetProperty("properties", out var properties))
            foreach (var property in properties.EnumerateObject())
                Walk(here.Step(schema, property.Name, property.Value), schemas, places);
        if (schema.TryGetProperty("items", out var items))
            Walk(here.Step(schema, "0", items), schemas, places);
        if (schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.Object)
            Walk(here.Step(schema, "key", others), schemas, places);
        if (schema.TryGetProperty("oneOf", out var variants))
            foreach (var variant in variants.EnumerateArray())
                if (!(variant.TryGetProperty("type", out var type) && type.ToString() == "null"))
                    Walk(here with { Schema = variant }, schemas, places);
    }

    private Place Step(JsonElement from, string step, JsonElement to) => this with { Pointer = $"{Pointer}/{step}", Schema = to, Way = [.. Way, (from, step)] };
}
