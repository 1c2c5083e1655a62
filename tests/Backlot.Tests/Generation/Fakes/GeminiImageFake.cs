using System.Text.Json;
using Backlot.Tests.Generation.Answers;

namespace Backlot.Tests.Generation.Fakes;

/// <summary>Google's <c>generateContent</c> of a model that draws: the answer is the picture.</summary>
internal sealed class GeminiImageFake(byte[] picture, string type = "image/png") : MakerFake(picture, type)
{
    private static readonly string[] Ratios = ["1:1", "2:3", "3:2", "3:4", "4:3", "9:16", "16:9", "21:9"], Sizes = ["512", "1K", "2K", "4K"];

    public override string Name => "gemini";

    /// <summary>A picture, after a sketch that the model made while it thought.</summary>
    public static string Drawn(byte[] picture, string type) => JsonSerializer.Serialize(new
    {
        candidates = new[]
        {
            new
            {
                content = new
                {
                    role = "model",
                    parts = new object[]
                    {
                        new { thought = true, inlineData = new { mimeType = "image/png", data = Convert.ToBase64String([1, 2, 3, 4]) } },
                        new { text = "Here it is." },
                        new { inlineData = new { mimeType = type, data = Convert.ToBase64String(picture) } },
                    },
                },
                finishReason = "STOP", index = 0,
            },
        },
        usageMetadata = new { promptTokenCount = 20, candidatesTokenCount = 1290, totalTokenCount = 1310 },
        modelVersion = "gemini-3.1-flash-image", responseId = "resp-7",
    });

    /// <summary>200, and no picture.</summary>
    public static string Refused(string finish, string? text = null) => JsonSerializer.Serialize(new
    {
        candidates = new[] { new { content = new { parts = text is null ? [] : new[] { new { text } } }, finishReason = finish, index = 0 } },
        usageMetadata = new { promptTokenCount = 20, totalTokenCount = 20 },
    });

    protected override bool IsOrder(AskedRequest request) => true;

    protected override string? Fault(AskedRequest request)
    {
        if (request.Header("x-goog-api-key") != Key || request.Header("Authorization") is not null)
            return "no key";
        if (!request.Line.StartsWith("POST /v1beta/models/gemini-", StringComparison.Ordinal) || !request.Line.EndsWith(":generateContent", StringComparison.Ordinal))
            return $"no such call: {request.Line}";
        var config = request.Json.GetProperty("generationConfig");
        var image = config.GetProperty("imageConfig");
        return !config.GetProperty("responseModalities").EnumerateArray().Select(m => m.GetString()).Contains("IMAGE") ? "no picture wanted"
            : !Ratios.Contains(image.GetProperty("aspectRatio").GetString()) ? "an odd shape"
            : !Sizes.Contains(image.GetProperty("imageSize").GetString()) ? "an odd size"
            : request.Json.GetProperty("contents")[0].GetProperty("parts")[0].GetProperty("text").GetString() is not { Length: > 0 } ? "no prompt"
            : null;
    }

    protected override MakerReply Taken(AskedRequest request, int number) => MakerReply.Ok(Drawn(Media, MediaType));
}
