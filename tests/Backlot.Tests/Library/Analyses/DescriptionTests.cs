using System.Net.Http.Json;
using System.Text.Json;
using Backlot.Generation.Costs;
using Backlot.Library;
using Backlot.Library.Analyses;
using Backlot.Tests.Generation.Answers;
using Backlot.Tests.Support;

namespace Backlot.Tests.Library.Analyses;

public sealed class DescriptionTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>As a model would write it of a film of three shots.</summary>
    public static string Seen(params int[] shots) => JsonSerializer.Serialize(new
    {
        summary = "A barista pours milk into a cup.\u0000", hook = "Steam rises at once.", setting = "", mood = "warm", people = new[] { "a barista in an apron", "" },
        products = new[] { "Acme coffee", "ACME coffee" }, textOnScreen = new[] { "Fresh\nevery day" }, callToAction = "", tags = new[] { "coffee", "steam" },
        shots = shots.Select(number => new { number, text = $"Shot {number} shows a cup." }),
    });

    [Theory(Timeout = 60_000)]
    [InlineData("openai", "gpt-5.6-luna", 0.0012)]
    [InlineData("gemini", "gemini-3.8-flash", 0.0083)]
    public async Task A_film_is_described_by_pictures_of_its_shots_in_one_call(string provider, string model, decimal cost)
    {
        await using var fake = new FakeAnswerer(Ok(provider, Seen(3, 1, 1, 9)));
        await using var asked = await AskedServer.StartAsync(cluster, fake);
        var film = await asked.AddFilmAsync(shots: 3);

        var made = await asked.MakeAsync(film, "description", provider);

        Assert.True(made.Status == "completed", made.Error);
        Assert.Equal((provider, 3500, cost, true), (made.Provider, made.TokenUsage, made.CostUsd, made.ProcessingTimeMs >= 0));
        var result = made.Result!.Value;
        Assert.Equal("A barista pours milk into a cup.", Text(result, "summary"));
        Assert.Equal((model, 3), (Text(result, "model"), result.GetProperty("pictures").GetInt32()));
        Assert.Equal(["Fresh every day"], result.GetProperty("textOnScreen").EnumerateArray().Select(t => t.GetString()));
        Assert.Single(result.GetProperty("products").EnumerateArray());
        Assert.Single(result.GetProperty("people").EnumerateArray());
        Assert.False(result.TryGetProperty("setting", out _) || result.TryGetProperty("callToAction", out _));
        // Shot 2 was not spoken of, and there is no shot 9.
        Assert.Equal([(0.0, 5.0), (10.0, 15.0)], result.GetProperty("shots").EnumerateArray().Select(s => (s.GetProperty("startTime").GetDouble(), s.GetProperty("endTime").GetDouble())));
        Assert.Single(fake.Requests);
        Assert.Equal([new(provider, cost, 1, 0, 0)], (await asked.Http.GetFromJsonAsync<CostView>("/api/costs", Ct))!.Items);
        Assert.Equal("text/completed", await asked.Server.Database.ValueAsync<string>("select kind || '/' || status from generations"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_a_film_of_many_shots_some_are_shown_evenly_each_with_its_time()
    {
        await using var fake = new FakeAnswerer(Ok("openai", Seen(1, 24)));
        await using var asked = await AskedServer.StartAsync(cluster, fake);
        var film = await asked.AddFilmAsync(shots: 48);

        var made = await asked.MakeAsync(film, "description", "openai");

        var parts = fake.Requests[0].Json.GetProperty("messages")[0].GetProperty("content").EnumerateArray().ToList();
        Assert.Equal(1 + 2 * 24, parts.Count);
        Assert.Equal("Shot 1, from 5.0 s to 10.0 s:", Text(parts[1], "text"));
        Assert.Equal("Shot 24, from 235.0 s to 240.0 s:", Text(parts[^2], "text"));
        Assert.All(parts.Skip(2).Where((_, n) => n % 2 == 0), p => Assert.Equal("low", Text(p.GetProperty("image_url"), "detail")));
        Assert.Equal([5.0, 235.0], made.Result!.Value.GetProperty("shots").EnumerateArray().Select(s => s.GetProperty("startTime").GetDouble()));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("openai")]
    [InlineData("gemini")]
    public async Task A_picture_is_described_by_itself_small_and_without_a_word_of_where_it_was_taken(string provider)
    {
        await using var fake = new FakeAnswerer(Ok(provider, Seen()));
        await using var asked = await AskedServer.StartAsync(cluster, fake);
        var picture = await asked.AddMadeAsync(AssetKind.Image, "testsrc2=s=3000x1500:d=0.04", "png");

        var made = await asked.MakeAsync(picture, "description", provider);

        Assert.True(made.Status == "completed", made.Error);
        Assert.False(made.Result!.Value.TryGetProperty("shots", out _));
        var sent = Pictures(fake.Requests[0]).Single();
        Assert.True(sent.Length < 400_000, $"{sent.Length} bytes");
        // The frame header of a JPEG: height and width behind FF C0, its length and its precision.
        var frame = sent.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xff, 0xc0]);
        Assert.Equal((512, 1024), (sent[frame + 5] << 8 | sent[frame + 6], sent[frame + 7] << 8 | sent[frame + 8]));
        Assert.Equal(-1, sent.AsSpan().IndexOf("Exif"u8));
        Assert.Empty(Directory.GetFiles(asked.Server.Folder.Temp));
    }

    [Fact(Timeout = 60_000)]
    public async Task Whoever_speaks_as_openai_does_can_be_asked_with_another_model_at_its_price()
    {
        await using var fake = new FakeAnswerer(Ok("openai", Seen()));
        await using var asked = await AskedServer.StartAsync(cluster, fake,
            given => given with { AnalysisModels = new Dictionary<string, string> { ["openai.pictures"] = "vendor/seer:free@1000/0" } });
        var picture = await asked.AddMadeAsync(AssetKind.Image, "testsrc2=s=64x64:d=0.04", "png");

        var made = await asked.MakeAsync(picture, "description", "openai");

        Assert.Equal((3m, "vendor/seer:free"), (made.CostUsd, Text(made.Result!.Value, "model")));
        Assert.Equal("vendor/seer:free", Text(fake.Requests[0].Json, "model"));
    }

    private static AskedReply Ok(string provider, string json) => AskedReply.Ok(provider == "openai" ? OpenAiDialect.Chat(json) : GeminiDialect.Answer(json));

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static IEnumerable<byte[]> Pictures(AskedRequest request) => request.Line.Contains("/chat/", StringComparison.Ordinal)
        ? from part in request.Json.GetProperty("messages")[0].GetProperty("content").EnumerateArray()
          where part.TryGetProperty("image_url", out _)
          select Convert.FromBase64String(Text(part.GetProperty("image_url"), "url")!["data:image/jpeg;base64,".Length..])
        : from part in request.Json.GetProperty("contents")[0].GetProperty("parts").EnumerateArray()
          where part.TryGetProperty("inlineData", out _)
          select Convert.FromBase64String(Text(part.GetProperty("inlineData"), "data")!);
}
