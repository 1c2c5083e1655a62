using System.Text.Json;
using Backlot.Library;
using Backlot.Platform;
using Backlot.Tests.Generation.Answers;
using Backlot.Tests.Library.Ingest;
using Backlot.Tests.Support;

namespace Backlot.Tests.Library.Analyses;

public sealed class TranscriptTests(TestCluster cluster)
{
    [Fact(Timeout = 120_000)]
    public async Task A_long_sound_is_sent_in_pieces_and_its_times_are_those_of_the_whole()
    {
        await using var fake = new FakeAnswerer(
            AskedReply.Ok(OpenAiDialect.Verbose(302.4, (0, 2.5, "Hello there."), (2.5, 4, "How are you?"))),
            AskedReply.Ok(OpenAiDialect.Verbose(302.4, (1.25, 3, "Fine."), (900, 901, "Out of bounds."), (5, 6, " "))));
        await using var asked = await AskedServer.StartAsync(cluster, fake);
        var sound = await asked.AddMadeAsync(AssetKind.Audio, "sine=f=330:r=8000:d=604.8", "flac", seconds: 604.8);

        var made = await asked.MakeAsync(sound, "transcript", "openai");

        Assert.True(made.Status == "completed", made.Error);
        var result = made.Result!.Value;
        Assert.Equal("Hello there. How are you? Fine. Out of bounds.", result.GetProperty("text").GetString());
        Assert.Equal(("english", "whisper-1"), (result.GetProperty("language").GetString(), result.GetProperty("model").GetString()));
        Assert.Equal([(0, 2.5), (2.5, 4), (303.65, 305.4), (604.8, 604.8)], result.GetProperty("segments").EnumerateArray()
            .Select(s => (s.GetProperty("startTime").GetDouble(), s.GetProperty("endTime").GetDouble())));
        // Two pieces of 5.04 minutes each, each at 0.006 a minute, rounded up; no tokens are counted.
        Assert.Equal((null, 0.0606m), (made.TokenUsage, made.CostUsd));
        Assert.Equal(2, fake.Requests.Count);
        Assert.All(fake.Requests, r => Assert.InRange(r.Body.Length, 1_700_000, 1_900_000));
        Assert.Empty(Directory.GetFiles(asked.Server.Folder.Temp));
    }

    [Fact(Timeout = 60_000)]
    public async Task Gemini_writes_down_what_is_said_with_times_and_speakers()
    {
        const string Heard = """{"language": "de-DE", "segments": [{"start": 1, "end": 1.8, "speaker": "B", "text": "Ja."}, {"start": 0, "end": 0.9, "speaker": "A", "text": "Kaffee?"}]}""";
        await using var fake = new FakeAnswerer(AskedReply.Ok(GeminiDialect.Answer(Heard, input: 70, output: 30, thought: 0)));
        await using var asked = await AskedServer.StartAsync(cluster, fake);
        var sound = await asked.AddAsync(AssetKind.Audio, TinyMedia.Speech(1, samples: 2 * 22050), seconds: 2);

        var made = await asked.MakeAsync(sound, "transcript", "gemini");

        Assert.True(made.Status == "completed", made.Error);
        Assert.Equal(["A Kaffee?", "B Ja."], made.Result!.Value.GetProperty("segments").EnumerateArray()
            .Select(s => $"{s.GetProperty("speaker").GetString()} {s.GetProperty("text").GetString()}"));
        Assert.Equal((100, 0.0004m, 1), (made.TokenUsage, made.CostUsd, fake.Requests.Count));
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_a_film_its_sound_alone_is_sent()
    {
        await using var fake = new FakeAnswerer(AskedReply.Ok(OpenAiDialect.Verbose(2, (0.5, 1.5, "Buy now."))));
        await using var asked = await AskedServer.StartAsync(cluster, fake);
        var film = await asked.AddMadeAsync(AssetKind.Video, "testsrc2=s=1280x720:r=25:d=2[out0];sine=f=330:d=2[out1]", "mp4", seconds: 2);

        var made = await asked.MakeAsync(film, "transcript", "openai");

        Assert.True(made.Status == "completed", made.Error);
        Assert.Equal("Buy now.", made.Result!.Value.GetProperty("text").GetString());
        Assert.InRange(Assert.Single(fake.Requests).Body.Length, 11_000, 16_000);      // 12 kB of MP3
    }

    [Theory(Timeout = 60_000)]
    [InlineData("gpt-4o-transcribe-diarize@2.5/10", "A: Hello.|B: Yes.", 60, 0.0003)]
    [InlineData("gpt-4o-transcribe@2.5/10", ": Hello. Yes.", 60, 0.0003)]
    public async Task Other_models_of_openai_are_asked_in_the_form_they_know(string model, string said, int tokens, decimal cost)
    {
        var reply = model.Contains("diarize", StringComparison.Ordinal)
            ? OpenAiDialect.Diarized((0, 0.5, "A", "Hello."), (0.5, 1, "B", "Yes."))
            : """{"text": "Hello. Yes.", "usage": {"type": "tokens", "input_tokens": 40, "output_tokens": 20, "total_tokens": 60}}""";
        await using var fake = new FakeAnswerer(AskedReply.Ok(reply));
        await using var asked = await AskedServer.StartAsync(cluster, fake, Priced(model));
        var sound = await asked.AddAsync(AssetKind.Audio, TinyMedia.Speech(1, samples: 22050), seconds: 1);

        var made = await asked.MakeAsync(sound, "transcript", "openai");

        Assert.True(made.Status == "completed", made.Error);
        Assert.Equal(said, string.Join('|', made.Result!.Value.GetProperty("segments").EnumerateArray()
            .Select(s => $"{(s.TryGetProperty("speaker", out var speaker) ? speaker.GetString() : "")}: {s.GetProperty("text").GetString()}")));
        Assert.Equal((tokens, cost), (made.TokenUsage, made.CostUsd));
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_silence_nobody_is_asked()
    {
        await using var fake = new FakeAnswerer(AskedReply.Ok(OpenAiDialect.Verbose(1)));
        await using var asked = await AskedServer.StartAsync(cluster, fake);
        var silence = await asked.AddMadeAsync(AssetKind.Audio, "anullsrc=r=8000:cl=mono:d=1", "wav", seconds: 1);

        var made = await asked.MakeAsync(silence, "transcript", "openai");

        Assert.Equal(("failed", "thing is silent: nobody was asked what is said in it."), (made.Status, made.Error));
        Assert.Empty(fake.Requests);
        Assert.Equal(0, await asked.Server.Database.ValueAsync<long>("select count(*) from generations"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Sound_in_which_nobody_speaks_is_a_transcript_without_a_word()
    {
        await using var fake = new FakeAnswerer(AskedReply.Ok(OpenAiDialect.Verbose(1)));
        await using var asked = await AskedServer.StartAsync(cluster, fake);

        var made = await asked.MakeAsync(await asked.AddAsync(AssetKind.Audio, TinyMedia.Speech(1, samples: 22050), seconds: 1), "transcript", "openai");

        Assert.Equal(("completed", ""), (made.Status, made.Result!.Value.GetProperty("text").GetString()));
    }

    private static Func<Settings, Settings> Priced(string model) =>
        given => given with { AnalysisModels = new Dictionary<string, string> { ["openai.sound"] = model } };
}
