using System.Text.Json;
using System.Text.Json.Nodes;
using Backlot.Generation.Keys;

namespace Backlot.Generation.Answers;

/// <summary>Google Gemini: <c>generateContent</c> with pictures or sound in the request, and an answer held to a schema.</summary>
internal sealed class GeminiAnswers(ProviderCall call) : IAnswerer
{
    /// <summary>What it thinks counts, too.</summary>
    private const int MostOutputTokens = 32_000;

    private const string Transcribe = """
        Write down word for word what is said in this sound, in the language that is spoken. Part it into sentences or phrases of a few
        seconds. "start" and "end" are seconds from the beginning of this sound, with decimals. "speaker" is A for who speaks first, B for
        the next person, and so on. "language" is the BCP 47 code of the language that is spoken most. If nothing is said, "segments" is
        empty and "language" is an empty text: music and noises are not written down.
        """;

    private static readonly string HeardForm = """
        {
          "type": "object", "additionalProperties": false, "required": ["language", "segments"],
          "properties": {
            "language": {"type": "string"},
            "segments": {
              "type": "array",
              "items": {
                "type": "object", "additionalProperties": false, "required": ["start", "end", "speaker", "text"],
                "properties": {"start": {"type": "number"}, "end": {"type": "number"}, "speaker": {"type": "string"}, "text": {"type": "string"}}
              }
            }
          }
        }
        """;

    public string Provider => "gemini";

    public Task<Answer<string>> LookAsync(Looking question, string model, ProviderKey key, CancellationToken ct)
    {
        JsonArray parts = [new JsonObject { ["text"] = question.Instruction }];
        foreach (var picture in question.Pictures)
        {
            parts.Add(new JsonObject { ["text"] = picture.Label });
            parts.Add(Inline("image/jpeg", picture.Jpeg));
        }
        return AskAsync(model, key, parts, question.Form.DeepClone(), ct);
    }

    public async Task<Answer<Heard>> ListenAsync(Listening question, string model, ProviderKey key, CancellationToken ct)
    {
        JsonArray parts = [new JsonObject { ["text"] = Transcribe }, Inline("audio/mp3", question.Mp3)];
        var (text, usage) = await AskAsync(model, key, parts, JsonNode.Parse(HeardForm), ct);
        var minutes = usage with { Minutes = question.DurationSeconds / 60 };
        return Read(text) is { } heard
            ? new(heard.Tidy(question.DurationSeconds), minutes)
            : throw ProviderTrouble.Unusable(call.ProviderOf(Provider), "it is no transcript", minutes);
    }

    private async Task<Answer<string>> AskAsync(string model, ProviderKey key, JsonArray parts, JsonNode? form, CancellationToken ct)
    {
        var provider = call.ProviderOf(Provider);
        var body = new JsonObject
        {
            ["contents"] = new JsonArray(new JsonObject { ["role"] = "user", ["parts"] = parts }),
            ["generationConfig"] = new JsonObject
            {
                ["responseMimeType"] = "application/json", ["responseJsonSchema"] = form, ["maxOutputTokens"] = MostOutputTokens,
            },
        };
        var answer = await call.PostAsync(provider, key, $"/v1beta/models/{Uri.EscapeDataString(model)}:generateContent", () => JsonBody.Of(body), ct);
        var usage = new Usage(answer.CountAt("usageMetadata", "promptTokenCount"),
            answer.CountAt("usageMetadata", "candidatesTokenCount") + answer.CountAt("usageMetadata", "thoughtsTokenCount"));
        if (answer.TextAt("promptFeedback", "blockReason") is { } blocked)
            throw ProviderTrouble.Content(provider, call.Shown(provider, key, answer.TextAt("promptFeedback", "blockReasonMessage") ?? blocked), usage);
        var candidate = answer.ListAt("candidates").FirstOrDefault();
        var said = candidate.ListAt("content", "parts").Where(part => part.At("thought")?.ValueKind != JsonValueKind.True);
        var text = string.Concat(said.Select(part => part.TextAt("text")));
        return candidate.TextAt("finishReason") switch
        {
            "STOP" when text.Length > 0 => new(text, usage),
            "MAX_TOKENS" => throw ProviderTrouble.Unusable(provider, "it breaks off in the middle", usage),
            "SAFETY" or "RECITATION" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII" or "IMAGE_SAFETY" or "LANGUAGE" =>
                throw ProviderTrouble.Content(
                    provider, call.Shown(provider, key, candidate.TextAt("finishMessage") ?? candidate.TextAt("finishReason")), usage),
            _ => throw ProviderTrouble.Unusable(provider, "it says nothing", usage),
        };
    }

    private static JsonObject Inline(string type, byte[] data) =>
        new() { ["inlineData"] = new JsonObject { ["mimeType"] = type, ["data"] = Convert.ToBase64String(data) } };

    private static Heard? Read(string text)
    {
        try
        {
            var heard = JsonSerializer.Deserialize<JsonElement>(text);
            return heard.At("segments") is not { ValueKind: JsonValueKind.Array } ? null : new(heard.TextAt("language"),
                [.. heard.ListAt("segments").Select(s => new HeardSegment(
                    s.NumberAt("start") ?? 0, s.NumberAt("end") ?? s.NumberAt("start") ?? 0, s.TextAt("text") ?? "", s.TextAt("speaker")))]);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
