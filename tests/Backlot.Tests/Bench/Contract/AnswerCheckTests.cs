using System.Text;
using Backlot.Benchmarks.Contract;

namespace Backlot.Tests.Bench.Contract;

/// <summary>An answer that is not what the document says is found out, whatever is wrong with it.</summary>
public sealed class AnswerCheckTests
{
    private const string Problem = """{"type": "about:blank", "title": "No", "status": 404, "code": "not-found"}""";

    private static readonly AnswerCheck Check = new(ApiContract.Parse("""
        {
          "security": [{}],
          "paths": {
            "/api/things": {
              "post": {
                "operationId": "addThing",
                "responses": {
                  "201": {
                    "headers": {"Location": {"required": true}, "ETag": {}},
                    "content": {"application/json": {"schema": {"type": "object", "properties": {"n": {"type": "integer"}}}}}
                  },
                  "204": {},
                  "404": {"$ref": "#/components/responses/No"},
                  "default": {"$ref": "#/components/responses/No"}
                }
              }
            },
            "/api/things/{id}": {
              "get": {
                "operationId": "getThing",
                "parameters": [{"name": "id", "in": "path", "schema": {"type": "string", "format": "uuid"}}],
                "responses": {"200": {"content": {"*/*": {}}}}
              }
            }
          },
          "components": {
            "responses": {
              "No": {"content": {"application/problem+json": {"schema": {"type": "object", "required": ["code"], "properties": {
                "type": {}, "title": {}, "status": {"type": "integer"}, "code": {"type": "string"}}}}}}
            }
          }
        }
        """));

    [Theory]
    [InlineData(201, "application/json", """{"n": 1}""", true, null)]
    [InlineData(201, "application/json; charset=utf-8", """{"n": 1}""", true, null)]
    [InlineData(201, "application/json", """{"n": 1}""", false, "the header Location is missing")]
    [InlineData(201, "application/json", """{"n": "1"}""", true, "/n is string, not \"integer\"")]
    [InlineData(201, "application/json", """{"m": 1}""", true, "the whole has 'm', which the document does not name")]
    [InlineData(201, "application/json", """{"n": """, true, "a body that is no JSON")]
    [InlineData(201, "text/html", "<p>", true, "media type text/html is not documented")]
    [InlineData(201, null, "", true, "media type none is not documented")]
    [InlineData(200, "application/json", """{"n": 1}""", true, "status 200 is not documented")]
    [InlineData(204, null, "", true, null)]
    [InlineData(204, "text/plain", "x", true, "a body, and none is documented")]
    [InlineData(404, "application/problem+json", Problem, false, null)]
    [InlineData(404, "application/json", Problem, false, "status 404 as application/json, not application/problem+json")]
    [InlineData(404, "application/problem+json", """{"type": "x", "status": 404}""", false, "the whole has no code")]
    [InlineData(404, "application/problem+json", """{"code": "x", "status": 500}""", false, "a problem document without the answer's status")]
    [InlineData(500, "application/problem+json", """{"code": "x", "status": 500}""", false, null)]
    [InlineData(409, "application/problem+json", """{"code": "x", "status": 409}""", false, "status 409 is not documented")]
    public void It_finds_what_the_document_does_not_say(int status, string? type, string body, bool hasLocation, string? fault) =>
        AssertFault(fault, Check.FaultsOf("POST", "/api/things", Answer(status, type, body, hasLocation ? "Location" : null)));

    [Theory]
    [InlineData("GET", "/api/nothing", 404, null, null)]
    [InlineData("GET", "/api/nothing", 200, null, "status 200 as application/json, not application/problem+json")]
    [InlineData("GET", "/api/things/not-an-id", 404, null, null)]
    [InlineData("GET", "/api/things", 405, "Allow", null)]
    [InlineData("GET", "/api/things", 405, null, "status 405 without Allow")]
    [InlineData("GET", "/api/things", 404, null, "status 404 for something that the document does not have")]
    public void What_the_document_does_not_have_is_refused(string method, string path, int status, string? header, string? fault)
    {
        var answer = status == 200
            ? Answer(200, "application/json", "{}", null)
            : Answer(status, "application/problem+json", $$"""{"code": "x", "status": {{status}}}""", header);

        var faults = Check.FaultsOf(method, path, answer);

        AssertFault(fault, faults);
    }

    [Fact]
    public void Any_media_type_will_do_where_the_document_says_any() =>
        Assert.Empty(Check.FaultsOf("GET", $"/api/things/{Guid.CreateVersion7()}", Answer(200, "video/mp4", "", null)));

    private static void AssertFault(string? fault, IEnumerable<string> faults) =>
        Assert.Equal(fault is null ? [] : [fault], faults.Take(1));

    private static ApiAnswer Answer(int status, string? type, string body, string? header)
    {
        var headers = new Dictionary<string, string>();
        if (type is not null)
            headers["Content-Type"] = type;
        if (header is not null)
            headers[header] = "there";
        return new(status, headers, Encoding.UTF8.GetBytes(body));
    }
}
