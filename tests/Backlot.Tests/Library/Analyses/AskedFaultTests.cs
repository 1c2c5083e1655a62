using Backlot.Library;
using Backlot.Library.Analyses;
using Backlot.Tests.Generation.Answers;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Library.Analyses;

/// <summary>What becomes of an analysis when its provider is in trouble, and how often it is called then.</summary>
public sealed class AskedFaultTests(TestCluster cluster, AskedFaultTests.One one) : IClassFixture<AskedFaultTests.One>
{
    private const string RetryInfo = """{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "0.05s"}""";
    private const string KeyInvalid = """{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}""";
    private const string PerDay = """{"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [{"quotaId": "GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]}""";

    private static readonly string Good = DescriptionTests.Seen(1);
    private static readonly AskedReply GoodOpenAi = AskedReply.Ok(OpenAiDialect.Chat(Good)), GoodGemini = AskedReply.Ok(GeminiDialect.Answer(Good));

    /// <summary>What passes, by what happens first.</summary>
    private static readonly Dictionary<string, AskedReply> Passing = new()
    {
        ["openai: 429 with seconds"] = new(429, OpenAiDialect.Error("Rate limit reached", "requests", "rate_limit_exceeded"), "Retry-After: 0\r\n"),
        ["openai: 429 with a date"] = new(429, OpenAiDialect.Error("Rate limit reached", "requests", "rate_limit_exceeded"), "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n"),
        ["openai: 503 with milliseconds"] = new(503, OpenAiDialect.Error("Slow down", "service_unavailable_error", "slow_down"), "retry-after-ms: 20\r\n"),
        ["openai: 500"] = new(500, OpenAiDialect.Error("The server had an error", "server_error", null)),
        ["openai: 502 of a proxy"] = AskedReply.Html(502),
        ["openai: 200 of a proxy"] = AskedReply.Html(200),
        ["openai: cut off"] = GoodOpenAi.Cut(),
        ["openai: hung up"] = AskedReply.Reset,
        ["openai: too long"] = AskedReply.Ok(OpenAiDialect.Chat(Good[..50], finish: "length")),
        ["openai: no JSON"] = AskedReply.Ok(OpenAiDialect.Chat("Here you are: a cup.")),
        ["openai: another form"] = AskedReply.Ok(OpenAiDialect.Chat("""{"summary": "A cup."}""")),
        ["openai: nothing"] = AskedReply.Ok(OpenAiDialect.Chat(null)),
        ["openai: no choices"] = AskedReply.Ok("""{"choices": []}"""),
        ["openai: odd kinds"] = AskedReply.Ok("""{"choices": {"0": []}, "usage": "none"}"""),
        ["openai: an endless answer"] = AskedReply.Ok(new('x', 5_000_000)),
        ["gemini: 429 with a delay"] = new(429, GeminiDialect.Error(429, "Quota exceeded", "RESOURCE_EXHAUSTED", RetryInfo)),
        ["gemini: 503"] = new(503, GeminiDialect.Error(503, "The model is overloaded.", "UNAVAILABLE")),
        ["gemini: 504"] = new(504, GeminiDialect.Error(504, "Deadline exceeded.", "DEADLINE_EXCEEDED")),
        ["gemini: too long"] = AskedReply.Ok(GeminiDialect.Answer(Good[..50], finish: "MAX_TOKENS")),
        ["gemini: nothing"] = AskedReply.Ok(GeminiDialect.Answer(null)),
        ["gemini: no candidates"] = AskedReply.Ok("{}"),
        ["gemini: another form"] = AskedReply.Ok(GeminiDialect.Answer("[1, 2]")),
        ["gemini: cut off"] = GoodGemini.Cut(),
        ["gemini: hung up"] = AskedReply.Reset,
    };

    /// <summary>What does not pass, with the sentence it leaves.</summary>
    private static readonly Dictionary<string, (AskedReply Reply, string Error)> Lasting = new()
    {
        ["openai: bad key"] = (new(401, OpenAiDialect.Error($"Incorrect API key provided: {FakeAnswerer.Key}.", "invalid_request_error", "invalid_api_key")),
            "OpenAI answered 401: Incorrect API key provided: [key]. Your key was refused: store a good one under your keys, then order this again."),
        ["openai: not from there"] = (new(403, OpenAiDialect.Error("Country, region, or territory not supported", "request_forbidden", "unsupported_country_region_territory")),
            "OpenAI answered 403: Country, region, or territory not supported. Your key was refused: store a good one under your keys, then order this again."),
        ["openai: no money"] = (new(429, OpenAiDialect.Error("You exceeded your current quota", "insufficient_quota", "credit_balance_exhausted"), "Retry-After: 0\r\n"),
            "OpenAI answered 429: You exceeded your current quota. Your account has no credit left there: add some or raise its limit, then order this again."),
        ["openai: no such model"] = (new(404, OpenAiDialect.Error("The model does not exist", "invalid_request_error", "model_not_found")),
            "OpenAI answered 404: The model does not exist. An administrator checks BACKLOT_ANALYSIS_MODELS and BACKLOT_PROVIDER_URLS."),
        ["openai: sent on"] = (new(307, "", "Location: http://169.254.169.254/\r\n"), "OpenAI answered 307. An administrator checks BACKLOT_ANALYSIS_MODELS and BACKLOT_PROVIDER_URLS."),
        ["openai: bad request"] = (new(400, OpenAiDialect.Error("Invalid image.", "invalid_request_error", "invalid_image")), "OpenAI answered 400: Invalid image. It cannot use what it was sent."),
        ["openai: bad content"] = (new(400, OpenAiDialect.Error("Your input was rejected.", "invalid_request_error", "content_policy_violation")), "OpenAI refuses to answer about this content: Your input was rejected."),
        ["openai: refusal"] = (AskedReply.Ok(OpenAiDialect.Chat(null, refusal: "I can't help with that.")), "OpenAI refuses to answer about this content: I can't help with that."),
        ["openai: filtered"] = (AskedReply.Ok(OpenAiDialect.Chat("", finish: "content_filter")), "OpenAI refuses to answer about this content."),
        ["gemini: bad key"] = (new(400, GeminiDialect.Error(400, "API key not valid.", "INVALID_ARGUMENT", KeyInvalid)),
            "Google Gemini answered 400: API key not valid. Your key was refused: store a good one under your keys, then order this again."),
        ["gemini: denied"] = (new(403, GeminiDialect.Error(403, "Permission denied.", "PERMISSION_DENIED")),
            "Google Gemini answered 403: Permission denied. Your key was refused: store a good one under your keys, then order this again."),
        ["gemini: quota of the day"] = (new(429, GeminiDialect.Error(429, "Quota exceeded", "RESOURCE_EXHAUSTED", PerDay, RetryInfo)),
            "Google Gemini answered 429: Quota exceeded. Your quota of the day is used up there: order this again tomorrow, or raise the quota."),
        ["gemini: blocked"] = (AskedReply.Ok(GeminiDialect.Blocked("PROHIBITED_CONTENT")), "Google Gemini refuses to answer about this content: PROHIBITED_CONTENT."),
        ["gemini: safety"] = (AskedReply.Ok(GeminiDialect.Answer(null, finish: "SAFETY")), "Google Gemini refuses to answer about this content: SAFETY."),
    };

    public static TheoryData<string> PassingNames => [.. Passing.Keys];
    public static TheoryData<string> LastingNames => [.. Lasting.Keys];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(PassingNames))]
    public async Task What_may_pass_is_asked_again_and_no_more_than_needed(string name)
    {
        var provider = name[..6];
        one.Fake.Restart(Passing[name], provider == "openai" ? GoodOpenAi : GoodGemini);

        var made = await MakeAsync(one.Asked, provider);

        Assert.True(made.Status == "completed", made.Error);
        Assert.Equal(2, one.Fake.Requests.Count);
        Assert.Equal("2 calls, completed", await GenerationAsync("metadata ->> 'calls' || ' calls, ' || status"));
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(LastingNames))]
    public async Task What_does_not_pass_is_asked_once_and_leaves_a_sentence(string name)
    {
        var (reply, error) = Lasting[name];
        one.Fake.Restart(reply);

        var made = await MakeAsync(one.Asked, name[..6]);

        Assert.Equal(("failed", error), (made.Status, made.Error));
        Assert.Single(one.Fake.Requests);
        Assert.Equal("failed: " + error, await GenerationAsync("status || ': ' || error_message"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_provider_that_never_answers_is_left_after_its_time_and_asked_again()
    {
        await using var fake = new FakeAnswerer(AskedReply.Hang, GoodOpenAi);
        await using var asked = await AskedServer.StartAsync(cluster, fake);
        fake.Hanging = asked.Server.Services.GetRequiredService<HurriedTime>().PassDeadlines;

        var made = await MakeAsync(asked, "openai");

        Assert.True(made.Status == "completed", made.Error);
        Assert.Equal(2, fake.Requests.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task Answers_that_nobody_can_read_are_given_up_after_five_and_told_with_what_they_cost()
    {
        one.Fake.Restart(AskedReply.Ok(OpenAiDialect.Chat("No JSON, five times.", input: 1_000_000, output: 0)));

        var made = await MakeAsync(one.Asked, "openai");

        Assert.Equal("failed", made.Status);
        Assert.StartsWith("OpenAI's answer cannot be used: it is not of the form that was asked for.", made.Error, StringComparison.Ordinal);
        Assert.Equal(5, one.Fake.Requests.Count);
        Assert.Equal("1.0000", await GenerationAsync("cost::text"));
    }

    private static async Task<AnalysisView> MakeAsync(AskedServer asked, string provider)
    {
        var film = await asked.AddFilmAsync(shots: 1);
        var ordered = Assert.Single(await asked.OrderAsync(film, new("description", Provider: provider)));
        return await asked.UntilEndedWithoutRestAsync(ordered.Id);
    }

    /// <summary>Of the newest question.</summary>
    private Task<string> GenerationAsync(string column) =>
        one.Asked.Server.Database.ValueAsync<string>($"select {column} from generations order by created_at desc limit 1");

    /// <summary>One server for all that a provider can do wrong.</summary>
    public sealed class One(TestCluster cluster) : IAsyncLifetime
    {
        internal FakeAnswerer Fake { get; } = new(AskedReply.Reset);
        internal AskedServer Asked { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Asked = await AskedServer.StartAsync(cluster, Fake);

        public async ValueTask DisposeAsync()
        {
            await Asked.DisposeAsync();
            await Fake.DisposeAsync();
        }
    }
}
