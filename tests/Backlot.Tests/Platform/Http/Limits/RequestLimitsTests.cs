using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Backlot.Benchmarks.Contract;
using Backlot.Benchmarks.Fuzz;
using Backlot.Tests.Support;
using Backlot.Tests.Support.OpenApi;

namespace Backlot.Tests.Platform.Http.Limits;

/// <summary>The limits that the document promises are the ones the server keeps; read off the document, so that no field
/// of no request is left out.</summary>
public sealed class RequestLimitsTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly ApiContract Contract = CommittedContract.Value;
    private static readonly ValidValues Values = new(Contract.Schemas);

    /// <summary>How the limits speak.</summary>
    private static readonly string[] LimitWords = [": write ", ": choose ", ": there are ", ": it is "];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Operations that are sent something.</summary>
    public static TheoryData<string> Writing => [.. Contract.Operations.Where(o => o.Body is not null).Select(o => o.Id)];

    [Theory(Timeout = 300_000)]
    [MemberData(nameof(Writing))]
    public void Everything_that_is_sent_is_closed_and_bounded(string operation)
    {
        var open = Places(operation).Where(place => !IsBounded(Contract.Schemas.Resolve(place.Schema))).Select(place => place.Pointer);

        Assert.Empty(open);
    }

    [Theory(Timeout = 300_000)]
    [MemberData(nameof(Writing))]
    public async Task A_string_may_be_as_long_as_the_document_says_and_not_one_longer(string operation)
    {
        var texts = Places(operation).Where(place => LengthOf(place.Schema) is not null).ToList();
        foreach (var place in texts)
        {
            var longest = LengthOf(place.Schema)!.Value;
            var fits = await FaultsAsync(operation, place, Texts.Fitting(WithLength(place.Schema, longest), new(1), shortest: true));
            Assert.DoesNotContain(fits, fault => IsOf(fault, place));

            Assert.Contains(await FaultsAsync(operation, place, new string('a', longest + 1)), fault => IsOf(fault, place));
        }
    }

    [Theory(Timeout = 300_000)]
    [MemberData(nameof(Writing))]
    public async Task A_list_may_hold_as_many_as_the_document_says_and_never_ten_thousand(string operation)
    {
        foreach (var place in Places(operation).Where(place => Contract.Schemas.Resolve(place.Schema).TryGetProperty("maxItems", out _)))
        {
            var list = Contract.Schemas.Resolve(place.Schema);
            Assert.Contains(await FaultsAsync(operation, place, TooMany(list)), fault => IsOf(fault, place));

            Assert.DoesNotContain(await FaultsAsync(operation, place, Many(list, list.GetProperty("maxItems").GetInt32())), fault => IsOf(fault, place));
        }
    }

    [Theory(Timeout = 300_000)]
    [MemberData(nameof(Writing))]
    public async Task A_number_may_be_as_large_as_the_document_says_and_not_more(string operation)
    {
        foreach (var place in Places(operation).Where(place => Contract.Schemas.Resolve(place.Schema).TryGetProperty("maximum", out _)))
        {
            var number = Contract.Schemas.Resolve(place.Schema);
            var (least, most) = (number.GetProperty("minimum").GetDecimal(), number.GetProperty("maximum").GetDecimal());
            Assert.DoesNotContain(await FaultsAsync(operation, place, least), fault => IsOf(fault, place));
            Assert.DoesNotContain(await FaultsAsync(operation, place, most), fault => IsOf(fault, place));
            Assert.Contains(await FaultsAsync(operation, place, least - 1), fault => IsOf(fault, place));
            Assert.Contains(await FaultsAsync(operation, place, most + 1), fault => IsOf(fault, place));
        }
    }

    [Theory(Timeout = 300_000)]
    [MemberData(nameof(Writing))]
    public void The_example_is_one_that_the_document_allows(string operation)
    {
        var schema = Contract.Operations.Single(o => o.Id == operation).Body!.Value;
        var examples = Contract.Schemas.Resolve(schema).GetProperty("examples");

        Assert.NotEqual(0, examples.GetArrayLength());
        Assert.All(examples.EnumerateArray(), example => Assert.Empty(Contract.Schemas.FaultsOf(schema, example)));
    }

    [Theory(Timeout = 300_000)]
    [MemberData(nameof(Writing))]
    public async Task The_example_breaks_no_limit_of_the_server(string operation)
    {
        var schema = Contract.Operations.Single(o => o.Id == operation).Body!.Value;
        var example = JsonNode.Parse(Contract.Schemas.Resolve(schema).GetProperty("examples")[0].GetRawText());

        using var reply = await SendAsync(operation, example);

        // Ids, codes and names in it are nobody's; each by itself is good.
        var answer = await reply.Content.ReadAsStringAsync(Ct);
        Assert.True((int)reply.StatusCode is < 300 or 401 or 404 or 422, answer);
        Assert.DoesNotContain(LimitWords, word => answer.Contains(word, StringComparison.Ordinal));
    }

    /// <summary>The framework's reader lets null pass here when it reads from a stream.</summary>
    [Fact(Timeout = 60_000)]
    public async Task Null_is_refused_where_the_document_has_none()
    {
        var schema = Contract.Schemas.Resolve(Contract.Operations.Single(o => o.Id == "addRender").Body!.Value);
        var body = JsonNode.Parse(schema.GetProperty("examples")[0].GetRawText())!;
        body["timeline"]!["tags"] = null;

        using var reply = await SendAsync("addRender", body);

        var error = Assert.Single((await ProblemDocument.ReadAsync(reply)).Errors!.Value.EnumerateArray());
        Assert.Equal("/timeline/tags", error.GetProperty("pointer").GetString());
    }

    /// <summary>Sends the smallest body with one value in its place.</summary>
    /// <returns>What was refused, each with its place.</returns>
    private async Task<List<(string Pointer, string Detail)>> FaultsAsync(string operation, Place place, JsonNode? value)
    {
        var body = Values.Smallest(Contract.Operations.Single(o => o.Id == operation).Body!.Value)!;
        place.Put(body, value);
        using var reply = await SendAsync(operation, body);
        if ((int)reply.StatusCode != 422)
        {
            Assert.NotEqual(400, (int)reply.StatusCode);
            return [];
        }
        var problem = await ProblemDocument.ReadAsync(reply);
        return problem.Errors is not { } errors ? [] : [.. errors.EnumerateArray().Select(error =>
            (error.GetProperty("pointer").GetString()!, error.GetProperty("detail").GetString()!))];
    }

    /// <summary>A limit of that place was broken; that a name is not known, say, is another matter.</summary>
    private static bool IsOf((string Pointer, string Detail) fault, Place place) =>
        fault.Pointer == place.Pointer && LimitWords.Any(word => fault.Detail.Contains(word, StringComparison.Ordinal));

    private Task<HttpResponseMessage> SendAsync(string operation, JsonNode? body)
    {
        var (method, path) = (Contract.Operations.Single(o => o.Id == operation).Method, Contract.Operations.Single(o => o.Id == operation).Path);
        var filled = System.Text.RegularExpressions.Regex.Replace(path, @"\{(\w+)\}", name => name.Groups[1].Value == "n" ? "1" : Guid.CreateVersion7().ToString());
        return shared.Http.SendAsync(new(new(method), filled) { Content = JsonContent.Create(body) }, Ct);
    }

    /// <summary>Ten thousand, or as many as a body of a mebibyte has room for.</summary>
    private static JsonArray TooMany(JsonElement list) =>
        Many(list, Math.Min(10_000, 900_000 / (Many(list, 1).ToJsonString().Length - 1)));

    private static JsonArray Many(JsonElement list, int count)
    {
        var item = Values.Smallest(list.GetProperty("items"));
        return new([.. Enumerable.Range(0, count).Select(_ => item?.DeepClone())]);
    }

    private static bool IsBounded(JsonElement schema)
    {
        var types = JsonTypes.Allowed(schema);
        return schema.TryGetProperty("enum", out _) || schema.TryGetProperty("oneOf", out _)
            || types.All(type => type switch
            {
                "string" => schema.TryGetProperty("maxLength", out _) || (schema.TryGetProperty("format", out var format) && format.GetString() is "uuid" or "date-time"),
                "array" => schema.TryGetProperty("maxItems", out _),
                "object" => schema.TryGetProperty("properties", out _)
                    ? schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.False
                    : schema.TryGetProperty("maxProperties", out _),
                "integer" or "number" => schema.TryGetProperty("maximum", out _) && schema.TryGetProperty("minimum", out _),
                _ => true,
            });
    }

    private static int? LengthOf(JsonElement schema) =>
        Contract.Schemas.Resolve(schema).TryGetProperty("maxLength", out var longest) ? longest.GetInt32() : null;

    /// <summary>The schema of a text of exactly that length.</summary>
    private static JsonElement WithLength(JsonElement schema, int length)
    {
        var exact = JsonNode.Parse(Contract.Schemas.Resolve(schema).GetRawText())!;
        exact["minLength"] = length;
        return JsonSerializer.SerializeToElement(exact);
    }

    private static List<Place> Places(string operation) =>
        Place.Below(Contract.Operations.Single(o => o.Id == operation).Body!.Value, Contract.Schemas, Values);
}
