using System.Text;
using System.Text.Json;

namespace Backlot.Tests.Generation.Answers;

/// <summary>OpenAI's API as its reference has it: what it takes and how it answers.</summary>
internal static class OpenAiDialect
{
    private const int MostUploadBytes = 25_000_000;

    /// <summary>What is wrong with a request; null when nothing is.</summary>
    public static string? Fault(AskedRequest request) =>
        request.Header("Authorization") != $"Bearer {FakeAnswerer.Key}" ? "no key"
        : request.Line switch
        {
            "POST /v1/chat/completions" => ChatFault(request.Json),
            "POST /v1/audio/transcriptions" => SoundFault(request),
            _ => $"no such call: {request.Line}",
        };

    /// <summary>A completion, as <c>/v1/chat/completions</c> gives it.</summary>
    public static string Chat(string? content, string finish = "stop", string? refusal = null, int input = 3000, int output = 500) => JsonSerializer.Serialize(new
    {
        id = "chatcmpl-1", @object = "chat.completion", created = 1_790_000_000, model = "gpt-5.6-luna",
        choices = new[]
        {
            new { index = 0, message = new { role = "assistant", content, refusal, annotations = Array.Empty<string>() }, logprobs = (string?)null, finish_reason = finish },
        },
        usage = new { prompt_tokens = input, completion_tokens = output, total_tokens = input + output, completion_tokens_details = new { reasoning_tokens = 100 } },
    });

    /// <summary>A transcription of the form <c>verbose_json</c>.</summary>
    public static string Verbose(double seconds, params (double Start, double End, string Text)[] segments) => JsonSerializer.Serialize(new
    {
        task = "transcribe", language = "english", duration = seconds, text = string.Join(' ', segments.Select(s => s.Text)),
        segments = segments.Select((s, id) => new { id, seek = 0, start = s.Start, end = s.End, text = " " + s.Text, tokens = new[] { 1 }, temperature = 0.0, no_speech_prob = 0.01 }),
        usage = new { type = "duration", seconds },
    });

    /// <summary>One of the form <c>diarized_json</c>.</summary>
    public static string Diarized(params (double Start, double End, string Speaker, string Text)[] segments) => JsonSerializer.Serialize(new
    {
        task = "transcribe", duration = 4.0, text = string.Join(' ', segments.Select(s => s.Text)),
        segments = segments.Select((s, n) => new { type = "transcript.text.segment", id = $"seg_{n}", start = s.Start, end = s.End, speaker = s.Speaker, text = s.Text }),
        usage = new { type = "tokens", input_tokens = 40, output_tokens = 20, total_tokens = 60 },
    });

    public static string Error(string message, string type, string? code) => JsonSerializer.Serialize(new { error = new { message, type, param = (string?)null, code } });

    private static string? ChatFault(JsonElement body)
    {
        if (body.EnumerateObject().Select(f => f.Name).Except(["model", "store", "max_completion_tokens", "messages", "response_format"]).FirstOrDefault() is { } unknown)
            return $"unknown field {unknown}";
        var format = body.GetProperty("response_format");
        if (format.GetProperty("type").GetString() != "json_schema" || !format.GetProperty("json_schema").GetProperty("strict").GetBoolean())
            return "no strict schema";
        var parts = body.GetProperty("messages")[0].GetProperty("content").EnumerateArray().ToList();
        var pictures = parts.Where(p => p.GetProperty("type").GetString() == "image_url").Select(p => p.GetProperty("image_url").GetProperty("url").GetString()!).ToList();
        return body.GetProperty("model").GetString() is not { Length: > 0 } ? "no model"
            : body.GetProperty("messages")[0].GetProperty("role").GetString() != "user" ? "nobody asks"
            : pictures.Count > 24 || pictures.Count == 0 != IsAboutWords(format.GetProperty("json_schema").GetProperty("schema")) ? $"{pictures.Count} pictures"
            : pictures.FirstOrDefault(p => !p.StartsWith("data:image/jpeg;base64,/9j", StringComparison.Ordinal) || p.Length > 1_400_000) is { } odd ? $"a picture that begins {odd[..40]}"
            : SchemaFault(format.GetProperty("json_schema").GetProperty("schema"));
    }

    /// <summary>Prompts of albums and of scenes are written from words alone.</summary>
    public static bool IsAboutWords(JsonElement schema) =>
        schema.GetProperty("properties") is var fields && (fields.TryGetProperty("parts", out _) || fields.TryGetProperty("opening", out _));

    /// <summary>Strict schemas want each field of each object required, and no others.</summary>
    public static string? SchemaFault(JsonElement schema) => schema.GetProperty("type").GetString() switch
    {
        "object" when !schema.TryGetProperty("additionalProperties", out var more) || more.GetBoolean() => "an object that may hold anything",
        "object" when !schema.GetProperty("required").EnumerateArray().Select(r => r.GetString()).Order()
            .SequenceEqual(schema.GetProperty("properties").EnumerateObject().Select(p => p.Name).Order()) => "fields that are not required",
        "object" => schema.GetProperty("properties").EnumerateObject().Select(p => SchemaFault(p.Value)).FirstOrDefault(fault => fault is not null),
        "array" => SchemaFault(schema.GetProperty("items")),
        _ => null,
    };

    private static string? SoundFault(AskedRequest request)
    {
        var form = request.Form;
        var text = Encoding.Latin1.GetString(request.Body);
        var format = form.GetValueOrDefault("response_format");
        return request.Header("Content-Type")?.StartsWith("multipart/form-data; boundary=", StringComparison.Ordinal) != true ? "no form"
            : request.Body.Length > MostUploadBytes ? "more than 25 MB"
            : !text.Contains("filename=\"sound.mp3\"", StringComparison.Ordinal) || !text.Contains("Content-Type: audio/mpeg", StringComparison.Ordinal) ? "no MP3"
            : form.GetValueOrDefault("file") is not [(char)0xff, ..] and not ['I', 'D', '3', ..] ? "a file that is no MP3"
            : form.GetValueOrDefault("model") switch
            {
                "whisper-1" => format == "verbose_json" && form.GetValueOrDefault("timestamp_granularities[]") == "segment" ? null : "whisper-1 tells times as verbose_json only",
                "gpt-4o-transcribe-diarize" => format == "diarized_json" && form.GetValueOrDefault("chunking_strategy") == "auto" ? null : "no chunking_strategy",
                "gpt-4o-transcribe" => format == "json" ? null : "gpt-4o-transcribe answers json only",
                var other => $"unknown model {other}",
            };
    }
}
