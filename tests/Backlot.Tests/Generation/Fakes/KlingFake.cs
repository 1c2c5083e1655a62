using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Backlot.Tests.Generation.Answers;

namespace Backlot.Tests.Generation.Fakes;

/// <summary>Kling, as three independent copies of its shape have it; signed by a token that lives half an hour.</summary>
internal sealed class KlingFake : VideoFake
{
    public const string Secret = "kling-secret-5555666677778888";

    public override string Name => "kling";
    public override string Model => "kling-v3";

    /// <summary>Of all tokens that came.</summary>
    public HashSet<string> Tokens { get; } = [];

    protected override (FakeStep Step, string Name) Read(AskedRequest request)
    {
        if (request.Line.StartsWith("POST", StringComparison.Ordinal))
            return (FakeStep.Order, request.Json.GetProperty("prompt").GetString()!);
        var id = request.Line.Split('/')[^1];
        if (id.Contains('?', StringComparison.Ordinal))
            return (FakeStep.Ask, "list");
        return Orders.Find(o => o.Id == id) is { } asked ? (FakeStep.Ask, asked.Name) : (FakeStep.Find, Orders.Find(o => o.Handle == id)?.Name ?? "nothing");
    }

    protected override string? WrongWith(AskedRequest request)
    {
        var token = request.Header("Authorization")?["Bearer ".Length..] ?? "";
        Tokens.Add(token);
        var claims = JsonNode.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[1])))!;
        if (claims["iss"]!.GetValue<string>() != Key)
            return "no token of the key";
        if (!request.Line.StartsWith("POST", StringComparison.Ordinal))
            return null;
        var body = request.Json;
        var isFromImage = request.Line == "POST /v1/videos/image2video";
        return !isFromImage && request.Line != "POST /v1/videos/text2video" ? request.Line
            : body.GetProperty("duration").GetString() is not ("5" or "10") ? "duration"
            : body.GetProperty("mode").GetString() is not ("std" or "pro") ? "mode"
            : body.GetProperty("external_task_id").GetString()!.Length != 32 ? "external_task_id"
            : isFromImage ? body.TryGetProperty("image", out var image) && Base64.IsValid(image.GetString()!) ? null : "image"
            : body.GetProperty("aspect_ratio").GetString() != "16:9" ? "aspect_ratio" : null;
    }

    protected override FakeReply Work(FakeStep step, AskedRequest request, string name)
    {
        if (step == FakeStep.Order)
            return Ok(Task(Take(name, request.Json.GetProperty("external_task_id").GetString())));
        var id = request.Line.Split('/')[^1];
        if (id.Contains('?', StringComparison.Ordinal))
            // Those that something goes wrong with are asked about one by one.
            return Ok(new JsonArray([.. Orders.Where(order => !Faults.ContainsKey(order.Name)).Select(order => (JsonNode)Asked(order))]));
        return Orders.Find(o => o.Id == id || o.Handle == id) is { } found ? Ok(Asked(found)) : Code(404, 1203, "Resource not found");
    }

    /// <summary>An error of Kling's.</summary>
    public static FakeReply Code(int status, int code, string message) =>
        FakeReply.Json(string.Create(CultureInfo.InvariantCulture, $$"""{"code": {{code}}, "message": {{JsonSerializer.Serialize(message)}}, "request_id": "r"}"""), status);

    public static FakeReply Ok(JsonNode data) =>
        FakeReply.Json(new JsonObject { ["code"] = 0, ["message"] = "SUCCEED", ["request_id"] = "r", ["data"] = data }.ToJsonString());

    private JsonObject Asked(FakeOrder order)
    {
        var task = Task(order);
        task["task_status"] = ++order.Asked == 1 ? "processing" : "succeed";
        if (order.Asked > 1)
            task["task_result"] = new JsonObject { ["videos"] = new JsonArray(new JsonObject { ["id"] = "v", ["url"] = MediaUrl(order), ["duration"] = "5.1" }) };
        return task;
    }

    private static JsonObject Task(FakeOrder order) => new()
    {
        ["task_id"] = order.Id, ["task_status"] = "submitted", ["task_info"] = new JsonObject { ["external_task_id"] = order.Handle },
        ["created_at"] = 1, ["updated_at"] = 1,
    };
}
