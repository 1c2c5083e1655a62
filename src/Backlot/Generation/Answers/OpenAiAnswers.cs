using System.Text.Json;
using System.Text.Json.Nodes;
using Backlot.Generation.Keys;

namespace Backlot.Generation.Answers;

/// <summary>OpenAI, and whatever speaks as it does: chat completions with pictures, and transcriptions.</summary>
internal sealed class OpenAiAnswers(ProviderCall call) : IAnswerer
{
    /// <summary>What it thinks counts, too.</summary>
    private const int MostOutputTokens = 16_000;

    public string Provider => "openai";

    public async Task<Answer<string>> LookAsync(Looking question, string model, ProviderKey key, CancellationToken ct)
    {
        var provider = call.ProviderOf(Provider);
        var answer = await call.PostAsync(provider, key, "/chat/completions", () => JsonBody.Of(BodyOf(question, model)), ct);
        var usage = new Usage(answer.CountAt("usage", "prompt_tokens"), answer.CountAt("usage", "completion_tokens"));
        var choice = answer.ListAt("choices").FirstOrDefault();
        if (choice.TextAt("message", "refusal") is { Length: > 0 } refusal)
            throw ProviderTrouble.Content(provider, call.Shown(provider, key, refusal), usage);
        return choice.TextAt("finish_reason") switch
        {
            "content_filter" => throw ProviderTrouble.Content(provider, "", usage),
            "length" => throw ProviderTrouble.Unusable(provider, "it breaks off in the middle", usage),
            _ => new(choice.TextAt("message", "content") ?? throw ProviderTrouble.Unusable(provider, "it says nothing", usage), usage),
        };
    }

    public async Task<Answer<Heard>> ListenAsync(Listening question, string model, ProviderKey key, CancellationToken ct)
    {
        var provider = call.ProviderOf(Provider);
        var answer = await call.PostAsync(provider, key, "/audio/transcriptions", () => FormOf(question, model), ct);
        var usage = new Usage(answer.CountAt("usage", "input_tokens"), answer.CountAt("usage", "output_tokens"),
            (answer.NumberAt("usage", "seconds") ?? question.DurationSeconds) / 60);
        var text = answer.TextAt("text") ?? throw ProviderTrouble.Unusable(provider, "it has no text", usage);
        HeardSegment[] segments = answer.At("segments") is null
            ? [new(0, question.DurationSeconds, text)]          // the model tells no times
            : [.. answer.ListAt("segments").Select(s => new HeardSegment(
                s.NumberAt("start") ?? 0, s.NumberAt("end") ?? question.DurationSeconds, s.TextAt("text") ?? "", s.TextAt("speaker")))];
        return new(new Heard(answer.TextAt("language"), segments).Tidy(question.DurationSeconds), usage);
    }

    private static JsonObject BodyOf(Looking question, string model)
    {
        // Of many pictures each counts as little as it can; a single one is looked at closely.
        var detail = question.Pictures.Count > 1 ? "low" : "high";
        JsonArray parts = [new JsonObject { ["type"] = "text", ["text"] = question.Instruction }];
        foreach (var picture in question.Pictures)
        {
            parts.Add(new JsonObject { ["type"] = "text", ["text"] = picture.Label });
            var url = new JsonObject { ["url"] = "data:image/jpeg;base64," + Convert.ToBase64String(picture.Jpeg), ["detail"] = detail };
            parts.Add(new JsonObject { ["type"] = "image_url", ["image_url"] = url });
        }
        var schema = new JsonObject { ["name"] = "answer", ["strict"] = true, ["schema"] = question.Form.DeepClone() };
        return new()
        {
            ["model"] = model,
            ["store"] = false,
            ["max_completion_tokens"] = MostOutputTokens,
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = parts }),
            ["response_format"] = new JsonObject { ["type"] = "json_schema", ["json_schema"] = schema },
        };
    }

    /// <summary>Each family of models has one form that tells times; some have none.</summary>
    private static MultipartFormDataContent FormOf(Listening question, string model)
    {
        var file = new ByteArrayContent(question.Mp3) { Headers = { ContentType = new("audio/mpeg") } };
        var form = new MultipartFormDataContent { { file, "\"file\"", "\"sound.mp3\"" }, { new StringContent(model), "\"model\"" } };
        if (model.Contains("whisper", StringComparison.Ordinal))
        {
            form.Add(new StringContent("verbose_json"), "\"response_format\"");
            form.Add(new StringContent("segment"), "\"timestamp_granularities[]\"");
        }
        else if (model.EndsWith("-diarize", StringComparison.Ordinal))
        {
            form.Add(new StringContent("diarized_json"), "\"response_format\"");
            form.Add(new StringContent("auto"), "\"chunking_strategy\"");
        }
        else
            form.Add(new StringContent("json"), "\"response_format\"");
        return form;
    }
}
