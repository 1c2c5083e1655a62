using System.Text.Json;

namespace Backlot.Tests.Generation.Answers;

/// <summary>Google's <c>generateContent</c> as its reference has it: what it takes and how it answers.</summary>
internal static class GeminiDialect
{
    private const int MostInlineBytes = 20_000_000;

    /// <summary>What is wrong with a request; null when nothing is.</summary>
    public static string? Fault(AskedRequest request)
    {
        if (request.Header("x-goog-api-key") != FakeAnswerer.Key || request.Header("Authorization") is not null)
            return "no key";
        if (request.Line != "POST /v1beta/models/gemini-3.8-flash:generateContent")
            return $"no such call: {request.Line}";
        if (request.Body.Length > MostInlineBytes)
            return "more than 20 MB";
        var config = request.Json.GetProperty("generationConfig");
        var parts = request.Json.GetProperty("contents")[0].GetProperty("parts").EnumerateArray().ToList();
        var inline = parts.Where(p => p.TryGetProperty("inlineData", out _)).Select(p => p.GetProperty("inlineData")).ToList();
        return config.GetProperty("responseMimeType").GetString() != "application/json" ? "no JSON wanted"
            : inline.Count > 24 || inline.Count == 0 != OpenAiDialect.IsAboutWords(config.GetProperty("responseJsonSchema")) ? $"{inline.Count} inline parts"
            : inline.FirstOrDefault(p => !IsMedia(p)) is { ValueKind: JsonValueKind.Object } odd ? $"a part of {odd.GetProperty("mimeType").GetString()}"
            : OpenAiDialect.SchemaFault(config.GetProperty("responseJsonSchema"));
    }

    /// <summary>An answer; a part that the model only thought comes before it.</summary>
    public static string Answer(string? text, string finish = "STOP", int input = 3000, int output = 400, int thought = 100) => JsonSerializer.Serialize(new
    {
        candidates = new[]
        {
            new
            {
                content = new { role = "model", parts = text is null ? [] : new[] { new { text = "Let me look.", thought = true }, new { text, thought = false } } },
                finishReason = finish, index = 0,
            },
        },
        usageMetadata = new { promptTokenCount = input, candidatesTokenCount = output, thoughtsTokenCount = thought, totalTokenCount = input + output + thought },
        modelVersion = "gemini-3.8-flash", responseId = "r1",
    });

    public static string Blocked(string reason) => $$"""{"promptFeedback": {"blockReason": "{{reason}}"}, "usageMetadata": {"promptTokenCount": 10, "totalTokenCount": 10} }""";

    /// <param name="details">JSON objects.</param>
    public static string Error(int code, string message, string status, params string[] details) =>
        $$"""[{"error": {"code": {{code}}, "message": "{{message}}", "status": "{{status}}", "details": [{{string.Join(", ", details)}}]} }]""";

    private static bool IsMedia(JsonElement part)
    {
        var head = Convert.FromBase64String(part.GetProperty("data").GetString()!).AsSpan(0, 3).ToArray();
        return part.GetProperty("mimeType").GetString() switch
        {
            "image/jpeg" => head is [0xff, 0xd8, 0xff],
            "audio/mp3" => head is [0xff, ..] or [(byte)'I', (byte)'D', (byte)'3'],
            _ => false,
        };
    }
}
