using System.Text.Json;
using System.Text.Json.Nodes;
using Backlot.Generation.Answers;
using Backlot.Generation.Providers;

namespace Backlot.Generation.Video;

/// <summary>Gemini Omni through the Interactions API: begun in the background, asked about, and fetched from its address or out of the
/// answer itself. It counts tokens, and they are what it costs.</summary>
internal sealed class OmniVideo(ProviderHttp http) : IRemoteProvider<VideoOrder>, ITakesCast
{
    private const long MostImageBytes = 10_000_000;
    private const string Inline = "inline";
    private static readonly string[] Base64 = ["data"];
    private static readonly ProviderApi Api = new("gemini") { Classify = GoogleFaults.Classify };

    public string Name => "gemini";

    public void Check(VideoOrder order, CatalogModel model)
    {
        ShotFrame.CheckReferences(order, model, others: true);
        if (order.Of(ImageRole.Last) is not null)
            throw CatalogModel.Invalid("referenceImages", $"{model} takes pictures to begin with, of things and of styles.");
    }

    public bool TakesCast(VideoOrder order, CatalogModel model) => order.RoomForCast(model) > 0;

    public async Task<Sent> SendAsync(VideoOrder order, RemoteCall call, CancellationToken ct)
    {
        JsonArray input = [new JsonObject { ["type"] = "text", ["text"] = order.Prompt }];
        IReadOnlyList<OrderImage> images = [.. order.References, .. order.CastFor(call.Model)];
        foreach (var image in images)
            input.Add(new JsonObject { ["type"] = "image", ["data"] = Convert.ToBase64String(await image.ReadAsync(MostImageBytes, ct)), ["mime_type"] = image.MimeType });
        var body = new JsonObject
        {
            ["model"] = call.Model.Name, ["input"] = input, ["background"] = true, ["store"] = true,
            ["response_format"] = new JsonArray(new JsonObject
            {
                ["type"] = "video", ["resolution"] = order.Resolution(), ["aspect_ratio"] = order.AspectRatio(),
                ["duration"] = $"{call.Model.FitSeconds(order.DurationSeconds) ?? order.DurationSeconds:0}s", ["delivery"] = "uri",
            }),
            ["generation_config"] = new JsonObject
            {
                ["seed"] = order.Seed & int.MaxValue, ["video_config"] = new JsonObject { ["task"] = TaskOf(images) },
            },
        };
        var reply = await http.OrderAsync(Api, call.Key, "/v1beta/interactions", body, ct);
        return new Sent.Accepted(http.IdAt(Api, reply, "id"), reply.AskAfter);
    }

    public async Task<RemoteState> AskAsync(string providerJobId, RemoteCall call, CancellationToken ct)
    {
        var answer = await AskAsync(providerJobId, call, null, ct);
        var error = answer.ListAt("errors").Concat(answer.ListAt("steps").Select(step => step.At("error") ?? default)).FirstOrDefault(e => e.ValueKind == JsonValueKind.Object);
        switch (answer.TextAt("status"))
        {
            case "queued":
                return new RemoteState.Queued();
            case "cancelled":
                return new RemoteState.Cancelled();
            case "completed" when VideoOf(answer) is { } video:
                return new RemoteState.Succeeded(JsonSerializer.Serialize(new Done(providerJobId, video.TextAt("uri") ?? Inline)), CostOf(answer, call));
            case "completed":
                return new RemoteState.Failed(http.Failed(Api, call.Key, FailureClass.Moderation, "made no video of it", error.TextAt("message")));
            case "budget_exceeded":
                return new RemoteState.Failed(http.Failed(Api, call.Key, FailureClass.Quota, "stopped at the budget that is set there", error.TextAt("message")));
            case "failed" or "incomplete":
                return new RemoteState.Failed(http.Failed(
                    Api, call.Key, GoogleFaults.OfCode(error.NumberAt("code"), error.TextAt("message")), "could not make it", error.TextAt("message")));
            default:
                return new RemoteState.Running();
        }
    }

    public async Task<Made> FetchAsync(RemoteState.Succeeded done, RemoteCall call, CancellationToken ct)
    {
        var (id, place) = JsonSerializer.Deserialize<Done>(done.Media) ?? throw new JsonException("It was kept as nothing.");
        if (place != Inline)
            await http.DownloadAsync(Api, call.Key, place, call.TempPath, ["video/"], ct);
        else
        {
            var video = VideoOf(await AskAsync(id, call, call.TempPath, ct)) ?? default;
            http.Take(Api, call, video.TextAt("data"), video.TextAt("mime_type"), "video/");
        }
        return new("shot.mp4", done.CostUsd ?? call.PriceUsd, ShotFrame.License("Google Gemini"));
    }

    private async Task<JsonElement> AskAsync(string id, RemoteCall call, string? filesAt, CancellationToken ct) => (await http.SendAsync(Api, call.Key,
        new(HttpMethod.Get, "/v1beta/interactions/" + Uri.EscapeDataString(id)) { Base64Fields = Base64, FilesAt = filesAt, Deadline = TimeSpan.FromMinutes(5) }, ct)).Json;

    /// <summary>In the steps that the model wrote, or where older answers have it.</summary>
    private static JsonElement? VideoOf(JsonElement answer)
    {
        var videos = answer.ListAt("steps").Where(step => step.TextAt("type") == "model_output").SelectMany(step => step.ListAt("content"))
            .Append(answer.At("output_video") ?? default)
            .Where(content => content.TextAt("uri") is not null || content.TextAt("data") is not null)
            .Where(content => content.TextAt("type") is "video" or null).ToList();
        return videos.Count > 0 ? videos[0] : null;
    }

    private static decimal? CostOf(JsonElement answer, RemoteCall call)
    {
        var output = answer.ListAt("usage", "output_tokens_by_modality").Sum(modality => (long)modality.CountAt("tokens"));
        return output > 0 ? call.Model.TokensUsd(answer.CountAt("usage", "total_input_tokens"), output) : null;
    }

    private static string TaskOf(IReadOnlyList<OrderImage> images) => images.Count == 0 ? "text_to_video"
        : images.Any(image => image.Role is ImageRole.Asset or ImageRole.Style) ? "reference_to_video" : "image_to_video";

    /// <summary>What fetching needs.</summary>
    private sealed record Done(string Id, string Place);
}
