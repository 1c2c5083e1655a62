using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Backlot.Tests.Api;
using Backlot.Tests.Support;

namespace Backlot.Tests.Platform.Http.Robustness;

/// <summary>Whatever is sent is answered with a sentence, and never with "the server failed".</summary>
public sealed class StrictRequestTests(ApiServer api) : IClassFixture<ApiServer>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("""{"name": "a", "name": "b"}""", 400, "field.duplicate")]
    [InlineData("""{"name": "a", "scenes": [{"prompt": "x", "prompt": "y"}]}""", 400, "field.duplicate")]
    [InlineData("""{"name": "a\u0000b"}""", 400, "text.invalid")]
    [InlineData("""{"name": "\ud800"}""", 400, "text.invalid")]
    [InlineData("""{"name": "\udc00\ud800"}""", 400, "text.invalid")]
    [InlineData("""{"na\u0000me": "a"}""", 400, "text.invalid")]
    [InlineData("""{"name": "a", "scenes": [{"prompt": "x", "durationSeconds": 1e999}]}""", 400, "field.invalid")]
    [InlineData("""{"name": "a", "scenes": [{"prompt": "x", "durationSeconds": NaN}]}""", 400, "body.unreadable")]
    [InlineData("""{"name": "a", "scenes": [{"prompt": "x", "durationSeconds": -Infinity}]}""", 400, "body.unreadable")]
    [InlineData("""{"name": "a", "projectType": 9223372036854775808}""", 400, "field.invalid")]
    [InlineData("""{"name": "a",}""", 400, "body.unreadable")]
    [InlineData("""{"name": "a"} {"name": "b"}""", 400, "body.unreadable")]
    [InlineData("""{"name": "a" /* b */}""", 400, "body.unreadable")]
    public async Task What_readers_disagree_on_or_choke_on_is_refused(string body, int status, string code)
    {
        using var reply = await PostAsync(Encoding.UTF8.GetBytes(body));

        var problem = await ProblemDocument.ReadAsync(reply);
        Assert.Equal((status, code), (problem.Status, problem.Code));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("-0")]
    [InlineData("0.1e-300")]
    [InlineData("9223372036854775807")]
    [InlineData("18446744073709551616")]
    [InlineData("1e308")]
    public async Task A_strange_number_is_no_failure_of_the_server(string number)
    {
        using var reply = await PostAsync(Encoding.UTF8.GetBytes($$"""{"name": "a", "scenes": [{"prompt": "x", "durationSeconds": {{number}}}]}"""));

        Assert.InRange((int)reply.StatusCode, 200, 499);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("مرحبا \u202e abc")]
    [InlineData("👩‍👩‍👧‍👦 \U0001F3AC")]
    [InlineData("Z̷͖͗a̴l̸g̵o̷")]
    [InlineData("'; drop table projects; --")]
    [InlineData("{{7*7}} ${7*7} <script>alert(1)</script>")]
    [InlineData("../../etc/passwd")]
    [InlineData("ﷺ İıſK")]
    public async Task A_strange_name_comes_back_as_it_was_sent(string name)
    {
        using var made = await PostAsync(Encoding.UTF8.GetBytes(System.Text.Json.JsonSerializer.Serialize(new { name })));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);

        var told = System.Text.Json.JsonDocument.Parse(await api.Server.Http.GetStringAsync(made.Headers.Location, Ct));

        Assert.Equal(name.Trim(), told.RootElement.GetProperty("name").GetString());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_body_that_is_not_utf8_is_refused()
    {
        using var reply = await PostAsync([.. "{\"name\": \""u8, 0xff, 0xfe, 0xc0, 0x80, .. "\"}"u8]);

        Assert.Equal((400, "body.unreadable"), await CodeAsync(reply));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(32, 422)]       // it can be read, and is no storyboard
    [InlineData(33, 400)]
    [InlineData(100_000, 400)]
    public async Task A_body_deeper_than_32_levels_is_refused(int depth, int status)
    {
        using var reply = await PostAsync(Encoding.UTF8.GetBytes("{\"name\": \"a\", \"scenes\": " + new string('[', depth - 1) + new string(']', depth - 1) + "}"));

        Assert.Equal(status == 400 ? (400, "body.unreadable") : (400, "field.invalid"), await CodeAsync(reply));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(10_001)]
    [InlineData(200_000)]
    public async Task A_list_of_more_than_ten_thousand_is_refused(int items)
    {
        using var reply = await PostAsync(Encoding.UTF8.GetBytes("{\"name\": \"a\", \"scenes\": [" + string.Join(',', Enumerable.Repeat("1", items)) + "]}"));

        var problem = await ProblemDocument.ReadAsync(reply);
        Assert.Equal((422, "invalid"), (problem.Status, problem.Code));
        Assert.Equal("/scenes", problem.Errors!.Value[0].GetProperty("pointer").GetString());
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false, 1 << 20)]
    [InlineData(true, 1 << 20)]
    [InlineData(false, 15 << 20)]       // more than the socket and the server buffer: who sends must still hear the answer
    [InlineData(true, 15 << 20)]
    public async Task A_body_of_more_than_a_mebibyte_is_413_however_it_comes(bool chunked, int bytes)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/storyboards")
        {
            Content = new StringContent("{\"name\": \"" + new string('a', bytes) + "\"}", Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = chunked;

        using var reply = await api.Server.Http.SendAsync(request, Ct);

        Assert.Equal((413, "too-large"), await CodeAsync(reply));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_body_of_another_type_is_415_on_every_operation_and_has_no_effect()
    {
        using var user = await TestUser.AddAsync(api.Server, "type", isAdmin: true);
        var own = await Belongings.AddAsync(api.Server, user.Id);
        foreach (var operation in api.Operations.Where(o => !o.IsRead && !ApiExamples.All[o.Id].IsOpen && o.Path.StartsWith("/api/", StringComparison.Ordinal)))
        {
            foreach (var type in (string[])["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml"])
            {
                using var request = ApiExamples.All[operation.Id].Request(operation, own);
                request.Content = new StringContent(request.Content is { } body ? await body.ReadAsStringAsync(Ct) : "{}");
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

                using var reply = await user.Http.SendAsync(request, Ct);

                Assert.True(reply.StatusCode == HttpStatusCode.UnsupportedMediaType, $"{operation.Id} answered {(int)reply.StatusCode} to {type}.");
                Assert.Equal((415, "unsupported-media-type"), await CodeAsync(reply));
            }
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/api/channels?name=%00", 400)]
    [InlineData("/api/channels?%00=a", 400)]
    [InlineData("/api/storyboards?q=a%00b", 400)]
    [InlineData("/api/storyboards?q=%ED%A0%80", 200)]
    [InlineData("/api/storyboards?q=%FF%FE", 200)]
    [InlineData("/api/storyboards?q=%", 200)]
    [InlineData("/api/storyboards?userId=00000000-0000-0000-0000-000000000000", 200)]
    [InlineData("/api/costs?from=0001-01-01&to=9999-12-31", 400)]
    [InlineData("/api/jobs?limit=9223372036854775808", 400)]
    [InlineData("/api/jobs?limit=50&limit=50", 400)]
    [InlineData("/api/jobs/%7B%7D", 404)]
    public async Task An_address_with_strange_text_is_answered(string address, int status)
    {
        using var reply = await api.Server.Http.GetAsync(new Uri(api.Server.Http.BaseAddress!.ToString().TrimEnd('/') + address), Ct);

        Assert.Equal(status, (int)reply.StatusCode);
    }

    private Task<HttpResponseMessage> PostAsync(byte[] body) => api.Server.Http.PostAsync(
        new Uri("/api/storyboards", UriKind.Relative), new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } }, Ct);

    private static async Task<(int Status, string Code)> CodeAsync(HttpResponseMessage reply)
    {
        var problem = await ProblemDocument.ReadAsync(reply);
        return (problem.Status, problem.Code);
    }
}
