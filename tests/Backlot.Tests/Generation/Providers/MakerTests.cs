using Backlot.Generation.Providers;
using Backlot.Generation.Providers.Beatoven;

namespace Backlot.Tests.Generation.Providers;

/// <summary>What providers of pictures and music make when all is well.</summary>
public sealed class MakerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. MakerCalls.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task One_order_is_one_paid_request_and_one_file(string name)
    {
        await using var calls = MakerCalls.Of(name);
        var call = calls.NewCall();

        var made = await calls.MakeAsync(call, Ct);

        Assert.Equal(MakerCalls.Picture, await File.ReadAllBytesAsync(call.TempPath, Ct));
        Assert.Equal([call.TempPath], calls.Files);
        Assert.Equal(1, calls.Fake.Paid);
        Assert.Equal(0.5m, made.CostUsd);
        Assert.EndsWith(".", made.License, StringComparison.Ordinal);
        Assert.StartsWith(name is "mubert" or "beatoven" ? "track." : "image.", made.Filename, StringComparison.Ordinal);
        // The host of the files is another one: it gets no key.
        Assert.All(calls.Fake.Downloads, download => Assert.Null(download.Header("Authorization") ?? download.Header("access-token") ?? download.Header("x-goog-api-key")));
    }

    [Fact]
    public async Task A_picture_is_ordered_in_the_shape_that_the_model_draws()
    {
        await using var gemini = MakerCalls.Of("gemini");
        await using var openai = MakerCalls.Of("openai");
        await using var leonardo = MakerCalls.Of("leonardo");
        foreach (var calls in (MakerCalls[])[gemini, openai, leonardo])
            await calls.MakeAsync(calls.NewCall(), Ct);

        var shape = gemini.Fake.Requests[0].Json.GetProperty("generationConfig").GetProperty("imageConfig");
        Assert.Equal(("16:9", "2K"), (shape.GetProperty("aspectRatio").GetString(), shape.GetProperty("imageSize").GetString()));
        Assert.Equal("1920x1088", openai.Fake.Requests[0].Json.GetProperty("size").GetString());
        var wide = leonardo.Fake.Requests[0].Json;
        Assert.Equal((1536, 864), (wide.GetProperty("width").GetInt32(), wide.GetProperty("height").GetInt32()));
    }

    [Fact]
    public async Task A_track_is_ordered_no_shorter_than_wanted()
    {
        await using var mubert = MakerCalls.Of("mubert");
        await using var beatoven = MakerCalls.Of("beatoven");
        await mubert.MakeAsync(mubert.NewCall(), Ct);
        await beatoven.MakeAsync(beatoven.NewCall(), Ct);

        Assert.Equal(201, mubert.Fake.Requests[0].Json.GetProperty("duration").GetInt32());
        Assert.Equal("3 minutes 21 seconds of slow lute and viol", beatoven.Fake.Requests[0].Json.GetProperty("prompt").GetProperty("text").GetString());
    }

    [Theory]
    [InlineData(60, "1 minute")]
    [InlineData(61.2, "1 minute 2 seconds")]
    [InlineData(120, "2 minutes")]
    [InlineData(1, "1 second")]
    [InlineData(59.01, "1 minute")]
    public void A_length_is_said_in_words(double seconds, string words) => Assert.Equal(words, BeatovenMusic.LengthOf(seconds));

    [Theory]
    [InlineData("gemini")]
    [InlineData("openai")]
    public async Task Forty_megabytes_of_base64_become_a_file(string name)
    {
        var large = new byte[30_000_000];
        new Random(7).NextBytes(large);
        await using var calls = MakerCalls.Of(name);
        calls.Fake.Media = large;
        var call = calls.NewCall();

        await calls.MakeAsync(call, Ct);

        var made = await File.ReadAllBytesAsync(call.TempPath, Ct);
        Assert.True(made.AsSpan().SequenceEqual(large));
        Assert.Equal([call.TempPath], calls.Files);
    }
}
