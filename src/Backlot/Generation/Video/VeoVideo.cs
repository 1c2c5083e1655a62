using System.Text.Json;
using System.Text.Json.Nodes;
using Backlot.Generation.Answers;
using Backlot.Generation.Keys;
using Backlot.Generation.Providers;

namespace Backlot.Generation.Video;

/// <summary>Google's Veo on Vertex AI: <c>predictLongRunning</c>, and <c>fetchPredictOperation</c> whose last answer holds the film itself
/// as base64.</summary>
internal sealed class VeoVideo(ProviderHttp http) : IRemoteProvider<VideoOrder>, ITakesCast
{
    private const long MostImageBytes = 10_000_000;
    private static readonly string[] Base64 = ["bytesBase64Encoded"];
    /// <summary>Pictures of things and styles are taken for shots of this length only.</summary>
    private const double SecondsWithPictures = 8;

    private static readonly ProviderApi Api = new("veo") { Classify = GoogleFaults.Classify };

    public string Name => "veo";
    public TimeSpan AskEvery => TimeSpan.FromSeconds(10);

    public void Check(VideoOrder order, CatalogModel model) => ShotFrame.CheckReferences(order, model, others: true);

    public bool TakesCast(VideoOrder order, CatalogModel model) => model.FitSeconds(order.DurationSeconds) == SecondsWithPictures && order.RoomForCast(model) > 0;

    public async Task<Sent> SendAsync(VideoOrder order, RemoteCall call, CancellationToken ct)
    {
        var instance = new JsonObject { ["prompt"] = order.Prompt };
        if (order.Of(ImageRole.First) is { } first)
            instance["image"] = await ImageAsync(first, ct);
        if (order.Of(ImageRole.Last) is { } last)
            instance["lastFrame"] = await ImageAsync(last, ct);
        var seconds = call.Model.FitSeconds(order.DurationSeconds) ?? order.DurationSeconds;
        var references = new JsonArray();
        foreach (var image in order.References.Where(image => image.Role is ImageRole.Asset or ImageRole.Style)
            .Concat(TakesCast(order, call.Model) ? order.CastFor(call.Model) : []))
            references.Add(new JsonObject { ["image"] = await ImageAsync(image, ct), ["referenceType"] = image.Role == ImageRole.Asset ? "asset" : "style" });
        if (references.Count > 0)
            instance["referenceImages"] = references;
        var parameters = new JsonObject
        {
            ["sampleCount"] = 1, ["durationSeconds"] = (int)Math.Round(seconds),
            ["aspectRatio"] = order.AspectRatio(), ["resolution"] = order.Resolution(), ["seed"] = order.Seed & uint.MaxValue, ["generateAudio"] = order.WithSound,
        };
        if (order.NegativePrompt is { } negative)
            parameters["negativePrompt"] = negative;
        var reply = await http.OrderAsync(Api, call.Key, Path(call) + ":predictLongRunning",
            new() { ["instances"] = new JsonArray(instance), ["parameters"] = parameters }, ct);
        return new Sent.Accepted(http.IdAt(Api, reply, "name"));
    }

    public async Task<RemoteState> AskAsync(string providerJobId, RemoteCall call, CancellationToken ct)
    {
        var answer = await AskAsync(providerJobId, call, null, ct);
        if (answer.At("done")?.ValueKind != JsonValueKind.True)
            return new RemoteState.Running();
        if (answer.At("error") is { } error)
            return new RemoteState.Failed(http.Failed(
                Api, call.Key, GoogleFaults.OfCode(error.NumberAt("code"), error.TextAt("message")), "could not make it", error.TextAt("message")));
        if (answer.ListAt("response", "videos").Any())
            return new RemoteState.Succeeded(providerJobId);
        return new RemoteState.Failed(answer.CountAt("response", "raiMediaFilteredCount") > 0
            ? http.Failed(Api, call.Key, FailureClass.Moderation, "held it back", answer.ListAt("response", "raiMediaFilteredReasons").FirstOrDefault() is { ValueKind: JsonValueKind.String } why ? why.GetString() : null)
            : http.Failed(Api, call.Key, FailureClass.Transient, "says that it is done and made nothing"));
    }

    public async Task<Made> FetchAsync(RemoteState.Succeeded done, RemoteCall call, CancellationToken ct)
    {
        var answer = await AskAsync(done.Media, call, call.TempPath, ct);
        var video = answer.ListAt("response", "videos").FirstOrDefault();
        http.Take(Api, call, video.TextAt("bytesBase64Encoded"), video.TextAt("mimeType"), "video/");
        return new("shot.mp4", call.PriceUsd, ShotFrame.License("Google Veo"));
    }

    /// <param name="filesAt">Where the film is put; null leaves it out.</param>
    private async Task<JsonElement> AskAsync(string operation, RemoteCall call, string? filesAt, CancellationToken ct) => (await http.SendAsync(Api, call.Key,
        new(HttpMethod.Post, Path(call) + ":fetchPredictOperation")
        {
            Body = () => JsonBody.Of(new() { ["operationName"] = operation }), Base64Fields = Base64, FilesAt = filesAt, Deadline = TimeSpan.FromMinutes(5),
        }, ct)).Json;

    /// <summary>The location is that of the address.</summary>
    private string Path(RemoteCall call) => $"{VertexKey.PlaceOf(call.Key, http.ProviderOf(Api).Url)}/publishers/google/models/{Uri.EscapeDataString(call.Model.Name)}";

    private static async Task<JsonObject> ImageAsync(OrderImage image, CancellationToken ct) =>
        new() { ["bytesBase64Encoded"] = Convert.ToBase64String(await image.ReadAsync(MostImageBytes, ct)), ["mimeType"] = image.MimeType };
}
