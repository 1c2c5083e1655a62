using System.Text.Json;
using Backlot.Benchmarks.Contract;

namespace Backlot.Tests.Bench.Contract;

/// <summary>The checker that every answer of this suite goes through does find what is wrong.</summary>
public sealed class JsonSchemaTests
{
    [Theory]
    [InlineData("""{"type": "string"}""", "\"a\"", "1")]
    [InlineData("""{"type": ["null", "string"]}""", "null", "false")]
    [InlineData("""{"type": "integer"}""", "1.0", "1.5")]
    [InlineData("""{"type": "integer", "format": "int32"}""", "2147483647", "2147483648")]
    [InlineData("""{"type": "integer", "format": "int64"}""", "9223372036854775807", "9223372036854775808")]
    [InlineData("""{"type": "number"}""", "1e3", "\"1\"")]
    [InlineData("""{"type": "boolean"}""", "false", "0")]
    [InlineData("""{"type": "object"}""", "{}", "[]")]
    [InlineData("""{"minimum": 1, "maximum": 3}""", "3", "4")]
    [InlineData("""{"minimum": 1, "maximum": 3}""", "\"other types pass\"", "0")]
    [InlineData("""{"minLength": 2}""", "\"ab\"", "\"a\"")]
    [InlineData("""{"maxLength": 1}""", "\"🎬\"", "\"ab\"")]          // one character, though two UTF-16 units
    [InlineData("""{"pattern": "^a+$"}""", "\"aa\"", "\"aab\"")]
    [InlineData("""{"pattern": "^a+$"}""", "\"aa\"", "\"aa\\n\"")]
    [InlineData("""{"enum": ["a", null]}""", "null", "\"b\"")]
    [InlineData("""{"type": "string", "format": "uuid"}""", "\"01890a5d-ac96-774b-bcce-b302099a8057\"", "\"01890a5d\"")]
    [InlineData("""{"type": "string", "format": "date-time"}""", "\"2026-11-21T06:00:00.123Z\"", "\"2026-11-21T06:00:00\"")]
    [InlineData("""{"type": "string", "format": "date-time"}""", "\"2026-11-21T06:00:00+01:00\"", "\"2026-11-21\"")]
    [InlineData("""{"items": {"type": "integer"}, "minItems": 1, "maxItems": 2}""", "[1, 2]", "[1, 2, 3]")]
    [InlineData("""{"items": {"type": "integer"}, "minItems": 1}""", "[1]", "[]")]
    [InlineData("""{"items": {"type": "integer"}}""", "[1]", "[\"1\"]")]
    [InlineData("""{"required": ["a"]}""", """{"a": null}""", "{}")]
    [InlineData("""{"properties": {"a": {"type": "integer"}}}""", """{"a": 1}""", """{"a": "1"}""")]
    [InlineData("""{"properties": {"a": {}}, "additionalProperties": false}""", """{"a": 1}""", """{"b": 1}""")]
    [InlineData("""{"additionalProperties": {"type": "integer"}}""", """{"a": 1}""", """{"a": "1"}""")]
    [InlineData("""{"maxProperties": 1}""", """{"a": 1}""", """{"a": 1, "b": 2}""")]
    [InlineData("""{"oneOf": [{"type": "null"}, {"$ref": "#/named/it"}]}""", "\"a\"", "1")]
    [InlineData("""{"oneOf": [{}, {"type": "string"}]}""", "1", "\"fits both\"")]
    [InlineData("""{"anyOf": [{}, {"type": "string"}]}""", "\"fits both\"", null)]
    [InlineData("""{"$ref": "#/named/it", "description": "of it"}""", "\"a\"", "\"\"")]
    public void It_lets_good_values_pass_and_bad_ones_not(string schema, string good, string? bad)
    {
        var schemas = new JsonSchema(Json("""{"named": {"it": {"type": "string", "minLength": 1}}}"""));

        Assert.Empty(schemas.FaultsOf(Json(schema), Json(good)));
        if (bad is not null)
            Assert.NotEmpty(schemas.FaultsOf(Json(schema), Json(bad)));
    }

    [Fact]
    public void It_tells_where_the_fault_is()
    {
        var schema = Json("""{"properties": {"list": {"items": {"properties": {"n": {"type": "integer"}}}}}}""");

        Assert.Equal("/list/1/n is string, not \"integer\"", Assert.Single(new JsonSchema(schema).FaultsOf(schema, Json("""{"list": [{"n": 1}, {"n": "2"}]}"""))));
    }

    [Fact]
    public void An_answer_may_hold_nothing_that_is_not_written_down()
    {
        var schema = Json("""{"properties": {"a": {"properties": {"b": {}}}}}""");
        var grown = Json("""{"a": {"b": 1, "c": 2}}""");

        Assert.Empty(new JsonSchema(schema).FaultsOf(schema, grown));
        Assert.Equal("/a has 'c', which the document does not name", Assert.Single(new JsonSchema(schema).FaultsOf(schema, grown, closed: true)));
    }

    [Theory]
    [InlineData("""{"if": {}}""")]
    [InlineData("""{"not": {}}""")]
    [InlineData("""{"multipleOf": 2}""")]
    [InlineData("""{"format": "ipv4"}""")]
    public void A_word_that_it_does_not_know_is_not_passed_over(string schema) =>
        Assert.Throws<NotSupportedException>(() => new JsonSchema(Json(schema)).FaultsOf(Json(schema), Json("\"a\"")));

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
