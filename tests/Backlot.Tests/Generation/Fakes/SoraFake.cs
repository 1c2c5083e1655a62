using System.Text.Json.Nodes;
using Backlot.Tests.Generation.Answers;

namespace Backlot.Tests.Generation.Fakes;

/// <summary>A gateway that speaks as OpenAI's <c>/v1/videos</c> did.</summary>
internal sealed class SoraFake : VideoFake
{
    private readonly Dictionary<string, JsonObject> _videos = [];

    public override string Name => "sora";
    public override string Model => "sora-2";
    public override string Url => base.Url + "/v1";

    protected override (FakeStep Step, string Name) Read(AskedRequest request)
    {
        if (request.Line == "POST /v1/videos")
            return (FakeStep.Order, request.Form["prompt"]);
        if (request.Line.StartsWith("GET /v1/videos?", StringComparison.Ordinal))
            return (FakeStep.Find, "list");
        var order = OrderOf(request.Line.Split('/')[3]);
        return (request.Line.EndsWith("/content", StringComparison.Ordinal) ? FakeStep.Fetch : FakeStep.Ask, order.Name);
    }

    protected override string? WrongWith(AskedRequest request) => request.Header("Authorization") != "Bearer " + Key ? "no key"
        : request.Line != "POST /v1/videos" ? null
        : request.Form["model"] != Model ? "model"
        : request.Form["seconds"] is not ("4" or "8" or "12") ? "seconds"
        : request.Form["size"] != "1280x720" ? "size" : null;

    protected override FakeReply Work(FakeStep step, AskedRequest request, string name)
    {
        switch (step)
        {
            case FakeStep.Order:
                var order = Take(name);
                _videos[order.Id] = new()
                {
                    ["id"] = order.Id, ["object"] = "video", ["model"] = request.Form["model"], ["status"] = "queued", ["progress"] = 0, ["prompt"] = name,
                    ["created_at"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), ["seconds"] = request.Form["seconds"], ["size"] = request.Form["size"],
                };
                return FakeReply.Json(_videos[order.Id].ToJsonString());
            case FakeStep.Find:
                return FakeReply.Json(new JsonObject { ["object"] = "list", ["data"] = new JsonArray([.. _videos.Values.Select(v => v.DeepClone())]) }.ToJsonString());
            case FakeStep.Fetch:
                return Handed;
            default:
                var asked = OrderOf(request.Line.Split('/')[3]);
                var video = _videos[asked.Id];
                (video["status"], video["progress"]) = ++asked.Asked == 1 ? ("in_progress", 42) : ("completed", 100);
                return FakeReply.Json(video.ToJsonString(), headers: "openai-poll-after-ms: 5000\r\n");
        }
    }
}
