using System.Text.Json.Nodes;
using Backlot.Tests.Generation.Answers;

namespace Backlot.Tests.Generation.Fakes;

/// <summary>Veo on Vertex AI: the film comes as base64 within the answer.</summary>
internal sealed class VeoFake : VideoFake
{
    private const string Model31 = "veo-3.1-generate-001", Place = "/v1/projects/my-project/locations/us-central1/publishers/google/models/" + Model31;

    public override string Name => "veo";
    public override string Model => Model31;
    public override string KeyToStore => "my-project:" + Key;

    protected override (FakeStep Step, string Name) Read(AskedRequest request)
    {
        if (request.Line.EndsWith(":predictLongRunning", StringComparison.Ordinal))
            return (FakeStep.Order, request.Json.GetProperty("instances")[0].GetProperty("prompt").GetString()!);
        return (FakeStep.Ask, OrderOf(request.Json.GetProperty("operationName").GetString()!.Split('/')[^1]).Name);
    }

    protected override string? WrongWith(AskedRequest request) => request.Header("Authorization") != "Bearer " + Key ? "no key"
        : !request.Line.StartsWith("POST " + Place + ":", StringComparison.Ordinal) ? request.Line
        : request.Line.EndsWith(":fetchPredictOperation", StringComparison.Ordinal) ? null
        : request.Json.GetProperty("parameters") is var parameters && parameters.GetProperty("durationSeconds").GetInt32() is not (4 or 6 or 8) ? "durationSeconds"
        : parameters.GetProperty("aspectRatio").GetString() != "16:9" || parameters.GetProperty("resolution").GetString() != "720p" ? "aspectRatio" : null;

    protected override FakeReply Work(FakeStep step, AskedRequest request, string name)
    {
        if (step == FakeStep.Order)
            return FakeReply.Json(new JsonObject { ["name"] = $"{Place[4..]}/operations/{Take(name).Id}" }.ToJsonString());
        var operation = request.Json.GetProperty("operationName").GetString()!;
        return FakeReply.Json(++OrderOf(operation.Split('/')[^1]).Asked == 1
            ? new JsonObject { ["name"] = operation, ["metadata"] = new JsonObject() }.ToJsonString()
            : new JsonObject
            {
                ["name"] = operation, ["done"] = true,
                ["response"] = new JsonObject
                {
                    ["raiMediaFilteredCount"] = 0,
                    ["videos"] = new JsonArray(new JsonObject { ["bytesBase64Encoded"] = Convert.ToBase64String(Film), ["mimeType"] = "video/mp4" }),
                },
            }.ToJsonString());
    }

    /// <summary>Done, and nothing there: it was held back.</summary>
    public static FakeReply Filtered => FakeReply.Json(
        """{"done": true, "response": {"raiMediaFilteredCount": 1, "raiMediaFilteredReasons": ["It shows what it must not."]}}""");
}
