using System.Text.Json.Nodes;
using Backlot.Tests.Generation.Answers;

namespace Backlot.Tests.Generation.Fakes;

/// <summary>Gemini Omni behind the Interactions API.</summary>
internal sealed class OmniFake : VideoFake
{
    public override string Name => "gemini";
    public override string Model => "gemini-omni-1.2-flash";

    /// <summary>Hands the film over in the answer instead of at an address.</summary>
    public bool IsInline { get; init; }

    protected override (FakeStep Step, string Name) Read(AskedRequest request)
    {
        if (request.Line == "POST /v1beta/interactions")
            return (FakeStep.Order, request.Json.GetProperty("input")[0].GetProperty("text").GetString()!);
        return (request.Line.StartsWith("GET /files/", StringComparison.Ordinal) ? FakeStep.Fetch : FakeStep.Ask, OrderOf(request.Line.Split('/')[^1]).Name);
    }

    protected override string? WrongWith(AskedRequest request)
    {
        if (request.Header("x-goog-api-key") != Key)
            return "no key";
        if (request.Line != "POST /v1beta/interactions")
            return null;
        var format = request.Json.GetProperty("response_format")[0];
        return format.GetProperty("duration").GetString() != "5s" ? "duration"
            : format.GetProperty("delivery").GetString() != "uri" || format.GetProperty("resolution").GetString() != "720p" ? "response_format"
            : (request.Json.GetProperty("generation_config").GetProperty("video_config").GetProperty("task").GetString() == "text_to_video")
                != (request.Json.GetProperty("input").GetArrayLength() == 1) ? "task" : null;
    }

    protected override FakeReply Work(FakeStep step, AskedRequest request, string name)
    {
        if (step == FakeStep.Order)
            return FakeReply.Json($$"""{"id": "{{Take(name).Id}}", "status": "in_progress", "object": "interaction", "model": "{{Model}}"}""");
        if (step == FakeStep.Fetch)
            return Handed;
        var order = OrderOf(request.Line.Split('/')[^1]);
        if (++order.Asked == 1)
            return FakeReply.Json($$"""{"id": "{{order.Id}}", "status": "in_progress"}""");
        var video = new JsonObject { ["type"] = "video", ["mime_type"] = "video/mp4" };
        if (IsInline)
            video["data"] = Convert.ToBase64String(Film);
        else
            video["uri"] = $"{Url}/files/{order.Id}";
        return FakeReply.Json(new JsonObject
        {
            ["id"] = order.Id, ["status"] = "completed",
            ["usage"] = new JsonObject { ["output_tokens_by_modality"] = new JsonArray(new JsonObject { ["modality"] = "video", ["tokens"] = 28_960 }) },
            ["steps"] = new JsonArray(
                new JsonObject { ["type"] = "user_input", ["content"] = new JsonArray(new JsonObject { ["type"] = "image", ["data"] = "AAAA", ["mime_type"] = "image/png" }) },
                new JsonObject { ["type"] = "model_output", ["content"] = new JsonArray(video) }),
        }.ToJsonString());
    }
}
