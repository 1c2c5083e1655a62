using System.Text.Json;
using System.Text.Json.Nodes;
using Backlot.Generation.Answers;
using Backlot.Generation.Providers;

namespace Backlot.Generation.Video;

/// <summary>Runway's tasks: <c>text_to_video</c> and <c>image_to_video</c> of <c>api.dev.runwayml.com</c>, version 2024-11-06.</summary>
internal sealed class RunwayVideo(ProviderHttp http) : IRemoteProvider<VideoOrder>
{
    private const long MostImageBytes = 3_700_000;      // a data URI of 5 MB
    private static readonly ProviderApi Api = new("runway") { GatewayTimeoutsAreSafe = true };

    public string Name => "runway";

    /// <summary>Its own client asks every 6 s, and not all at once.</summary>
    public TimeSpan AskEvery => TimeSpan.FromSeconds(6 + (Random.Shared.NextDouble() - 0.5) * 2);

    public void Check(VideoOrder order, CatalogModel model) => ShotFrame.CheckReferences(order, model);

    public async Task<Sent> SendAsync(VideoOrder order, RemoteCall call, CancellationToken ct)
    {
        var body = new JsonObject
        {
            ["model"] = call.Model.Name, ["promptText"] = order.Prompt, ["ratio"] = $"{order.Width}:{order.Height}",
            ["duration"] = (int)Math.Round(call.Model.FitSeconds(order.DurationSeconds) ?? order.DurationSeconds),
        };
        if (call.Model.HasSound)
        {
            body["audio"] = order.WithSound;
            if (order.NegativePrompt is { } negative)
                body["negativePrompt"] = negative;
        }
        if (order.References.Count == 0)
            return await OrderAsync("/v1/text_to_video");
        var images = new JsonArray();
        foreach (var image in order.References)
            images.Add(new JsonObject
            {
                ["uri"] = $"data:{image.MimeType};base64,{Convert.ToBase64String(await image.ReadAsync(MostImageBytes, ct))}",
                ["position"] = image.Role == ImageRole.Last ? "last" : "first",
            });
        body["promptImage"] = images;
        body["seed"] = order.Seed & uint.MaxValue;
        return await OrderAsync("/v1/image_to_video");

        async Task<Sent> OrderAsync(string path)
        {
            var reply = await http.OrderAsync(Api, call.Key, path, body, ct);
            return new Sent.Accepted(http.IdAt(Api, reply, "id"), reply.AskAfter);
        }
    }

    public async Task<RemoteState> AskAsync(string providerJobId, RemoteCall call, CancellationToken ct)
    {
        var (task, askAfter) = await http.GetAsync(Api, call.Key, "/v1/tasks/" + Uri.EscapeDataString(providerJobId), ct);
        return task.TextAt("status") switch
        {
            "PENDING" or "THROTTLED" => new RemoteState.Queued(askAfter),
            "SUCCEEDED" => task.ListAt("output").FirstOrDefault() is { ValueKind: JsonValueKind.String } url
                ? new RemoteState.Succeeded(url.GetString() ?? "")
                : new RemoteState.Failed(http.Failed(Api, call.Key, FailureClass.Lost, "says that it is done and names nothing that was made")),
            "FAILED" => new RemoteState.Failed(http.Failed(Api, call.Key, ClassOf(task.TextAt("failureCode")), "could not make it", task.TextAt("failure"))),
            "CANCELLED" => new RemoteState.Cancelled(),
            // What it may come to say one day is no end.
            _ => new RemoteState.Running(task.NumberAt("progress"), askAfter),
        };
    }

    public async Task<Made> FetchAsync(RemoteState.Succeeded done, RemoteCall call, CancellationToken ct)
    {
        await http.DownloadAsync(Api, call.Key, done.Media, call.TempPath, ["video/"], ct);
        return new("shot.mp4", call.PriceUsd, ShotFrame.License("Runway"));
    }

    private static FailureClass ClassOf(string? code) => code switch
    {
        not null when code.StartsWith("SAFETY.", StringComparison.Ordinal) => FailureClass.Moderation,
        not null when code.StartsWith("ASSET.", StringComparison.Ordinal) || code.StartsWith("INPUT_PREPROCESSING.", StringComparison.Ordinal) => FailureClass.Invalid,
        _ => FailureClass.Transient,
    };
}
