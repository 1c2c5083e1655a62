using Backlot.Tests.Generation.Answers;

namespace Backlot.Tests.Generation.Fakes;

/// <summary>Runway, as its SDK and its documentation have it.</summary>
internal sealed class RunwayFake : VideoFake
{
    public override string Name => "runway";
    public override string Model => "gen4.5";

    protected override (FakeStep Step, string Name) Read(AskedRequest request) => request.Line.StartsWith("POST", StringComparison.Ordinal)
        ? (FakeStep.Order, request.Json.GetProperty("promptText").GetString()!)
        : (FakeStep.Ask, OrderOf(request.Line.Split('/')[^1]).Name);

    protected override string? WrongWith(AskedRequest request)
    {
        if (request.Header("Authorization") != "Bearer " + Key || request.Header("X-Runway-Version") != "2024-11-06")
            return "no key or no version";
        if (!request.Line.StartsWith("POST", StringComparison.Ordinal))
            return request.Line.StartsWith("GET /v1/tasks/task-", StringComparison.Ordinal) ? null : request.Line;
        var body = request.Json;
        return request.Line is not ("POST /v1/text_to_video" or "POST /v1/image_to_video") ? request.Line
            : body.GetProperty("duration").GetInt32() is < 2 or > 10 ? "duration"
            : body.GetProperty("ratio").GetString() is not ("1280:720" or "720:1280") ? "ratio"
            : request.Line.EndsWith("image_to_video", StringComparison.Ordinal) && !body.GetProperty("promptImage")[0].GetProperty("uri").GetString()!.StartsWith("data:image/png;base64,", StringComparison.Ordinal) ? "promptImage"
            : null;
    }

    protected override FakeReply Work(FakeStep step, AskedRequest request, string name)
    {
        if (step == FakeStep.Order)
            return FakeReply.Json($$"""{"id": "{{Take(name).Id}}"}""");
        var order = OrderOf(request.Line.Split('/')[^1]);
        return FakeReply.Json(++order.Asked == 1
            ? $$"""{"id": "{{order.Id}}", "createdAt": "2026-11-21T00:00:00Z", "status": "RUNNING", "progress": 0.42}"""
            : $$"""{"id": "{{order.Id}}", "createdAt": "2026-11-21T00:00:00Z", "status": "SUCCEEDED", "output": ["{{MediaUrl(order)}}"]}""");
    }
}
